"""Members of a redundancy group do not share what they stand on.

Two virtual machines on one host, two links of one supplier: when the shared thing fails all members fail, and the
group never was redundant. Hosts, racks, power sources, sites and suppliers are looked at, however far below.

Bad:

```yaml
kind: ci
id: app-1
name: App 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on:
  - any_of: [ci:vm-1, ci:vm-2]
    min_up: 1
---
kind: ci
id: vm-1
name: Vm 1
class: virtual_machine
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-1]
---
kind: ci
id: vm-2
name: Vm 2
class: virtual_machine
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-1]
---
kind: ci
id: host-1
name: Host 1
class: hypervisor
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci
id: app-1
name: App 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on:
  - any_of: [ci:vm-1, ci:vm-2]
    min_up: 1
---
kind: ci
id: vm-1
name: Vm 1
class: virtual_machine
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-1]
---
kind: ci
id: vm-2
name: Vm 2
class: virtual_machine
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-2]
---
kind: ci
id: host-1
name: Host 1
class: hypervisor
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: ci
id: host-2
name: Host 2
class: hypervisor
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.graph.paths import common
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
KINDS = ("ci", "service", "service_offering")
REACH = "closure"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find what all members of a group stand on."""
    for group in world.groups.get(entry.ref, ()):
        members = [member for member in group.members if member in world.snapshot]
        if len(members) < 2 or group.spare < 1:  # noqa: PLR2004  # one member shares nothing, and no spare hides nothing
            continue
        for shared, ways in common(members, world.stands_on).items():
            if shared in members:
                continue
            way = " → ".join(ways[0])
            yield Found(
                group.pointer,
                f"all {len(members)} members stand on {shared}, so they fail together",
                f"move one of them off {shared}, or waive it by policy; one way is {way}",
                world.related(shared, "all of them stand on this"),
            )

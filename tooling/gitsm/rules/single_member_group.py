"""A redundancy group has at least two members.

A group of one looks redundant and is not.

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
  - any_of: [ci:web-1]
    min_up: 1
---
kind: ci
id: web-1
name: Web 1
class: server
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
runs_on: [ci:web-1]
---
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find groups of one; a cluster with one member is one, too."""
    for group in world.groups.get(entry.ref, ()):
        if len(group.members) == 1 and (group.relation != "member_of" or group.spare >= 0):
            where = "" if group.relation == "member_of" else f"{group.pointer}/any_of"
            yield Found(
                where,
                f"{group.members[0]} is the only member of its group",
                "write a plain reference, or add a second member",
                at_key=bool(where),
            )

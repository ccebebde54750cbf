"""A redundancy group has at least two members.

A group of one promises redundancy that is not there; one that lost its second member looks as safe as ever.

Bad:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [{any_of: [ci:vm-1], min_up: 1}]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [ci:vm-1]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"


def suspects(world: World) -> Iterator[str]:
    """List what has a redundancy group or is a cluster."""
    yield from world.group_owners


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every group of one."""
    for group in world.groups(entry):
        if len(group.members) != 1:
            continue
        member = group.members[0]
        if group.relation == "member_of":
            yield Found(
                "",
                f"{entry.ref} is a cluster of one: {member}",
                "add a member, or relate to the member itself",
                related("its only member", world.get(member), "/member_of"),
            )
        else:
            yield Found(
                f"{group.pointer}/any_of",
                f"the group has one member: {member}",
                f"add a member, or write `{group.relation}: [{member}]`",
                at_key=True,
            )

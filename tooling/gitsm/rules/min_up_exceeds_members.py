"""A redundancy group does not need more members than it has.

Such a group is down from the start, and so is everything that stands on it.

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
runs_on: [{any_of: [ci:vm-1, ci:vm-2], min_up: 3}]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: ci
id: vm-2
class: virtual_machine
name: Vm 2
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
runs_on: [{any_of: [ci:vm-1, ci:vm-2], min_up: 1}]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: ci
id: vm-2
class: virtual_machine
name: Vm 2
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.configuration import Ci
from gitsm_schemas.relations import RELATIONS, CiGroup, NetworkGroup, ServiceGroup

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"


def suspects(world: World) -> Iterator[str]:
    """List what has a redundancy group or is a cluster."""
    yield from world.group_owners


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a group, or a cluster, that asks for more than it has."""
    for name in RELATIONS:
        for index, item in enumerate(getattr(entry.record, name, ())):
            if isinstance(item, CiGroup | ServiceGroup | NetworkGroup):
                yield from _judged(f"/{name}/{index}/min_up", "the group", item.min_up, len(set(item.any_of)))
    if isinstance(entry.record, Ci) and entry.record.min_up is not None:
        yield from _judged("/min_up", entry.ref, entry.record.min_up, len(set(world.members.get(entry.ref, ()))))


def _judged(where: str, what: str, min_up: int | str, count: int) -> Iterator[Found]:
    # A share never exceeds the members; a cluster without any needs none of them either way.
    if isinstance(min_up, int) and min_up > count:
        members = f"{count} member{'' if count == 1 else 's'}"
        hint = f"lower min_up to at most {count}, or add members" if count else "add members, or remove min_up"
        yield Found(where, f"{what} needs {min_up} up and has {members}", hint)

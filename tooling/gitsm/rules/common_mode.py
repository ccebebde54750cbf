"""The members of a redundancy group do not fall together.

Two machines on one host are one machine when the host fails. Hosts, racks, power sources, sites and suppliers are
looked for below every member; what alone would leave fewer members than needed is reported, nearest first, with the
ways to it. A group that cannot spare a member has no redundancy to lose and is not looked at.

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
hosted_on: [ci:host-1]
---
kind: ci
id: vm-2
class: virtual_machine
name: Vm 2
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-1]
---
kind: ci
id: host-1
class: hypervisor
name: Host 1
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
hosted_on: [ci:host-1]
---
kind: ci
id: vm-2
class: virtual_machine
name: Vm 2
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-2]
---
kind: ci
id: host-1
class: hypervisor
name: Host 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: ci
id: host-2
class: hypervisor
name: Host 2
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator
from typing import Final

from gitsm.diagnostics import Related, Severity
from gitsm.graph.edges import Group
from gitsm.graph.paths import ancestors
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.WARNING
KINDS = ("ci", "service", "service_offering")
REACH = "closure"
_GROUND: Final = frozenset({"runs_on", "hosted_on", "powered_by", "part_of", "delivered_by"})
"""Relations to what something stands on. What it talks to (`depends_on`) is meant to be shared."""


def suspects(world: World) -> Iterator[str]:
    """List what has a redundancy group or is a cluster."""
    yield from world.group_owners


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report what alone takes a group of several down."""
    for group in world.groups(entry):
        if len(group.members) > 1 and group.spare > 0:
            yield from _shared(group, world)


def _shared(group: Group, world: World) -> Iterator[Found]:
    below = {member: ancestors(member, lambda ref: _ground(ref, world)) for member in group.members}
    standing: dict[str, list[str]] = {}
    for member, ways in below.items():
        # A member that another one stands on falls with itself.
        for ref in (member, *ways):
            standing.setdefault(ref, []).append(member)
    fatal = {ref: on for ref, on in standing.items() if len(on) > max(1, group.spare)}
    for ref, on in sorted(fatal.items()):
        if not any(other != ref and fatal[other] == on and _stands(other, ref, world) for other in fatal):
            yield _found(group, ref, {member: below[member].get(ref, (member,)) for member in on}, world)


def _stands(upper: str, lower: str, world: World) -> bool:
    """Tell whether something stands on another; of two that stand on each other the first counts as the upper."""
    grounds = ancestors(upper, lambda ref: _ground(ref, world))
    return lower in grounds and (upper < lower or upper not in ancestors(lower, lambda ref: _ground(ref, world)))


def _found(group: Group, ref: str, ways: dict[str, tuple[str, ...]], world: World) -> Found:
    left, count = len(group.members) - len(ways), len(group.members)
    return Found(
        "" if group.relation == "member_of" else f"{group.pointer}/any_of",
        f"{_all(len(ways), count)} fall with {ref}: {left} of {count} left, {group.min_up} must be up",
        f"stand one of them on something else than {ref}",
        tuple(one for way in ways.values() for one in _step(way, world)),
        at_key=True,
    )


def _step(way: tuple[str, ...], world: World) -> tuple[Related, ...]:
    """Write down how a member comes to what is shared, at the place of the first step."""
    if len(way) == 1:
        return related(f"{way[0]} is a member itself", world.get(way[0]), "/id")
    first = next((edge.pointer for edge in world.edges(way[0]) if edge.target == way[1]), None)
    record = world.snapshot.record(way[0])
    where = first or next(
        (f"/{name}" for name in ("location", "supplier") if getattr(record, name, None) == way[1]), ""
    )
    return related(" > ".join(way), world.get(way[0]), where)


def _all(some: int, count: int) -> str:
    return f"all {count} members" if some == count else f"{some} of {count} members"


def _ground(ref: str, world: World) -> Iterator[str]:
    """List what a record stands on directly; a group only as far as one member is all of it."""
    groups: dict[str, list[str]] = {}
    for edge in world.edges(ref):
        if edge.relation in _GROUND and edge.strength == "hard":
            if edge.group is None:
                yield edge.target
            else:
                groups.setdefault(edge.group, []).append(edge.target)
    for members in groups.values():
        if len(set(members)) == 1:
            yield members[0]
    record = world.snapshot.record(ref)
    if isinstance(record, Ci):
        yield from (each for each in (record.location, record.supplier) if each)
    elif isinstance(record, Service):
        yield from record.suppliers

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

from collections.abc import Iterator, Mapping

from gitsm.diagnostics import Related, Severity
from gitsm.graph.edges import Group
from gitsm.graph.paths import ancestors
from gitsm.rules.finding import Found, related
from gitsm.rules.footing import footing, footings
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
KINDS = ("ci", "service", "service_offering")
REACH = "ground"


def suspects(world: World) -> Iterator[str]:
    """List what has a redundancy group or is a cluster."""
    yield from world.group_owners


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report what alone takes a group of several down."""
    for group in world.groups(entry):
        if len(group.members) > 1 and group.spare > 0:
            yield from _shared(group, world)


def _shared(group: Group, world: World) -> Iterator[Found]:
    below = {member: ancestors(member, lambda each: footing(each, world)) for member in group.members}
    fatal = {ref: on for ref, on in _standing(below).items() if len(on) > max(1, group.spare)}
    for ref in _nearest(fatal, below, world):
        yield _found(group, ref, {member: below[member].get(ref, (member,)) for member in fatal[ref]}, world)


def _nearest(
    fatal: Mapping[str, list[str]], below: Mapping[str, Mapping[str, tuple[str, ...]]], world: World
) -> list[str]:
    """Keep, of what takes the same members, what nothing else of it stands on: the host, not also its rack."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for ref, on in fatal.items():
        alike.setdefault(tuple(on), []).append(ref)
    found = []
    for members, refs in alike.items():
        ways, kept = below[members[0]], dict[str, set[str]]()
        rest = sorted(refs, key=lambda ref: (len(ways.get(ref, ())), ref))
        while rest:
            first = rest[0]
            kept[first] = footings(first, world)
            rest = [ref for ref in rest[1:] if ref not in kept[first]]
        found += [
            ref
            for ref in kept
            if not any(ref in lower and upper not in kept[ref] for upper, lower in kept.items() if upper != ref)
        ]
    return sorted(found)


def _standing(below: Mapping[str, Mapping[str, object]]) -> dict[str, list[str]]:
    """List by thing the members that fall with it: those that stand on it, and itself."""
    found: dict[str, list[str]] = {}
    for member, ways in below.items():
        for ref in (member, *ways):
            found.setdefault(ref, []).append(member)
    return found


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

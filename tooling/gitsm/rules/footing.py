"""What a record falls with: what it stands on, and what takes too many members of a group it stands on."""

from collections.abc import Iterator
from typing import Final

from gitsm.graph.edges import Group
from gitsm.graph.paths import components
from gitsm.rules.world import World
from gitsm_schemas.catalogue import Service
from gitsm_schemas.configuration import Ci

_GROUND: Final = frozenset({"runs_on", "hosted_on", "powered_by", "part_of", "delivered_by"})
"""Relations to what something stands on. What it talks to (`depends_on`) is meant to be shared."""


def footing(ref: str, world: World) -> tuple[str, ...]:
    """List what takes a record down when it fails, as far as it can be told without what these stand on themselves."""
    if ref not in world.grounds:
        _settle(ref, world)
    return world.grounds[ref]


def footings(start: str, world: World) -> set[str]:
    """Find everything that takes a record down; itself only where it stands in a circle."""
    found: set[str] = set()
    pending = [start]
    while pending:
        new = set(footing(pending.pop(), world)) - found
        found |= new
        pending += new
    return found


def _settle(start: str, world: World) -> None:
    """Find what a record and all below it stand on: what is lower first, and circles together.

    In a circle each may widen what others fall with, so they are gone through until nothing alters: the outcome is the
    least there can be, wherever it was begun.
    """
    below: dict[str, list[str]] = {}
    pending = [start]
    while pending:
        ref = pending.pop()
        if ref not in below and ref not in world.grounds:
            below[ref] = [*_alone(ref, world), *(member for group in _groups(ref, world) for member in group.members)]
            pending += below[ref]
    for part in components(below):
        new = sorted(part & below.keys())
        world.grounds.update((ref, tuple(dict.fromkeys(_alone(ref, world)))) for ref in new)
        while any(_widened(ref, world) for ref in new):
            pass


def _alone(ref: str, world: World) -> Iterator[str]:
    """List what a record stands on by itself, not in a group."""
    for edge in world.edges(ref):
        if edge.relation in _GROUND and edge.strength == "hard" and edge.group is None:
            yield edge.target
    record = world.snapshot.record(ref)
    if isinstance(record, Ci):
        yield from (each for each in (record.location, record.supplier) if each)
    elif isinstance(record, Service):
        yield from record.suppliers


def _groups(ref: str, world: World) -> Iterator[Group]:
    entry = world.get(ref)
    if entry is not None:
        groups = world.groups(entry)
        yield from (group for group in groups if group.relation in _GROUND or group.relation == "member_of")


def _widened(ref: str, world: World) -> bool:
    """Add what takes too many members of its groups, and tell whether that is more than was known."""
    known = world.grounds[ref]
    more = dict.fromkeys(each for group in _groups(ref, world) for each in _fatal(group, world))
    new = [each for each in more if each not in known]
    world.grounds[ref] = (*known, *new)
    return bool(new)


def _fatal(group: Group, world: World) -> Iterator[str]:
    taken: dict[str, int] = {}
    for member in group.members:
        for ref in {member, *footings(member, world)}:
            taken[ref] = taken.get(ref, 0) + 1
    yield from (ref for ref, count in taken.items() if count > group.spare >= 0)

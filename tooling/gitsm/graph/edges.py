"""The relations of records as edges and groups, read from what stands in the YAML."""

# From the plain data, not the models: what is right in a record counts although something else in it is wrong, and a
# run that only asks for impact is spared the models.

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from gitsm.diagnostics import pointer
from gitsm.snapshot import Entry, Plain
from gitsm_schemas.flow import RELATIONS, STATED, Flow, Strength
from gitsm_schemas.notation import NotationError, fraction, is_share, reference

SERVICE: Final = ("service",)
INHERITED: Final = ("delivered_by", "depends_on")
"""What an offering inherits from its service where it says nothing (domain.md §5)."""


class Edge(NamedTuple):
    """One relation as it is written.

    Attributes:
        source: the record it is written in.
        target: the record it names; it may not exist.
        relation: the field.
        strength: hard or soft.
        carries: which way failure travels along it.
        path: the source's file.
        pointer: JSON Pointer of the reference.
        group: JSON Pointer of the redundancy group it belongs to; None for an edge by itself.
    """

    source: str
    target: str
    relation: str
    strength: Strength
    carries: Flow
    path: str
    pointer: str
    group: str | None = None

    @property
    def cause(self) -> str | None:
        """The end whose failure travels; None where none does."""
        return {"target_to_source": self.target, "source_to_target": self.source, "none": None}[self.carries]

    @property
    def effect(self) -> str | None:
        """The end that failure reaches; None where none does."""
        return {"target_to_source": self.source, "source_to_target": self.target, "none": None}[self.carries]


class Group(NamedTuple):
    """Things that stand in for each other.

    Attributes:
        owner: what fails when too many members do.
        members: the distinct members, in order of their references.
        min_up: how many must be up, as written: a count or a share.
        relation: the field that states it.
        pointer: JSON Pointer of the group in the owner's record.
    """

    owner: str
    members: tuple[str, ...]
    min_up: int | str
    relation: str
    pointer: str

    @property
    def needed(self) -> Decimal:
        """How many members must be up; a share is not rounded."""
        if isinstance(self.min_up, int):
            return Decimal(self.min_up)
        return fraction(self.min_up) * len(self.members)

    @property
    def spare(self) -> int:
        """How many members may fail before the owner does; negative when the group cannot hold."""
        return int((len(self.members) - self.needed) // 1)

    @property
    def key(self) -> str:
        """What tells this group from others of its owner, whatever its place in a list."""
        return f"{self.relation}:{'+'.join(self.members)}"


def edges_of(entry: Entry) -> Iterator[Edge]:
    """List the relations a record states, also those to records that do not exist."""
    if entry.data is not None:
        yield from edges_in(entry.ref, entry.data, entry.path)


def edges_in(ref: str, data: Plain, path: str = "") -> Iterator[Edge]:
    """List the relations that stand in a record's data; what is no relation is passed over."""
    for name, kinds in STATED.get(ref.partition(":")[0], {}).items():
        if name not in data:  # most are not, and this is asked of every record several times
            continue
        for index, item in _items(data[name]):
            if isinstance(item, str):
                target = reference(item, kinds)
                if target:
                    relation = RELATIONS[name]
                    yield Edge(ref, target, name, relation.strength, relation.flow, path, f"/{name}/{index}")
            elif isinstance(item, dict):
                yield from _linked(ref, name, item, kinds, (path, f"/{name}/{index}"))


def _items(value: object) -> Iterable[tuple[int, Any]]:
    return enumerate(value) if isinstance(value, list) else ()


def _linked(
    ref: str, name: str, item: dict[str, Any], kinds: tuple[str, ...], where: tuple[str, str]
) -> Iterator[Edge]:
    path, place = where
    relation = RELATIONS[name]
    flow: Flow = "target_to_source" if name == "connects_to" and item.get("uplink") is True else relation.flow
    if "any_of" in item:
        for number, member in _items(item["any_of"]):
            target = reference(member, kinds)
            if target:
                yield Edge(ref, target, name, relation.strength, flow, path, f"{place}/any_of/{number}", place)
        return
    target = reference(item.get("target"), kinds)
    if target:
        strength: Strength = "soft" if item.get("strength", relation.strength) == "soft" else "hard"
        yield Edge(ref, target, name, strength, flow, path, f"{place}/target")


def groups_of(entry: Entry, members_of: dict[str, list[str]]) -> Iterator[Group]:
    """List the redundancy groups whose failure is a record's own.

    Args:
        entry: the record.
        members_of: by cluster, the CIs that are `member_of` it. A cluster that does not say `min_up` needs one.
    """
    if entry.data is not None:
        yield from groups_in(entry.ref, entry.data, members_of.get(entry.ref, ()))


def groups_in(ref: str, data: Plain, members: Iterable[str] = ()) -> Iterator[Group]:
    """List the redundancy groups that stand in a record's data.

    Args:
        ref: the record.
        data: what stands in it.
        members: the CIs that are `member_of` it; with any, it is a cluster.
    """
    for name, kinds in STATED.get(ref.partition(":")[0], {}).items():
        if name not in data:
            continue
        for index, item in _items(data[name]):
            if not isinstance(item, dict) or "any_of" not in item:
                continue
            if name == "connects_to" and item.get("uplink") is not True:
                continue
            found = {target for _, member in _items(item["any_of"]) if (target := reference(member, kinds))}
            yield Group(ref, tuple(sorted(found)), _count(item.get("min_up")), name, pointer((name, index)))
    nodes = tuple(sorted(set(members)))
    if nodes:
        yield Group(ref, nodes, _count(data.get("min_up")), "member_of", "/min_up")


def _count(written: object) -> int | str:
    if isinstance(written, int) and not isinstance(written, bool) and written >= 1:
        return written
    if isinstance(written, str) and is_share(written):
        try:
            return written if fraction(written) > 0 else 1
        except NotationError:
            return 1
    return 1


def lender(ref: str, data: Plain) -> str | None:
    """Name the service that an offering inherits from; None for what is no offering."""
    return reference(data.get("service"), SERVICE) if ref.startswith("service_offering:") else None


def silent(data: Plain) -> tuple[str, ...]:
    """List the relations that an offering inherits, because it says nothing of its own."""
    return tuple(name for name in INHERITED if not data.get(name))


def inherited_edges(ref: str, data: Plain, service: str, lent: Plain, path: str = "") -> Iterator[Edge]:
    """List the edges an offering has from its service: what it does not say it inherits (domain.md §5)."""
    names = silent(data)
    for edge in edges_in(service, lent, path):
        if edge.relation in names:
            yield Edge(
                ref, edge.target, edge.relation, edge.strength, edge.carries, edge.path, edge.pointer, edge.group
            )


def inherited_groups(ref: str, data: Plain, service: str, lent: Plain) -> Iterator[Group]:
    """List the groups an offering has from its service."""
    names = silent(data)
    for group in groups_in(service, lent):
        if group.relation in names:
            yield Group(ref, group.members, group.min_up, group.relation, group.pointer)

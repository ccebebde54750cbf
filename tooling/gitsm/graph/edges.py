"""The relations of a snapshot as edges and groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from gitsm.diagnostics import pointer
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.catalogue import Service, ServiceOffering
from gitsm_schemas.configuration import Ci
from gitsm_schemas.record import Record
from gitsm_schemas.relations import RELATIONS, CiGroup, NetworkGroup, NetworkLink, ServiceGroup, Strength
from gitsm_schemas.scalars import fraction

_FIELDS: Final = {
    "ci": tuple(name for name in RELATIONS if name != "delivered_by"),
    "service": ("delivered_by", "depends_on"),
    "service_offering": ("delivered_by", "depends_on"),
}


@dataclass(frozen=True, slots=True)
class Edge:
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
    carries: Literal["target_to_source", "source_to_target", "none"]
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


@dataclass(frozen=True, slots=True)
class Group:
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
    record = entry.record
    if record is None:
        return
    for name in _FIELDS.get(entry.kind, ()):
        relation = RELATIONS[name]
        for index, item in enumerate(getattr(record, name)):
            where = pointer((name, index))
            if isinstance(item, str):
                yield Edge(entry.ref, item, name, relation.strength, relation.flow, entry.path, where)
            elif isinstance(item, CiGroup | ServiceGroup | NetworkGroup):
                flow = _flow(name, uplink=isinstance(item, NetworkGroup) and item.uplink)
                for number, member in enumerate(item.any_of):
                    place = f"{where}/any_of/{number}"
                    yield Edge(entry.ref, member, name, relation.strength, flow, entry.path, place, where)
            else:
                flow = _flow(name, uplink=isinstance(item, NetworkLink) and item.uplink)
                strength = item.strength or relation.strength
                yield Edge(entry.ref, item.target, name, strength, flow, entry.path, f"{where}/target")


def _flow(name: str, *, uplink: bool) -> Literal["target_to_source", "source_to_target", "none"]:
    return "target_to_source" if uplink else RELATIONS[name].flow


def groups_of(entry: Entry, members_of: dict[str, list[str]]) -> Iterator[Group]:
    """List the redundancy groups whose failure is a record's own.

    Args:
        entry: the record.
        members_of: by cluster, the CIs that are `member_of` it. A cluster that does not say `min_up` needs one.
    """
    record = entry.record
    for name in _FIELDS.get(entry.kind, ()):
        for index, item in enumerate(getattr(record, name, ())):
            if isinstance(item, CiGroup | ServiceGroup | NetworkGroup):
                if isinstance(item, NetworkGroup) and not item.uplink:
                    continue
                members = tuple(sorted(set(item.any_of)))
                yield Group(entry.ref, members, item.min_up, name, pointer((name, index)))
    if isinstance(record, Ci) and entry.ref in members_of:
        members = tuple(sorted(set(members_of[entry.ref])))
        yield Group(entry.ref, members, record.min_up or 1, "member_of", "/min_up")


def membership(snapshot: Snapshot) -> dict[str, list[str]]:
    """List the members of every cluster, by `member_of`."""
    found: dict[str, list[str]] = {}
    for entry, ci in snapshot.records(Ci):
        for item in ci.member_of:
            for target in (
                (item,) if isinstance(item, str) else item.any_of if isinstance(item, CiGroup) else (item.target,)
            ):
                found.setdefault(target, []).append(entry.ref)
    return found


def all_edges(snapshot: Snapshot) -> Iterator[Edge]:
    """List every relation of a snapshot, an offering's inherited ones included.

    An offering that names nothing that delivers it is delivered by what delivers its service, and likewise for what it
    depends on: what it does not say it inherits (domain.md §5).
    """
    for entry in snapshot:
        yield from edges_of(entry)
        yield from _inherited(snapshot, entry)


def _inherited(snapshot: Snapshot, entry: Entry) -> Iterator[Edge]:
    for name, owner in _lenders(snapshot, entry.record):
        for edge in edges_of(owner):
            if edge.relation == name:
                group = None if edge.group is None else edge.group
                yield Edge(entry.ref, edge.target, name, edge.strength, edge.carries, owner.path, edge.pointer, group)


def _lenders(snapshot: Snapshot, record: Record | None) -> Iterator[tuple[str, Entry]]:
    """For each relation an offering does not state: its service."""
    if isinstance(record, ServiceOffering):
        service = snapshot.get(record.service)
        if service is not None and isinstance(service.record, Service):
            for name in ("delivered_by", "depends_on"):
                if not getattr(record, name):
                    yield name, service


def all_groups(snapshot: Snapshot) -> Iterator[Group]:
    """List every redundancy group of a snapshot, an offering's inherited ones included."""
    members_of = membership(snapshot)
    for entry in snapshot:
        yield from groups_of(entry, members_of)
        for name, service in _lenders(snapshot, entry.record):
            for group in groups_of(service, {}):
                if group.relation == name:
                    yield Group(entry.ref, group.members, group.min_up, name, group.pointer)

"""What a rule can look at: a snapshot and its indexes, each made once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from gitsm.diagnostics import Related, Spot, pointer
from gitsm.graph.edges import Edge, Group, all_groups, edges_of
from gitsm.graph.paths import cycles
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.catalogue import Agreement
from gitsm_schemas.classes import ClassRules, class_tree
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.record import Part
from gitsm_schemas.scalars import ReferenceTo


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found in its subject.

    Attributes:
        pointer: JSON Pointer of the part.
        message: one sentence, lower case, without a full stop.
        hint: what to do.
        related: other places that have to do with it.
        at_key: whether the key is meant rather than the value.
        path: the file, where it is not the subject's.
    """

    pointer: str
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()
    at_key: bool = False
    path: str | None = None


class World:
    """A snapshot with what rules look up in it."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot = snapshot
        self.as_of = as_of

    @cached_property
    def edges(self) -> Mapping[str, tuple[Edge, ...]]:
        """By record, the relations it states."""
        return {entry.ref: found for entry in self.snapshot if (found := tuple(edges_of(entry)))}

    @cached_property
    def groups(self) -> Mapping[str, tuple[Group, ...]]:
        """By record, the redundancy groups it states or that are members of it."""
        found: dict[str, list[Group]] = {}
        for group in all_groups(self.snapshot):
            found.setdefault(group.owner, []).append(group)
        return {owner: tuple(each) for owner, each in found.items()}

    @cached_property
    def classes(self) -> Mapping[str, ClassRules]:
        """The tree of CI classes, the repository's own included."""
        return class_tree(record for _, record in self.snapshot.records(CiClass))

    @cached_property
    def agreements(self) -> Mapping[str, tuple[tuple[Entry, Agreement], ...]]:
        """By what is covered, the agreements that cover it."""
        found: dict[str, list[tuple[Entry, Agreement]]] = {}
        for entry, agreement in self.snapshot.records(Agreement):
            for covered in agreement.covers:
                found.setdefault(covered, []).append((entry, agreement))
        return {ref: tuple(each) for ref, each in found.items()}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[Entry, ...]]:
        """By alias, folded, the records that have it."""
        found: dict[str, list[Entry]] = {}
        for entry in self.snapshot:
            for alias in entry.record.aliases if entry.record else ():
                found.setdefault(alias.casefold(), []).append(entry)
        return {alias: tuple(each) for alias, each in found.items()}

    def cycles_of(self, *relations: str) -> tuple[tuple[str, ...], ...]:
        """Find the cycles of some relations, between records of this snapshot."""
        return self._cycles(relations)

    @cache  # noqa: B019  # a world lives as long as one run
    def _cycles(self, relations: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        below = {
            ref: [edge.target for edge in edges if edge.relation in relations and edge.target in self.snapshot]
            for ref, edges in self.edges.items()
        }
        return tuple(cycles(below))

    def hangs_on(self, ref: str) -> list[str]:
        """List what a record needs by hard relations, group members included."""
        found = [
            edge.target
            for edge in self.edges.get(ref, ())
            if edge.carries == "target_to_source" and edge.strength == "hard" and edge.target in self.snapshot
        ]
        return found + [
            member for group in self.groups.get(ref, ()) for member in group.members if member in self.snapshot
        ]

    def stands_on(self, ref: str) -> list[str]:
        """List what a CI shares its fate with: hosts, power, place and supplier."""
        record = self.snapshot.record(ref)
        if not isinstance(record, Ci):
            return []
        found = [
            edge.target
            for edge in self.edges.get(ref, ())
            if edge.relation in {"runs_on", "hosted_on", "powered_by", "part_of"} and edge.group is None
        ]
        found += [place for place in (record.location, record.supplier) if place is not None]
        return [target for target in found if target in self.snapshot]

    def related(self, ref: str, message: str, where: str = "") -> tuple[Related, ...]:
        """Point at another record; nothing where it is not declared."""
        entry = self.snapshot.get(ref)
        return (Related(message, Spot(entry.path, where)),) if entry else ()


def references(record: Part, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str]]:
    """List every reference of a record: (JSON Pointer, `kind:id`)."""
    for attribute, key, is_reference in _reference_fields(type(record)):
        yield from _within(getattr(record, attribute), (*path, key), is_reference=is_reference)


def _within(value: object, path: tuple[str | int, ...], *, is_reference: bool) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        # A word such as `line_manager`, where a field takes that or a reference, has no kind.
        if is_reference and ":" in value:
            yield pointer(path), value
    elif isinstance(value, Part):
        yield from references(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _within(item, (*path, index), is_reference=is_reference)


@cache
def _reference_fields(model: type[Part]) -> tuple[tuple[str, str, bool], ...]:
    """List the fields of a model that hold references, themselves or in a mapping: (attribute, key, itself)."""
    found = []
    for name, info in model.model_fields.items():
        direct = any(isinstance(mark, ReferenceTo) for mark in info.metadata) or _names(info.annotation)
        nested = any(_reference_fields(part) for part in _parts(info.annotation))
        if direct or nested:
            found.append((name, info.alias or name, direct))
    return tuple(found)


def _names(annotation: object) -> bool:
    marks = getattr(annotation, "__metadata__", ())
    if any(isinstance(mark, ReferenceTo) for mark in marks):
        return True
    return any(_names(argument) for argument in getattr(annotation, "__args__", ()))


def _parts(annotation: object) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _parts(argument)

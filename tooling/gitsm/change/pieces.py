"""A change cut into its smallest pieces: what a policy can speak of, and what an approval holds for."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from gitsm.diagnostics import pointer_parts
from gitsm.diff.compare import Action, Edit, Effect, FieldEdit
from gitsm.diff.leaves import leaves_in, leaves_of
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.classes import ClassRules, class_tree
from gitsm_schemas.configuration import CiClass


@dataclass(frozen=True)
class Piece:
    """One value of one record that a change alters.

    Attributes:
        ref: the record.
        pointer: JSON Pointer of the value; empty for the record's name.
        action: what happens to the record.
        before: the value as it was written; None where there was none.
        after: as it is written.
        effect: whether a promise or a control becomes tighter or looser.
        operational: whether it can alter what runs.
        classes: of a CI, its class before and after, each with what it refines.
        surely: those of them that it has both before and after.
        origin: the record as the tip names it, where it is renamed.
    """

    ref: str
    pointer: str
    action: Action
    before: Any
    after: Any
    effect: Effect = "neutral"
    operational: bool = True
    classes: frozenset[str] = frozenset()
    surely: frozenset[str] = frozenset()
    origin: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.ref.partition(":")[0]

    @property
    def known_as(self) -> str:
        """The record as the tip names it."""
        return self.origin or self.ref

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The keys of the value, from the record down."""
        return pointer_parts(self.pointer)

    @property
    def name(self) -> str:
        """What people call it: `ci:pg-main/version`."""
        return f"{self.ref}{self.pointer}"

    @cached_property
    def digest(self) -> str:
        """The hash of what is altered to what, hex."""
        said = [self.ref, self.action, self.pointer, self.before, self.after]
        return sha256(json.dumps(said, sort_keys=True, ensure_ascii=True, default=str).encode()).hexdigest()


def pieces(edits: Iterable[Edit], before: Snapshot, after: Snapshot) -> tuple[Piece, ...]:
    """Cut edits into pieces, in the order of their names.

    Args:
        edits: what differs.
        before: the tip's records.
        after: the records that would be there.
    """
    tree = {**_tree(after), **_tree(before)}
    found = (piece for edit in edits for piece in _cut(edit, before, after, tree))
    return tuple(sorted(found, key=lambda piece: (piece.ref, piece.pointer)))


def classes_of(entry: Entry, snapshot: Snapshot) -> frozenset[str]:
    """List the class of a CI with what it refines; nothing for any other record."""
    return frozenset(_classes(entry, _tree(snapshot)))


def digest(some: Iterable[Piece]) -> str:
    """Hash pieces, whatever their order: equal exactly when the same values are altered to the same."""
    return sha256("\n".join(sorted(piece.digest for piece in some)).encode()).hexdigest()


def _tree(snapshot: Snapshot) -> dict[str, ClassRules]:
    return class_tree(record for _, record in snapshot.records(CiClass))


def _cut(edit: Edit, before: Snapshot, after: Snapshot, tree: Mapping[str, ClassRules]) -> Iterator[Piece]:
    old, new = before.get(edit.from_ref or edit.ref), after.get(edit.ref)
    sides = [frozenset(_classes(entry, tree)) for entry in (old, new) if entry is not None]
    classes, surely = frozenset[str]().union(*sides), frozenset.intersection(*sides) if sides else frozenset[str]()
    for pointer, was, now, effect, operational in _values(edit, old, new):
        yield Piece(edit.ref, pointer, edit.action, was, now, effect, operational, classes, surely, edit.from_ref)


def _values(edit: Edit, old: Entry | None, new: Entry | None) -> Iterator[tuple[str, Any, Any, Effect, bool]]:
    if edit.action == "added" and new is not None:
        for pointer, value in (leaves_of(new) or {"": None}).items():
            yield pointer, None, value, "neutral", True
    elif edit.action == "removed" and old is not None:
        for pointer, value in (leaves_of(old) or {"": None}).items():
            yield pointer, value, None, "neutral", True
    if edit.from_ref is not None:
        yield "", edit.from_ref, edit.ref, "neutral", False
    for field in edit.fields:
        for pointer, was, now in _split(field):
            yield pointer, was, now, field.effect, field.operational


def _split(field: FieldEdit) -> Iterator[tuple[str, Any, Any]]:
    """Split a value that comes or goes as a whole, so that a rule for a part of it finds its part."""
    if field.before is None:
        yield from ((pointer, None, value) for pointer, value in leaves_in(field.pointer, field.after).items())
    elif field.after is None:
        yield from ((pointer, value, None) for pointer, value in leaves_in(field.pointer, field.before).items())
    else:
        yield field.pointer, field.before, field.after


def _classes(entry: Entry | None, tree: Mapping[str, ClassRules]) -> tuple[str, ...]:
    name = (entry.data or {}).get("class") if entry is not None and entry.kind == "ci" else None
    if not isinstance(name, str):
        return ()
    return tree[name].chain if name in tree else (name,)

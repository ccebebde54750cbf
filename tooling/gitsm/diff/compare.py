"""The edits that lead from one snapshot to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from gitsm.diff.values import canonical, matched, plain
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas import KINDS
from gitsm_schemas.catalogue import Target
from gitsm_schemas.record import Part, Record

Action = Literal["added", "removed", "modified", "renamed"]
Effect = Literal["tightened", "loosened", "neutral"]
_SILENT: Final = frozenset({"kind", "id", "moved"})
_ORDER: Final = {"removed": 0, "renamed": 1, "modified": 2, "added": 3}


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One part of a record that differs; None stands for a part that is not there.

    Attributes:
        pointer: JSON Pointer; in the new record, or in the old one for what is gone. An item of a list is named by what
            it is, not by its number.
        before: the value as it was written.
        after: the value as it is written.
        effect: whether a promise or a control became tighter or looser.
        operational: whether it can alter what runs.
    """

    pointer: str
    before: Any
    after: Any
    effect: Effect
    operational: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """What happened to one record."""

    ref: str
    action: Action
    path: str
    fields: tuple[FieldEdit, ...] = ()
    from_ref: str | None = None

    @property
    def operational(self) -> bool:
        """Whether it can alter what runs: a new or removed record can, a rename cannot."""
        return self.action in {"added", "removed"} or any(field.operational for field in self.fields)


def compare(before: Snapshot, after: Snapshot) -> tuple[Edit, ...]:
    """List the edits between two snapshots, in the order of their references.

    Comments, layout, the order of what has none and other ways to write the same value are no edits. A record that says
    where it `moved` from is renamed; a reference that only follows a rename is no edit.
    """
    moved = dict(_moves(before, after))
    names = {old: new for new, old in moved.items()}
    edits: list[Edit] = []
    for ref in sorted({*before.entries, *after.entries}):
        old, new = before.get(moved.get(ref, ref)), after.get(ref)
        if new is None:
            if ref not in names and old is not None:
                edits.append(Edit(ref, "removed", old.path))
        elif old is None:
            edits.append(Edit(ref, "added", new.path))
        elif ref in moved:
            edits.append(Edit(ref, "renamed", new.path, _fields(old, new, names), moved[ref]))
        elif old.blob != new.blob or names:
            fields = _fields(old, new, names)
            if fields:
                edits.append(Edit(ref, "modified", new.path, fields))
    return tuple(edits)


def _moves(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, str]]:
    for entry in after:
        record = entry.record
        if record is None or record.moved is None or entry.ref in before:
            continue
        old = f"{entry.kind}:{record.moved.from_}"
        if old in before and old not in after:
            yield entry.ref, old


def _fields(old: Entry, new: Entry, names: Mapping[str, str]) -> tuple[FieldEdit, ...]:
    model = KINDS.get(new.kind)
    before, after = _values(old, new)
    found: list[FieldEdit] = []
    for key in sorted({*before, *after} - _SILENT):
        found += _walk(f"/{key}", before.get(key), after.get(key), names, _rules(model, key))
    return tuple(found)


def _values(old: Entry, new: Entry) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Take the values of two records as their models read them; as they are written, where either has a fault."""
    if old.record is None or new.record is None:
        return dict(old.data or {}), dict(new.data or {})
    return _read(old.record), _read(new.record)


def _read(record: Record) -> Mapping[str, Any]:
    return {info.alias or name: getattr(record, name) for name, info in type(record).model_fields.items()}


@dataclass(frozen=True, slots=True)
class _Rules:
    operational: bool
    tighter: str | None


def _rules(model: type[Part] | None, key: str) -> _Rules:
    info = model.field_named(key) if model else None
    extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
    tighter = extra.get("x-gitsm-tighter")
    return _Rules(bool(extra.get("x-gitsm-operational", True)), tighter if isinstance(tighter, str) else None)


def _walk(pointer: str, before: Any, after: Any, names: Mapping[str, str], rules: _Rules) -> Iterator[FieldEdit]:  # noqa: ANN401
    if canonical(before, names) == canonical(after, {}):
        return
    if isinstance(before, Part) and isinstance(after, Part) and type(before) is type(after):
        yield from _parts(pointer, before, after, names, rules)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({*before, *after}):
            yield from _walk(f"{pointer}/{name}", before.get(name), after.get(name), names, rules)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        for name, was, now in matched(before, after, names):
            if was is None or now is None:
                effect = _grown(rules.tighter, added=was is None)
                yield FieldEdit(f"{pointer}/{name}", plain(was), plain(now), effect, rules.operational)
            else:
                yield from _walk(f"{pointer}/{name}", was, now, names, rules)
    else:
        effect = _effect(rules.tighter, before, after)
        yield FieldEdit(pointer, plain(before), plain(after), effect, rules.operational)


def _parts(pointer: str, before: Part, after: Part, names: Mapping[str, str], outer: _Rules) -> Iterator[FieldEdit]:
    for name, info in type(after).model_fields.items():
        key = info.alias or name
        inner = _rules(type(after), key)
        rules = _Rules(outer.operational and inner.operational, inner.tighter)
        if isinstance(before, Target) and isinstance(after, Target) and name == "value":
            yield from _promise(f"{pointer}/value", before, after, rules)
        else:
            yield from _walk(f"{pointer}/{key}", getattr(before, name), getattr(after, name), names, rules)


def _promise(pointer: str, before: Target, after: Target, rules: _Rules) -> Iterator[FieldEdit]:
    """Compare what two targets of one metric promise: more availability is tighter, and so is less time."""
    was, now = before.promised, after.promised
    if was == now and (was is not None or before.value == after.value):
        return
    tighter = "up" if after.metric in {"availability", "throughput"} else "down"
    yield FieldEdit(pointer, before.value, after.value, _effect(tighter, was, now), rules.operational)


def _grown(tighter: str | None, *, added: bool) -> Effect:
    if tighter not in {"more", "fewer"}:
        return "neutral"
    return "tightened" if added == (tighter == "more") else "loosened"


def _effect(tighter: str | None, before: Any, after: Any) -> Effect:  # noqa: ANN401  # any value of a record
    if tighter not in {"up", "down"} or before is None or after is None:
        return "neutral"
    try:
        rises = bool(after > before)
    except TypeError:
        return "neutral"
    return "tightened" if rises == (tighter == "up") else "loosened"


def in_reading_order(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Order edits as people read them: what is gone first."""
    return tuple(sorted(edits, key=lambda edit: (_ORDER[edit.action], edit.ref)))

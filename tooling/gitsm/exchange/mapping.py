"""Another organisation's records as ours, by a mapping file."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from gitsm.exchange import event_log
from gitsm.exchange.fields import Notes, Remark, filled, is_word, said, several, slug, told_by
from gitsm.exchange.foreign import Value
from gitsm.exchange.mapping_file import MappingFile, RecordMap, RelationMap
from gitsm.operations.priority import priority
from gitsm_schemas import KINDS
from gitsm_schemas.policies import PriorityMatrix


@dataclass(frozen=True, slots=True)
class Imported:
    """One record of ours.

    Attributes:
        kind: its kind.
        id: its id.
        line: where it stands in the source.
        data: what it says.
        remarks: what was left out of theirs: (line, what).
        named: what it names: (line, key, reference).
    """

    kind: str
    id: str
    line: int
    data: Mapping[str, Any]
    remarks: tuple[tuple[int, str], ...]
    named: tuple[tuple[int, str, str], ...] = ()

    @property
    def ref(self) -> str:
        """How ours is named."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """One record of theirs that cannot become one of ours."""

    path: str
    line: int
    why: str


def convert(  # noqa: PLR0913  # what a conversion knows besides
    mapping: MappingFile,
    path: str,
    documents: Iterable[Value],
    aliases: Mapping[str, str] | None = None,
    seen: set[str] | None = None,
    *,
    matrix: PriorityMatrix | None = None,
) -> Iterator[Imported | Skipped]:
    """Turn the records of one file into ours, in their order.

    Every record keeps where it came from, so that a second import finds it again. What cannot be taken over is remarked
    with its line. A field whose name looks like a secret is never read. Rows of a relation are left to `relate`.

    Args:
        mapping: what becomes what.
        path: the file's name.
        documents: what stands in it.
        aliases: by other name in lower case, the record of ours that is meant.
        seen: the records that came before, from other files; it grows.
        matrix: what makes a priority; None: theirs are not compared.
    """
    seen = set() if seen is None else seen
    taken: set[tuple[int, str]] = set()
    for document in documents:
        for one in mapping.maps:
            for record, rows in _rows(document, one) if is_called(path, one.files) else ():
                if _unwanted(record, one.unless) or any(relates(path, record, each) for each in mapping.relations):
                    continue
                if one.only is not None:
                    if (id(record), one.kind) in taken or not _wanted(record, one.only):
                        continue
                    taken.add((id(record), one.kind))
                made = _named(one, path, record, seen)
                if isinstance(made, Skipped):
                    yield made
                    continue
                notes = Notes(*made, [], aliases or {})
                found = _record(mapping.source_system, one, path, (record, rows), notes, matrix)
                if isinstance(found, Imported):
                    seen.add(found.ref)
                yield found


def _rows(document: Value, one: RecordMap) -> Iterator[tuple[Value, tuple[Value, ...]]]:
    """List the records of a document, of an event log each with all of its rows."""
    rows = listed(document, one.records)
    if one.log is None:
        yield from ((row, ()) for row in rows)
    else:
        name = partial(said, paths=one.id)
        yield from ((each.last, each.every) for each in event_log.gathered(rows, one.log, name, said))


def listed(document: Value, paths: tuple[str, ...] | str) -> tuple[Value, ...]:
    """List the records of a document: the first list at one of some paths."""
    there = ((document.get(path) if path else document).data for path in several(paths))
    return next((found for found in there if isinstance(found, tuple)), ())


def is_called(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a file is called as a map wants it; any name will do where it says nothing."""
    return not patterns or any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)


def relates(path: str, record: Value, one: RelationMap) -> bool:
    """Tell whether a row is about two records and not one."""
    return is_called(path, one.files) and None not in {said(record, one.from_), said(record, one.to)}


def _wanted(record: Value, only: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a record says what a map asks for."""
    return all(any(is_word(str(record.get(path).data or ""), word) for word in words) for path, words in only.items())


def _unwanted(record: Value, unless: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a record says one thing that a map passes over."""
    return any(is_word(str(record.get(path).data or ""), word) for path, words in unless.items() for word in words)


def _named(one: RecordMap, path: str, record: Value, seen: Container[str]) -> tuple[str, str, list[Remark]] | Skipped:
    """Choose the id of a record, what its source knows it by, and what is to be remarked of that."""
    names = [*told_by(record, several(one.id))]
    ids = [made for text in names if len(made := slug(one.id_prefix + text)) > 1]  # ids have two characters at least
    if not ids:
        return Skipped(path, record.line, "it has no name")
    name = next((made for made in ids if f"{one.kind}:{made}" not in seen), None)
    if name is None:
        return Skipped(path, record.line, f"{one.kind}:{ids[0]} was there before; ids are compared without case")
    why = f"{one.kind}:{ids[0]} was there before, so it is called {name}"
    return name, said(record, one.key) or names[0], [] if name == ids[0] else [(record.line, why)]


def _record(  # noqa: PLR0913, PLR0917  # what a record is made of
    system: str,
    one: RecordMap,
    path: str,
    told: tuple[Value, tuple[Value, ...]],
    notes: Notes,
    matrix: PriorityMatrix | None,
) -> Imported | Skipped:
    record, rows = told
    data = {"kind": one.kind, "id": notes.id, **filled(one, record, notes)}
    if one.log is not None:
        data = _with_events(data, event_log.events(rows, one.log, said))
    if matrix is not None:
        _compare_priority(one, record, data, notes, matrix)
    origin: dict[str, Any] = {"system": system, "id": notes.key, "path": path, "line": record.line}
    remarks = tuple(notes.remarks)
    if remarks:
        origin["remarks"] = [{"line": line, "what": what} for line, what in sorted(set(remarks))]
    origin["fields"] = sorted(data.keys() - {"kind", "id"})
    data["source"] = origin
    silent = [
        info.alias or field
        for field, info in KINDS[one.kind].model_fields.items()
        if info.is_required() and (info.alias or field) not in data
    ]
    if silent and one.only is not None:
        return Skipped(path, record.line, f"it says nothing for {' and '.join(silent)}")
    order = [info.alias or field for field, info in KINDS[one.kind].model_fields.items()]
    ordered = {key: data[key] for key in order if key in data}
    return Imported(one.kind, notes.id, record.line, ordered, remarks, tuple(notes.named))


def _with_events(data: dict[str, Any], events: Mapping[str, Any]) -> dict[str, Any]:
    items = [*events.get("timeline", ()), *data.get("timeline", ())]
    in_time = sorted(items, key=lambda item: datetime.fromisoformat(item["at"]))
    return {**data, **events, **({"timeline": in_time} if items else {})}


def _compare_priority(
    one: RecordMap, record: Value, data: Mapping[str, Any], notes: Notes, matrix: PriorityMatrix
) -> None:
    """Remark a priority that is not what impact and urgency give; it is never taken over."""
    theirs = (said(record, one.priority) or "")[:1]
    try:
        ours = priority(matrix, data["impact"], data["urgency"])
    except (KeyError, ValueError):
        return
    if theirs.isdecimal() and int(theirs) != ours:
        notes.remarks.append((record.line, f"its priority is {theirs} there; by impact and urgency it is {ours}"))

"""What an import would do to a catalogue."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from gitsm.editing.emit import emit
from gitsm.editing.update import update
from gitsm.exchange.mapping import Imported
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas import FOLDERS, KINDS

Action = Literal["created", "updated", "unchanged", "gone"]


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one record's file; `text` is what it will say, None where the source has the record no more."""

    ref: str
    action: Action
    path: str
    text: str | None


def plan(snapshot: Snapshot, records: Iterable[Imported], texts: Mapping[str, str]) -> Iterator[Step]:
    """Plan an import: new records are created, known ones updated in the fields the import owns.

    A record is known by where it came from, else by its reference. A field that the file does not list under
    `source.fields` was written by people, and stays as it is.

    Args:
        snapshot: the catalogue as it is.
        records: what was imported.
        texts: the files of the catalogue, by path.
    """
    known = _by_origin(snapshot)
    for record in records:
        origin = record.data["source"]
        entry = known.get((record.kind, origin["system"], origin["id"])) or snapshot.get(record.ref)
        if entry is None or entry.path not in texts:
            path = f"{FOLDERS[record.kind]}/{origin['system']}/{record.kind}s/{record.id}.yaml"
            order = [info.alias or name for name, info in KINDS[record.kind].model_fields.items()]
            first = [key for key in ("kind", "id", "name") if key in order]
            yield Step(record.ref, "created", path, emit(record.data, first))
            continue
        text = texts[entry.path]
        after = update(entry.path, text, _owned(entry, record))
        yield Step(entry.ref, "unchanged" if after == text else "updated", entry.path, after)


def _by_origin(snapshot: Snapshot) -> dict[tuple[str, str, str], Entry]:
    return {
        (entry.kind, entry.record.source.system, entry.record.source.id): entry
        for entry in snapshot
        if entry.record is not None and entry.record.source is not None
    }


def _owned(entry: Entry, record: Imported) -> dict[str, object]:
    """Choose the fields an import may write: those it wrote before, and those that are not there."""
    data = entry.data or {}
    source = data.get("source")
    owned = set(source.get("fields", ())) if isinstance(source, Mapping) else set()
    fresh = [key for key in record.data if key not in {"kind", "id", "source"}]
    chosen: dict[str, object] = {key: record.data[key] for key in fresh if key in owned or key not in data}
    gone: dict[str, object] = {key: None for key in owned if key not in record.data and key in data}
    return {**chosen, **gone, "source": {**record.data["source"], "fields": sorted(chosen)}}


def unresolved(snapshot: Snapshot, records: Collection[Imported]) -> tuple[Imported, ...]:
    """Remark with its line every reference that leads to no record, imported or there before."""
    there = {record.ref for record in records}
    return tuple(_remarked(record, lambda ref: ref in there or ref in snapshot) for record in records)


def _remarked(record: Imported, exists: Callable[[str], bool]) -> Imported:
    missing = [(line, key, ref) for line, key, ref in record.named if not exists(ref)]
    if not missing:
        return record
    told = [(line, f"{key} names {ref.partition(':')[2]}, which is nowhere", ref) for line, key, ref in missing]
    source = record.data["source"]
    remarks = [*source.get("remarks", ()), *({"line": line, "what": what, "ref": ref} for line, what, ref in told)]
    remarks.sort(key=lambda one: (one["line"], one["what"]))
    placed = {"remarks": remarks, **{key: value for key, value in source.items() if key != "remarks"}}
    ordered = {key: placed[key] for key in ("system", "id", "path", "line", "remarks", "fields") if key in placed}
    more = tuple((line, what) for line, what, _ in told)
    return replace(record, data={**record.data, "source": ordered}, remarks=tuple(sorted({*record.remarks, *more})))


def gone(snapshot: Snapshot, system: str, records: Collection[Imported]) -> Iterator[Step]:
    """Find the records that an earlier import brought and the source has no more.

    Only kinds that the source has records of are looked at: a file of services says nothing about teams.
    """
    kinds = {record.kind for record in records}
    there = {(record.kind, record.data["source"]["id"]) for record in records}
    for (kind, from_system, name), entry in sorted(_by_origin(snapshot).items()):
        if from_system == system and kind in kinds and (kind, name) not in there:
            yield Step(entry.ref, "gone", entry.path, None)

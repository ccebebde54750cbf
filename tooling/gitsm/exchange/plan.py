"""What an import would do to a catalogue."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gitsm.editing.emit import emit
from gitsm.editing.update import update
from gitsm.exchange.mapping import Imported
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas import FOLDERS, KINDS

Action = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one record's file; `text` is what it will say."""

    ref: str
    action: Action
    path: str
    text: str


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

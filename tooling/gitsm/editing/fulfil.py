"""The edits that fulfil a request, as edits of files."""

from collections.abc import Iterable, Mapping
from typing import Any

from gitsm.editing.append import append
from gitsm.editing.emit import emit
from gitsm.editing.skeleton import folder_for
from gitsm.editing.update import update
from gitsm.errors import EditRefusedError
from gitsm.operations.automation import Wanted
from gitsm.snapshot import Snapshot
from gitsm_schemas import KINDS

_NAMES = ("name", "title", "statement")


def fulfil(snapshot: Snapshot, texts: Mapping[str, bytes], edits: Iterable[Wanted]) -> dict[str, bytes]:
    """Make up the files that edits leave, by path; nothing is written.

    Args:
        snapshot: the records.
        texts: their files, by path.
        edits: what is wanted.

    Raises:
        EditRefusedError: when a record that is to be made is there, or one that is to be edited is not.
    """
    files: dict[str, bytes] = {}
    for edit in edits:
        kind, _, name = edit.ref.partition(":")
        if edit.new:
            if edit.ref in snapshot:
                raise EditRefusedError(
                    edit.ref, f"it exists already: {snapshot.entries[edit.ref].path}", "ask for another"
                )
            path, content = written(snapshot, {"kind": kind, "id": name, **edit.set}, edit.folder)
            files[path] = content
            continue
        entry = snapshot.get(edit.ref)
        if entry is None:
            raise EditRefusedError(edit.ref, "there is no such record", "mend the request offering that names it")
        text = files.get(entry.path, texts[entry.path]).decode("utf-8")
        if edit.set:
            text = update(entry.path, text, edit.set)
        for key, value in edit.add:
            for item in value if isinstance(value, list) else [value]:
                text = append(entry.path, text, tuple(key.split(".")), item)
        files[entry.path] = text.encode()
    return files


def written(snapshot: Snapshot, data: Mapping[str, Any], folder: str | None = None) -> tuple[str, bytes]:
    """Write a new record as YAML, its keys in the order of its kind.

    Returns:
        The path it is kept under, and the file.
    """
    kind, name = str(data["kind"]), str(data["id"])
    place = folder or folder_for(kind, name, data, snapshot)
    order = [info.alias or key for key, info in KINDS[kind].model_fields.items()]
    first = [key for key in ("kind", "id", *_NAMES) if key in order]
    return f"{place}/{name}.yaml", emit(data, [*first, *(key for key in order if key not in first)]).encode()

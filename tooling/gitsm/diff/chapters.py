"""The history of one record: what each commit made of it, and which commit each of its values is from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from gitsm.diff.compare import Edit, FieldEdit, compare
from gitsm.snapshot import Entry, Snapshot

C = TypeVar("C")
_NAMING = frozenset({"kind", "id", "moved"})


@dataclass(frozen=True, slots=True)
class Chapter(Generic[C]):
    """What one commit made of a record; `edit` is None where it only reads otherwise, or lies elsewhere."""

    commit: C
    path: str
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Part(Generic[C]):
    """A part of a value that was edited by itself."""

    commit: C
    field: FieldEdit


@dataclass(frozen=True, slots=True)
class Origin(Generic[C]):
    """Where the value of a key comes from.

    Attributes:
        key: the key.
        commit: the last commit that altered the value or a part of it; None where no commit known did.
        parts: what was edited by itself since the whole was written, in the order of the pointers.
    """

    key: str
    commit: C | None
    parts: tuple[Part[C], ...] = ()


def chapters(versions: Iterable[tuple[C, str, Entry | None]]) -> Iterator[Chapter[C]]:
    """Say what each commit made of a record, newest first.

    Args:
        versions: the commit, the file, and the record as the commit left it, None where it removed it; newest first.
    """
    known = list(versions)
    earlier = [entry for _, _, entry in known[1:]]
    for (commit, path, now), was in zip(known, [*earlier, None], strict=False):  # before the first there was nothing
        edits = compare(Snapshot.of([was] if was else []), Snapshot.of([now] if now else []))
        yield Chapter(commit, path, edits[0] if edits else None)


def origins(entry: Entry, told: Iterable[Chapter[C]]) -> tuple[Origin[C], ...]:
    """Say for each key of a record which commit made its value what it is, whoever wrote it otherwise or moved it.

    Args:
        entry: the record as it is.
        told: its chapters, newest first.
    """
    keys = [key for key in entry.data or {} if key not in _NAMING]
    whole: dict[str, C] = {}
    parts: dict[str, dict[str, Part[C]]] = {}
    latest: dict[str, C] = {}
    for chapter in reversed(list(told)):
        if chapter.edit is None:
            continue
        if chapter.edit.action in {"added", "removed"}:
            whole = dict.fromkeys(keys, chapter.commit)
            parts, latest = {}, dict(whole)
        for field in chapter.edit.fields:
            key, _, rest = field.pointer[1:].partition("/")
            latest[key] = chapter.commit
            known = parts.setdefault(key, {})
            inside = [pointer for pointer in known if f"{pointer}/".startswith(f"{field.pointer}/")]
            for pointer in inside:
                del known[pointer]
            if rest and field.after is not None:
                known[field.pointer] = Part(chapter.commit, field)
    return tuple(
        Origin(key, latest.get(key), tuple(part for _, part in sorted(parts.get(key, {}).items()))) for key in keys
    )

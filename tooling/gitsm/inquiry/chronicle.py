"""The history of one record, read back through renames and moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gitsm.diff.chapters import Chapter, chapters
from gitsm.load.records import parse
from gitsm.snapshot import Entry
from gitsm.sources.history import Version, elsewhere, versions
from gitsm.sources.repository import Commit, Repository

MOST_MOVES: Final = 50
"""A record that was moved more often has its history cut there."""

Told = tuple[Commit | None, str, Entry | None]


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What became of a record.

    Attributes:
        ref: what it is called now, or was called last.
        entry: the record as it is; None where it is gone.
        chapters: what each commit made of it, newest first; the commit is None for what is not committed.
    """

    ref: str
    entry: Entry | None
    chapters: tuple[Chapter[Commit | None], ...]


def chronicle(repository: Repository, ref: str, path: str, start: str, now: Entry | None = None) -> Chronicle:
    """Tell the history of a record.

    Args:
        repository: where it is.
        ref: the record.
        path: its file at the start, or the one it was deleted from.
        start: the commit that history is read back from, hex.
        now: the record as it stands in the work tree, where that is what is asked for.
    """
    told: list[Told] = list(_told(repository, ref, path, start))
    if now is not None and (not told or told[0][2] is None or told[0][2].blob != now.blob):
        told.insert(0, (None, now.path, now))
    return Chronicle(ref, told[0][2] if told else None, tuple(chapters(told)))


def _told(repository: Repository, ref: str, path: str, start: str) -> Iterator[Told]:
    for _ in range(MOST_MOVES):
        oldest: tuple[Version, Entry | None] | None = None
        for version in versions(repository, path, start):
            entry = parse(path, version.oid, version.content)[0] if version.oid else None
            yield version.commit, path, entry
            oldest = (version, entry)
        before = _before(repository, ref, *oldest) if oldest is not None else None
        if before is None or oldest is None:
            return
        ref, path = before
        start = oldest[0].commit.parents[0]


def _before(repository: Repository, ref: str, version: Version, entry: Entry | None) -> tuple[str, str] | None:
    """Find where a record was before its first commit in a file: under the name it moved from, or in another folder."""
    if entry is None:
        return None
    kind, _, name = ref.partition(":")
    moved = (entry.data or {}).get("moved")
    was = moved.get("from") if isinstance(moved, dict) else None
    names = [name, *([was] if isinstance(was, str) else [])]
    for path, oid in elsewhere(repository, version.commit, names):
        if path == version.path or repository.holds(version.commit, path):
            continue
        _, content = next(iter(repository.repo.contents([oid])))
        found = parse(path, oid, content)[0]
        if found is not None and found.kind == kind and found.id in names:
            return found.ref, path
    return None

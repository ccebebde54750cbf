"""Promises before and after a change, of which only the records are read that tell."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from gitsm.change.promising import asked, needed
from gitsm.graph.estate import Estate
from gitsm.inquiry.standing import Reached
from gitsm.snapshot import Entry, Snapshot

if TYPE_CHECKING:
    from gitsm.change.promises import Promise

Read = Callable[[Collection[str]], Iterable[tuple[str, str, bytes]]]
"""Reads some record files of a tree: for each that is there its path, its git id and its content."""


def promised(found: Reached, before: Read, after: Read, as_of: date) -> tuple["Promise", ...]:
    """Find the promises that a change breaks or mends, besides their availability.

    Args:
        found: both trees, and what the change touches.
        before: reads files of the first.
        after: reads files of the second.
        as_of: the day that counts as today.
    """
    agreements = asked(found.before, found.after, found.touched.edited)
    if not agreements:
        return ()
    from gitsm.change.promises import altered  # most edits break no promise, and need no models

    old = _part(found.before, before, needed(found.before, agreements))
    return altered(old, _part(found.after, after, needed(found.after, agreements)), agreements, as_of)


def _part(estate: Estate, read: Read, refs: Collection[str]) -> Snapshot:
    from gitsm.change.promises import beside
    from gitsm.load.records import parse

    entries: dict[str, Entry] = {}
    wanted = set(refs)
    while wanted:
        paths = {path for ref in wanted if (path := estate.path(ref)) is not None}
        parsed = (parse(path, oid, content)[0] for path, oid, content in read(paths))
        fresh = {entry.ref: entry for entry in parsed if entry is not None and entry.ref not in entries}
        entries |= fresh
        wanted = beside(Snapshot.of(fresh.values())) - entries.keys() if fresh else set()
    return Snapshot.of(entries.values())

"""Trees as estates, as cheaply as can be had: remembered, else loaded; what differs laid over what is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from gitsm.change.impact import Touched
from gitsm.change.touched import touched
from gitsm.diff.compare import Edit, compare
from gitsm.errors import DamagedCacheError
from gitsm.graph.compiled import Compiled, compiled
from gitsm.graph.estate import Estate, Memory, Overlay
from gitsm.load.cache import file_for, forget, recall, remember
from gitsm.load.records import parse
from gitsm.snapshot import Entry, Snapshot
from gitsm.sources.differences import Difference, Version


@dataclass(frozen=True, slots=True)
class Compared:
    """Two trees, and what lies between them."""

    before: Estate
    after: Estate
    edits: tuple[Edit, ...]
    touched: Touched


def remembered(tree: str, prefix: str) -> Compiled | None:
    """Recall the estate of a tree that was loaded before.

    Args:
        tree: the tree of the commit, hex.
        prefix: the catalogue's folder in it.
    """
    content = recall(_file(tree, prefix))
    if content is None:
        return None
    try:
        return Compiled(content)
    except DamagedCacheError:
        forget_tree(tree, prefix)
        return None


def keep(snapshot: Snapshot, tree: str, prefix: str) -> Memory | None:
    """Look at the records of a tree as an estate, and remember it.

    Returns:
        The estate; None where two files declare one record: which of them counts hangs on both.
    """
    if snapshot.duplicates:
        return None
    estate = Memory.of(snapshot)
    remember(_file(tree, prefix), compiled(estate))
    return estate


def forget_tree(tree: str, prefix: str) -> None:
    """Forget what was remembered of a tree, because it turned out to be damaged."""
    forget(_file(tree, prefix))


def _file(tree: str, prefix: str) -> str:
    return file_for("estates", f"{tree} {prefix}")


def of_both(before: Snapshot, after: Snapshot) -> Compared:
    """Compare two trees that were loaded."""
    edits = compare(before, after)
    return Compared(Memory.of(before), Memory.of(after), edits, touched(edits, after))


def laid_over(base: Estate, differences: Iterable[Difference]) -> Compared | None:
    """Compare a tree with another by the files that differ.

    Args:
        base: the tree; each of its records stands in one file.
        differences: every record file that differs.

    Returns:
        What `of_both` would return of the two trees; None where only looking at both whole can tell: a record may have
        moved or be declared twice.
    """
    found = tuple(differences)
    before, after = _part(found, "before"), _part(found, "after")
    if before is None or after is None or _renames(before, after) or not _alone(base, before, after):
        return None
    edits = compare(before, after)
    return Compared(base, Overlay(base, before.entries.keys(), Memory.of(after)), edits, touched(edits, after))


def _part(differences: tuple[Difference, ...], side: str) -> Snapshot | None:
    """Load one side's files; None where two of them declare one record."""
    entries: list[Entry] = []
    for one in differences:
        version: Version | None = getattr(one, side)
        if version is not None:
            entry, _ = parse(one.path, version.oid, version.content)
            entries += [entry] if entry is not None else []
    snapshot = Snapshot.of(entries)
    return None if snapshot.duplicates else snapshot


def _renames(before: Snapshot, after: Snapshot) -> bool:
    """Tell whether a record says that it moved: then references elsewhere may have followed it."""
    return any(
        entry.record is not None and entry.record.moved is not None and entry.ref not in before for entry in after
    )


def _alone(base: Estate, before: Snapshot, after: Snapshot) -> bool:
    """Tell whether each record stands in the one file that differs, and nowhere else."""
    return all(base.path(entry.ref) == entry.path for entry in before) and all(
        entry.ref in before or base.get(entry.ref) is None for entry in after
    )

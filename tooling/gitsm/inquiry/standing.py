"""Trees as estates, as cheaply as can be had: remembered, else loaded; what differs laid over what is known."""

# The models are imported where they are asked: a run that does without them is spared 0.2 s.

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gitsm.change.plainly import Touched, plainly_touched
from gitsm.errors import DamagedCacheError
from gitsm.graph.compiled import Compiled, compiled
from gitsm.graph.estate import Estate, Memory, Overlay
from gitsm.load.cache import file_for, forget, recall, remember
from gitsm.load.declared import declared
from gitsm.snapshot import Entry, Plain, Snapshot
from gitsm.sources.differences import Difference, Version

if TYPE_CHECKING:
    from gitsm.diff.compare import Edit

Read = Callable[[str, str, bytes], tuple[Entry | None, object]]


@dataclass(frozen=True, slots=True)
class Reached:
    """Two trees, and what a change from one to the other touches."""

    before: Estate
    after: Estate
    touched: Touched


@dataclass(frozen=True, slots=True)
class Compared(Reached):
    """Two trees, and every edit between them."""

    edits: tuple["Edit", ...]


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
    from gitsm.change.touched import silent_keys

    estate = Memory.of(snapshot)
    remember(_file(tree, prefix), compiled(estate, silent_keys()))
    return estate


def forget_tree(tree: str, prefix: str) -> None:
    """Forget what was remembered of a tree, because it turned out to be damaged."""
    forget(_file(tree, prefix))


def _file(tree: str, prefix: str) -> str:
    return file_for("estates", f"{tree} {prefix}")


def of_both(before: Snapshot, after: Snapshot) -> Compared:
    """Compare two trees that were loaded."""
    return _compared(Memory.of(before), Memory.of(after), before, after)


def _compared(old: Estate, new: Estate, before: Snapshot, after: Snapshot) -> Compared:
    from gitsm.change.touched import touched
    from gitsm.diff.compare import compare

    edits = compare(before, after)
    return Compared(old, new, touched(edits, after), edits)


def laid_over(base: Estate, differences: Iterable[Difference]) -> Compared | None:
    """Compare a tree with another by the files that differ.

    Args:
        base: the tree; each of its records stands in one file.
        differences: every record file that differs.

    Returns:
        What `of_both` would return of the two trees; None where only looking at both whole can tell: a record may have
        moved or be declared twice.
    """
    from gitsm.load.records import parse

    parts = _parts(base, differences, parse)
    if parts is None:
        return None
    before, after = parts
    return _compared(base, _over(base, before, after), before, after)


def edited(base: Estate, differences: tuple[Difference, ...]) -> Estate | None:
    """Look at a tree by the files in which it differs from another, without the models.

    Args:
        base: the other tree; each of its records stands in one file.
        differences: every record file that differs.

    Returns:
        The tree's records; None where only looking at it whole can tell.
    """
    parts = _parts(base, differences, declared) if differences else None
    if parts is None:
        return None if differences else base
    return _over(base, *parts)


def reached(base: Compiled, differences: Iterable[Difference]) -> Reached | None:
    """Find what a change touches by the files that differ, without the models.

    Returns:
        What `laid_over` would find, as far as impact asks; None where only that can tell.
    """
    parts = _parts(base, differences, declared)
    if parts is None:
        return None
    before, after = parts
    found = plainly_touched(_data(before), _data(after), base.silent)
    return None if found is None else Reached(base, _over(base, before, after), found)


def _data(snapshot: Snapshot) -> dict[str, Plain]:
    return {entry.ref: entry.data or {} for entry in snapshot}


def _over(base: Estate, before: Snapshot, after: Snapshot) -> Overlay:
    return Overlay(base, before.entries.keys(), Memory.of(after))


def _parts(base: Estate, differences: Iterable[Difference], read: Read) -> tuple[Snapshot, Snapshot] | None:
    """Read both sides of what differs; None where that is not enough to compare the trees."""
    found = tuple(differences)
    before, after = _part(found, "before", read), _part(found, "after", read)
    if before is None or after is None or _renames(before, after) or not _alone(base, before, after):
        return None
    return before, after


def _part(differences: tuple[Difference, ...], side: str, read: Read) -> Snapshot | None:
    """Read one side's files; None where two of them declare one record."""
    entries: list[Entry] = []
    for one in differences:
        version: Version | None = getattr(one, side)
        if version is not None:
            entry, _ = read(one.path, version.oid, version.content)
            entries += [entry] if entry is not None else []
    snapshot = Snapshot.of(entries)
    return None if snapshot.duplicates else snapshot


def _renames(before: Snapshot, after: Snapshot) -> bool:
    """Tell whether a record says that it moved: then references elsewhere may have followed it."""
    return any("moved" in (entry.data or {}) and entry.ref not in before for entry in after)


def _alone(base: Estate, before: Snapshot, after: Snapshot) -> bool:
    """Tell whether each record stands in the one file that differs, and nowhere else."""
    return all(base.path(entry.ref) == entry.path for entry in before) and all(
        entry.ref in before or base.get(entry.ref) is None for entry in after
    )

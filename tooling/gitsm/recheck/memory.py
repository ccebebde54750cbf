"""Ledgers on disk: what was found in a tree on a day."""

# A ledger is kept under the tree of a commit. Where files were edited since, it says of which ones; they are looked at
# again, so it holds for the commit's tree, for the files as they were, and for any tree that git can compare with it.

from collections.abc import Mapping
from datetime import date
from typing import Final

from gitsm.errors import DamagedCacheError
from gitsm.inquiry.checking import Judged
from gitsm.load.cache import file_for, forget, recall, remember
from gitsm.recheck.ledger import Ledger
from gitsm.recheck.writing import Known, written
from gitsm.sources import ROOTS
from gitsm.sources.names import is_record
from gitsm.sources.plumbing import OID
from gitsm.sources.repository import Repository

_MOST_LEDGERS: Final = 4
"""One takes as much room as the records it is about."""
MOST_ASTRAY: Final = 2000
"""When more files were edited than that, nothing is gained by keeping a ledger under their commit's tree."""


def recalled(repository: Repository, tree: str, as_of: date) -> tuple[str, Ledger] | None:
    """Recall what was found on a day in a tree, else in the last one that was judged in this repository.

    Args:
        repository: where the tree is.
        tree: its id, hex.
        as_of: the day.

    Returns:
        The tree it was found in, and the ledger; None where there is none.
    """
    last = recall(_pointer(repository, as_of))
    other = bytes(last[:64]).decode("ascii", "replace") if last is not None else ""
    for each in (tree, other):
        ledger = _recalled(_file(repository, each, as_of)) if OID.match(each) else None
        if ledger is not None:
            return each, ledger
    return None


def _recalled(path: str) -> Ledger | None:
    content = recall(path)
    if content is None:
        return None
    try:
        return Ledger(content)
    except DamagedCacheError:
        forget(path)
        return None


def forgotten(repository: Repository, tree: str, as_of: date) -> None:
    """Forget a ledger that turned out to be damaged."""
    forget(_file(repository, tree, as_of))


def keep(repository: Repository, tree: str, judged: Judged, as_of: date) -> None:
    """Keep what was found in a tree, or in files that were edited from it.

    What a ledger could not tell again is not kept: files that are refused, records that stand in two files, and files
    of which very many were edited.
    """
    snapshot = judged.loaded.snapshot
    if judged.source.problems or snapshot.duplicates:
        return
    paths = [blob.path for blob in judged.source.blobs]
    astray = _astray(repository, tree, judged)
    if len(astray) > MOST_ASTRAY:
        return
    known = Known(snapshot, paths, judged.findings, sorted(astray))
    remember(_file(repository, tree, as_of), written(known), _MOST_LEDGERS)
    remember(_pointer(repository, as_of), [tree.encode()])


def _astray(repository: Repository, tree: str, judged: Judged) -> set[str]:
    """List the files whose content is not that of the tree; and those without a record, whose content nobody kept."""
    committed = _committed(repository, tree)
    read = {entry.path: entry.blob for entry in judged.loaded.snapshot}
    every = {*committed, *(blob.path for blob in judged.source.blobs)}
    return {path for path in every if path not in read or read[path] != committed.get(path)}


def _committed(repository: Repository, tree: str) -> Mapping[str, str]:
    cut = len(repository.prefix.encode())
    items = repository.repo.listing(tree, [repository.prefix + root for root in ROOTS])
    return {item.path[cut:].decode("utf-8", "backslashreplace"): item.oid for item in items if is_record(item.path)}


def _file(repository: Repository, tree: str, as_of: date) -> str:
    return file_for("ledgers", f"{tree} {repository.prefix} {as_of}")


def _pointer(repository: Repository, as_of: date) -> str:
    return file_for("latest", f"{repository.repo.git_dir} {repository.prefix} {as_of}")

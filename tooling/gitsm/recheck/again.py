"""A tree judged again, by the files that differ from one whose ledger is kept."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gitsm.diagnostics import Finding
from gitsm.errors import DamagedCacheError, GitFailedError
from gitsm.inquiry.checking import Judged
from gitsm.recheck.judging import MOST_FILES, Version, rejudged
from gitsm.recheck.ledger import Ledger, TooWideError
from gitsm.recheck.memory import forgotten, recalled
from gitsm.sources import ROOTS, Blob, Source
from gitsm.sources.names import is_record, refusal
from gitsm.sources.plumbing import TreeItem
from gitsm.sources.repository import Repository
from gitsm.sources.revision import Revision
from gitsm.sources.worktree import Worktree, blob_oid, content_of

_LINK: Final = "120000"
_FILE: Final = "100644"
_MOST_LISTED: Final = 1000
"""So many paths are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Again:
    """A tree judged again: what `judged` would return, its source without the files that nothing is wrong in.

    Attributes:
        judged: the tree with what is wrong in it.
        base: the tree that it was judged by.
        files: how many files were looked at.
    """

    judged: Judged
    base: str
    files: int


def files_again(repository: Repository, tree: str, edited: Mapping[str, bool], as_of: date) -> Again | None:
    """Judge the files of a work tree again.

    Args:
        repository: where they are.
        tree: the tree of the commit they were edited from, hex.
        edited: by path from the top, whether a file counts that is there; every path where they may differ from it.
        as_of: the day that counts as today.

    Returns:
        None where only looking at everything can tell.
    """
    here = {path.removeprefix(repository.prefix): there for path, there in edited.items()}

    def versions(base: str, ledger: Ledger) -> Iterator[Version]:
        # What git has nothing to say of is as the commit has it; what the commit lacks is ignored, should it be there.
        differing = {os.fsdecode(item.path): bool(item.oid) for item in _differing(repository, base, tree)}
        rest = ledger.astray - differing.keys() - here.keys()
        committed = {os.fsdecode(item.path) for item in _listed(repository, tree, rest)}
        for path, there in {**{path: path in committed for path in rest}, **differing, **here}.items():
            yield from _on_disk(repository, path, there=there)

    def source(paths: Iterable[str]) -> Source:
        blobs = tuple(Blob(path, "", 0) for path in paths)
        return Worktree(repository.root, "the work tree", None, blobs, (), repository.algorithm)

    return _again(repository, tree, as_of, versions, source)


def tree_again(repository: Repository, tree: str, label: str, as_of: date) -> Again | None:
    """Judge a tree of git's objects again; otherwise as `files_again`."""

    def versions(base: str, ledger: Ledger) -> Iterator[Version]:
        items = {os.fsdecode(item.path): item for item in _differing(repository, base, tree)}
        items |= {os.fsdecode(item.path): item for item in _listed(repository, tree, ledger.astray - items.keys())}
        yield from (Version(path, "", None) for path in ledger.astray - items.keys())
        yield from _in_objects(repository, items.values())

    def source(paths: Iterable[str]) -> Source:
        items = _listed(repository, tree, paths)
        blobs = tuple(Blob(os.fsdecode(item.path), item.oid, item.size) for item in items)
        return Revision(repository.repo, label, tree, blobs)

    return _again(repository, tree, as_of, versions, source)


def _again(
    repository: Repository,
    tree: str,
    as_of: date,
    versions: Callable[[str, Ledger], Iterable[Version]],
    source: Callable[[Iterable[str]], Source],
) -> Again | None:
    known = recalled(repository, tree, as_of)
    if known is None:
        return None
    base, ledger = known
    try:
        differing = list(versions(base, ledger))
        loaded, findings = rejudged(ledger, differing, as_of)
        return Again(Judged(source(_placed(findings)), loaded, findings), base, len(differing))
    except DamagedCacheError:
        forgotten(repository, base, as_of)
        return None
    except (TooWideError, GitFailedError):  # git may have thrown the last tree away
        return None


def _placed(findings: Iterable[Finding]) -> list[str]:
    """List the files that findings point into; a path that no record could have is nobody's to read."""
    spots = (spot for one in findings for spot in (one.spot, *(each.spot for each in one.related)))
    paths = sorted({spot.path for spot in spots})
    return [path for path in paths if is_record(path.encode()) and refusal(path.encode(), _FILE, 0) is None]


def _differing(repository: Repository, base: str, tree: str) -> list[TreeItem]:
    """List the files that differ between two trees, as the second has them; an empty id where it has none."""
    if base == tree:
        return []
    roots = [repository.prefix + root for root in ROOTS]
    options = ("-r", "--raw", "-z", "--no-renames", "--no-abbrev")
    parts = iter(repository.repo.git("diff-tree", *options, base, tree, "--", *roots).split(b"\0"))
    cut, found = len(repository.prefix.encode()), []
    for head in parts:
        if head:
            _, mode, _, oid, _ = head[1:].split(b" ")
            gone = mode == b"000000"
            found.append(TreeItem(mode.decode(), "" if gone else oid.decode(), -1, next(parts)[cut:]))
    if len(found) > MOST_FILES:
        raise TooWideError
    return found


def _listed(repository: Repository, tree: str, paths: Iterable[str]) -> list[TreeItem]:
    """List some files of a tree; those it has."""
    wanted, prefix = set(paths), repository.prefix
    asked = (
        [prefix + path for path in sorted(wanted)] if len(wanted) < _MOST_LISTED else [prefix + one for one in ROOTS]
    )
    items = repository.repo.listing(tree, asked) if wanted else ()
    named = (item._replace(path=item.path[len(prefix.encode()) :]) for item in items)
    return [item for item in named if os.fsdecode(item.path) in wanted]


def _on_disk(repository: Repository, path: str, *, there: bool) -> Iterator[Version]:
    """Read what a work tree has at a path; nothing where that is no record's."""
    full, name = repository.root / path, os.fsencode(path)
    try:
        status = full.lstat() if there else None
    except (FileNotFoundError, NotADirectoryError):
        status = None
    except OSError:
        raise TooWideError from None
    if status is None:
        yield Version(path, "", None)
        return
    _refuse(name, _LINK if stat.S_ISLNK(status.st_mode) else _FILE, status.st_size)
    if is_record(name) and stat.S_ISREG(status.st_mode):
        try:
            content = content_of(full)
        except OSError:
            raise TooWideError from None
        yield Version(path, blob_oid(content, repository.algorithm), content)


def _in_objects(repository: Repository, items: Iterable[TreeItem]) -> Iterator[Version]:
    wanted: dict[str, TreeItem] = {}
    for item in items:
        if not item.oid:
            yield Version(os.fsdecode(item.path), "", None)
            continue
        _refuse(item.path, item.mode, item.size)
        if is_record(item.path):
            wanted[os.fsdecode(item.path)] = item
    contents = repository.repo.contents([item.oid for item in wanted.values()])
    for path, (oid, content) in zip(wanted, contents, strict=True):
        _refuse(path.encode(), _FILE, len(content))
        yield Version(path, oid, content)


def _refuse(path: bytes, mode: str, size: int) -> None:
    """Leave a path that may hold no record to those who look at everything."""
    if refusal(path, mode, size) is not None:
        raise TooWideError

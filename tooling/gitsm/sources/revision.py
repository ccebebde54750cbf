"""A tree of git objects, read without checkout."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from gitsm.diagnostics import Finding
from gitsm.sources import ROOTS, Blob
from gitsm.sources.names import MOST_PATHS, collisions, is_record, refusal, too_many
from gitsm.sources.plumbing import Repo

_MOST_NAMED: Final = 1000
"""So many paths are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The record files of one tree in a repository's objects."""

    repo: Repo
    label: str
    tree: str | None
    blobs: tuple[Blob, ...] = field(repr=False)
    problems: tuple[Finding, ...] = ()

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | Finding]]:
        """Read files from git's objects, in the order given."""
        wanted = list(blobs)
        for blob, (_, content) in zip(wanted, self.repo.contents(blob.oid for blob in wanted), strict=True):
            yield blob, content


def revision(repo: Repo, tree: str, label: str, prefix: str = "") -> Revision:
    """List the record files of a tree.

    Args:
        repo: where the objects are.
        tree: the tree's id, hex.
        label: what people call it.
        prefix: the catalogue's folder inside the repository, ending in `/`; empty for the top.
    """
    roots = [prefix + root for root in ROOTS]
    blobs: list[Blob] = []
    problems: list[Finding] = []
    cut = len(prefix.encode())
    for count, item in enumerate(repo.listing(tree, roots), 1):
        if count > MOST_PATHS:
            problems.append(too_many(count))
            break
        path = item.path[cut:]
        problem = refusal(path, item.mode, item.size)
        if problem:
            problems.append(problem)
        elif is_record(path):
            blobs.append(Blob(path.decode("ascii"), item.oid, item.size))
    problems += collisions(blob.path for blob in blobs)
    return Revision(repo, label, tree, tuple(sorted(blobs)), tuple(problems))


def some(repo: Repo, tree: str, paths: Collection[str], prefix: str = "") -> Iterator[tuple[str, str, bytes]]:
    """Read some files of a tree, otherwise as `revision`; for each that is there its path, its id and its content."""
    wanted = {(prefix + path).encode(): path for path in paths}
    roots = [prefix + root for root in ROOTS]
    items = repo.listing(tree, sorted(map(os.fsdecode, wanted)) if len(wanted) < _MOST_NAMED else roots)
    found = [(wanted[item.path], item.oid) for item in items if item.path in wanted] if wanted else []
    for (path, oid), (_, content) in zip(found, repo.contents(oid for _, oid in found), strict=True):
        yield path, oid, content

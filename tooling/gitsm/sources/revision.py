"""A tree of git objects, read without checkout."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gitsm.diagnostics import Finding
from gitsm.sources import ROOTS, Blob
from gitsm.sources.names import MOST_PATHS, collisions, is_record, refusal, too_many
from gitsm.sources.plumbing import Repo


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

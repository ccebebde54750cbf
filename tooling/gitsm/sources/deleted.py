"""Which commit removed a record."""

import re
from dataclasses import dataclass

from gitsm.sources import ROOTS
from gitsm.sources.names import MOST_BYTES
from gitsm.sources.repository import Commit, Repository


@dataclass(frozen=True, slots=True)
class Deletion:
    """A record that is no more; `commit` is None where its deletion is not committed yet."""

    path: str
    kind: str
    commit: Commit | None


def deletion(repository: Repository, name: str, start: str) -> Deletion | None:
    """Find out what became of the record with an id.

    Args:
        repository: where to look.
        name: the id, which is the stem of the file.
        start: the commit that history is read back from, hex.

    Returns:
        What was deleted, without a commit when it is still there at `start`; None where history does not tell.
    """
    there = _find(repository, repository.commit(start).tree, name)
    if there:
        return Deletion(*there, None)
    commit = repository.last_deleter(f"*/{name}.yaml", start)
    if commit is None or not commit.parents:
        return None
    gone = _find(repository, repository.commit(commit.parents[0]).tree, name)
    return Deletion(*gone, commit) if gone else None


def _find(repository: Repository, tree: str, name: str) -> tuple[str, str] | None:
    """Find the file of an id in a tree, and the kind it holds."""
    ending = f"/{name}.yaml".encode()
    roots = [repository.prefix + root for root in ROOTS]
    for item in repository.repo.listing(tree, roots):
        if item.path.endswith(ending) and 0 <= item.size <= MOST_BYTES:
            _, content = next(iter(repository.repo.contents([item.oid])))
            kind = re.search(rb"^kind:[ ]*([a-z_]+)[ ]*\r?$", content, re.MULTILINE)
            path = item.path[len(repository.prefix.encode()) :]
            return path.decode("utf-8", "backslashreplace"), kind[1].decode() if kind else ""
    return None

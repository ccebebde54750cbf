"""The versions that one record has had, through renames and moves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gitsm.sources import ROOTS
from gitsm.sources.names import MOST_BYTES, refusal
from gitsm.sources.plumbing import OID
from gitsm.sources.repository import Commit, Repository


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it.

    Attributes:
        commit: the commit.
        path: the file, relative to the catalogue's folder.
        oid: git's id of its content, hex; None where the commit removed it.
        content: what stood in it; empty where it was removed or too large.
    """

    commit: Commit
    path: str
    oid: str | None
    content: bytes


def versions(repository: Repository, path: str, start: str) -> Iterator[Version]:
    """List what commits made of a file, the newest first; a commit that left it as it was is not among them.

    Args:
        repository: where to look.
        path: the file, relative to the catalogue's folder.
        start: the commit that history is read back from, hex.
    """
    if refusal(path.encode(), "100644", 0) is not None:
        return
    commits = list(repository.touching(path, start))
    # Names are plain (the refusal above), so a line each is a safe way to ask.
    asked = "".join(f"{commit.oid}:{repository.prefix}{path}\n" for commit in commits).encode()
    output = repository.repo.git("cat-file", "--batch-check=%(objectname)", stdin=asked)
    answers = [line if OID.match(line) else None for line in output.decode("utf-8", "replace").splitlines()]
    found = list(zip(commits, answers, strict=True))
    contents = dict(repository.repo.contents(dict.fromkeys(oid for oid in answers if oid)))
    for (commit, oid), (_, before) in zip(found, [*found[1:], (None, None)], strict=True):
        if oid != before:
            content = contents.get(oid or "", b"")
            yield Version(commit, path, oid, content if len(content) <= MOST_BYTES else b"")


def elsewhere(repository: Repository, commit: Commit, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Find the files of records by their names, in the tree before a commit.

    Yields:
        The path relative to the catalogue's folder, and the id of the content.
    """
    if not commit.parents:
        return
    endings = tuple(f"/{name}.{ending}".encode() for name in names for ending in ("yaml", "yml"))
    cut = len(repository.prefix.encode())
    for item in repository.repo.listing(commit.parents[0], [repository.prefix + root for root in ROOTS]):
        if item.path.endswith(endings) and 0 <= item.size <= MOST_BYTES:
            yield item.path[cut:].decode("utf-8", "backslashreplace"), item.oid

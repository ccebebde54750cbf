"""The record files of a folder as they are now; git's ignore rules hold, links are not followed."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gitsm.diagnostics import Finding, Severity, Spot
from gitsm.sources import ROOTS, Blob
from gitsm.sources.names import MOST_BYTES, MOST_PATHS, collisions, is_record, refusal, shown, too_many
from gitsm.sources.plumbing import Repo

_PIECE: Final = 32 * 1024
"""Room is made for all that is asked for: more at once costs more than reading does."""


@dataclass(frozen=True, slots=True)
class Worktree:
    """The record files of a folder."""

    root: Path
    label: str
    tree: str | None
    blobs: tuple[Blob, ...] = field(repr=False)
    problems: tuple[Finding, ...] = ()
    algorithm: str = "sha1"

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | Finding]]:
        """Read files of the folder, in the order given; each blob comes back with its content's id."""
        root = str(self.root)
        for blob in blobs:
            try:
                content = content_of(os.path.join(root, blob.path))
            except OSError as error:
                yield blob, _unreadable(blob.path, error)
            else:
                yield blob._replace(oid=blob_oid(content, self.algorithm), size=len(content)), content


def blob_oid(content: bytes, algorithm: str = "sha1") -> str:
    """Compute git's id of a file's content."""
    head = b"blob %d\0" % len(content)
    return hashlib.new(algorithm, head + content, usedforsecurity=False).hexdigest()


def content_of(path: Path | str) -> bytes:
    """Read a file, up to a little more than a record may have."""
    # A file may have become a link since it was listed: O_NOFOLLOW refuses it, O_NONBLOCK does not wait for a pipe.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        content = os.read(descriptor, _PIECE)
        if len(content) < _PIECE:
            return content  # a file gives less than it was asked for at its end only
        while len(content) <= MOST_BYTES and (more := os.read(descriptor, _PIECE)):
            content += more
        return content
    finally:
        os.close(descriptor)


def _unreadable(path: str, error: OSError) -> Finding:
    reason = (error.strerror or "it cannot be read").lower()
    return Finding(
        "unreadable-file", Severity.ERROR, f"the file cannot be read: {reason}", Spot(path), hint="mend its permissions"
    )


def worktree(root: Path, repo: Repo | None = None, algorithm: str = "sha1", prefix: str = "") -> Worktree:
    """List the record files of a folder.

    Args:
        root: the folder that has catalog/, cmdb/ or changes/.
        repo: the repository it is in; its ignore rules are respected.
        algorithm: the repository's hash, sha1 or sha256.
        prefix: the folder inside the repository, ending in `/`; empty for its top.
    """
    paths = _tracked(root, repo, prefix) if repo else _walked(root)
    blobs: list[Blob] = []
    problems: list[Finding] = []
    top = os.fsencode(root) + b"/"
    for count, path in enumerate(paths, 1):
        if count > MOST_PATHS:
            problems.append(too_many(count))
            break
        try:
            status = os.lstat(top + path)
        except FileNotFoundError:
            continue  # deleted, but still in git's index
        except OSError as error:
            problems.append(_unreadable(shown(path), error))
            continue
        problem = refusal(path, _mode(status.st_mode), status.st_size)
        if problem:
            problems.append(problem)
        elif is_record(path) and stat.S_ISREG(status.st_mode):
            blobs.append(Blob(path.decode("ascii"), "", status.st_size))
    problems += collisions(blob.path for blob in blobs)
    return Worktree(root, "the work tree", None, tuple(sorted(blobs)), tuple(problems), algorithm)


def _mode(mode: int) -> str:
    return "120000" if stat.S_ISLNK(mode) else "100644"


def _tracked(root: Path, repo: Repo, prefix: str) -> list[bytes]:
    # Asked at the top: git knows its files by their paths from there, and ignores what it is told to there.
    top = root.resolve().parents[prefix.count("/") - 1] if prefix else root
    roots = [prefix + name for name in ROOTS]
    listed = repo.git("ls-files", "-c", "-o", "--exclude-standard", "-z", "--", *roots, work_tree=str(top))
    return sorted({path[len(os.fsencode(prefix)) :] for path in listed.split(b"\0") if path})


def _walked(root: Path) -> Iterator[bytes]:
    pending = [os.fsencode(name) for name in reversed(ROOTS)]
    top = os.fsencode(root)
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(os.path.join(top, folder)) as items:
                names = sorted((item.name, item.is_dir(follow_symlinks=False)) for item in items)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for name, is_folder in names:
            path = folder + b"/" + name
            if is_folder:
                pending.append(path)
            else:
                yield path


def some(root: Path, paths: Iterable[str], algorithm: str = "sha1") -> Iterator[tuple[str, str, bytes]]:
    """Read some files of a folder; for each that is there its path, its id and its content."""
    for path in sorted(paths):
        try:
            content = content_of(root / path)
        except OSError:
            continue
        yield path, blob_oid(content, algorithm), content

"""The record files that differ between two trees, without listing either."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from gitsm.sources import ROOTS
from gitsm.sources.names import MOST_BYTES, is_record, refusal
from gitsm.sources.plumbing import Repo
from gitsm.sources.worktree import blob_oid, content_of

_NONE: Final = b"000000"
_PLAIN: Final = frozenset({b"100644", b"100755"})
_FLAGGED: Final = re.compile(rb"(?:\A|\0)[^H\0]")


class Version(NamedTuple):
    """What one tree has at a path."""

    oid: str
    content: bytes


class Difference(NamedTuple):
    """A record file that differs; None where a tree has none."""

    path: str
    before: Version | None
    after: Version | None


class _Raw(NamedTuple):
    path: bytes
    before: str | None
    after: str | None
    is_file: bool = True


def between(repo: Repo, before: str, after: str, prefix: str = "") -> tuple[Difference, ...] | None:
    """List what differs between two trees.

    Args:
        repo: where the objects are.
        before: a tree, hex.
        after: another, hex.
        prefix: the catalogue's folder inside the repository, ending in `/`; empty for the top.

    Returns:
        The record files that differ, in the order of their paths; None where one of them is nothing that can be read
        as a record, so that the whole trees have to be looked at.
    """
    paths = [prefix + root for root in ROOTS]
    output = repo.git("diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", before, after, "--", *paths)
    found = list(_read(output, len(prefix.encode())))
    if not all(_fine(raw) for raw in found):
        return None
    wanted = [raw for raw in found if is_record(raw.path)]
    oids = [oid for raw in wanted for oid in (raw.before, raw.after) if oid]
    contents = dict(repo.contents(dict.fromkeys(oids)))
    return _differences(wanted, contents)


def uncommitted(repo: Repo, before: str, root: Path, algorithm: str) -> tuple[Difference, ...] | None:
    """List what differs between a tree and the files of a work tree's top; otherwise as `between`."""
    flags = repo.git("ls-files", "-v", "-z", "-c", "--", *ROOTS, work_tree=str(root))
    if _FLAGGED.search(flags):
        return None  # sparse, or told to be taken for unchanged: git's comparison does not look at all files
    options = ("-r", "--raw", "-z", "--no-renames", "--no-abbrev", before, "--", *ROOTS)
    found = list(_read(repo.git("diff-index", *options, work_tree=str(root)), 0))
    untracked = repo.git("ls-files", "-o", "--exclude-standard", "-z", "--", *ROOTS, work_tree=str(root))
    found += [_Raw(path, None, "") for path in untracked.split(b"\0") if path]
    if not all(_fine(raw) for raw in found):
        return None
    wanted = [raw for raw in found if is_record(raw.path)]
    contents = dict(repo.contents(dict.fromkeys(raw.before for raw in wanted if raw.before)))
    here: list[_Raw] = []
    for raw in wanted:
        oid = None
        if raw.after is not None:
            try:
                content = content_of(root / raw.path.decode("ascii"))
            except OSError:
                return None
            oid = blob_oid(content, algorithm)
            contents[oid] = content
        here.append(raw._replace(after=oid))
    return _differences(here, contents)


def _read(output: bytes, cut: int) -> Iterator[_Raw]:
    """Read raw differences: `:old-mode new-mode old-id new-id status`, then the path."""
    parts = iter(output.split(b"\0"))
    for head in parts:
        if head:
            old, new, before, after, _ = head[1:].split(b" ")
            yield _Raw(
                next(parts)[cut:],
                None if old == _NONE else before.decode(),
                None if new == _NONE else after.decode(),
                {old, new} <= _PLAIN | {_NONE},
            )


def _fine(raw: _Raw) -> bool:
    return raw.is_file and refusal(raw.path, "100644", 0) is None


def _differences(found: list[_Raw], contents: dict[str, bytes]) -> tuple[Difference, ...] | None:
    if any(len(content) > MOST_BYTES for content in contents.values()):
        return None
    return tuple(
        Difference(
            raw.path.decode("ascii"),
            Version(raw.before, contents[raw.before]) if raw.before else None,
            Version(raw.after, contents[raw.after]) if raw.after else None,
        )
        for raw in sorted(set(found))
    )

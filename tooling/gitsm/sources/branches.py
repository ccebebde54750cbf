"""Many branches at once: a handful of calls to git, however many there are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from gitsm.errors import BadPatternError, UnknownRevisionError
from gitsm.sources import ROOTS
from gitsm.sources.differences import Difference, Version
from gitsm.sources.names import MOST_BYTES, is_record, refusal
from gitsm.sources.plumbing import OID, Repo

_PATTERN: Final = re.compile(r"\Arefs/[A-Za-z0-9_./*@+-]{1,250}\Z", re.ASCII)
_HEAD: Final = re.compile(rb"\A([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n")
_NONE: Final = b"000000"
_PLAIN: Final = frozenset({b"100644", b"100755", _NONE})
MOST_BRANCHES: Final = 5000


class Branch(NamedTuple):
    """A branch: what people call it, and its last commit, hex."""

    name: str
    oid: str


class Part(NamedTuple):
    """What differs between two trees: record files, and paths of what is none and should be one."""

    differences: tuple[Difference, ...]
    refused: tuple[str, ...]


def branches(repo: Repo, pattern: str) -> tuple[Branch, ...]:
    """List the branches whose full names fit a pattern: `refs/heads/change/*`; by name.

    Raises:
        BadPatternError: when it is no pattern of refs, or fits more branches than can be looked at.
    """
    if not _PATTERN.match(pattern) or ".." in pattern:
        raise BadPatternError(pattern, "it is no pattern of full names of refs")
    form = "--format=%(refname) %(objectname) %(*objectname) %(objecttype) %(*objecttype)"
    found = []
    for line in repo.git("for-each-ref", form, pattern).decode("utf-8", "backslashreplace").splitlines():
        name, own, peeled, *types = line.split(" ")
        if "commit" in types:
            found.append(Branch(_short(name), peeled or own))
    if len(found) > MOST_BRANCHES:
        raise BadPatternError(pattern, f"it fits {len(found)} branches, and {MOST_BRANCHES} are the most")
    return tuple(sorted(found))


def _short(name: str) -> str:
    for prefix in ("refs/heads/", "refs/remotes/", "refs/"):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def trees(repo: Repo, commits: Iterable[str]) -> dict[str, str]:
    """Find the trees of commits, hex.

    Raises:
        UnknownRevisionError: when the repository lacks one.
    """
    wanted = list(dict.fromkeys(commits))
    asked = "".join(f"{oid}^{{tree}}\n" for oid in wanted).encode()
    lines = repo.git("cat-file", "--batch-check=%(objectname)", stdin=asked).decode().splitlines() if wanted else []
    for oid, line in zip(wanted, lines, strict=True):
        if not OID.match(line):
            raise UnknownRevisionError(oid, "the repository lacks this commit; fetch it")
    return dict(zip(wanted, lines, strict=True))


def forks(repo: Repo, tip: str, heads: Sequence[str]) -> dict[str, str | None]:
    """Find where each of many commits left a branch: its best common ancestor with the branch's tip.

    Args:
        repo: the repository.
        tip: the branch's last commit, hex.
        heads: the commits, hex.

    Returns:
        By commit, the ancestor; None where there is none, in this clone.
    """
    asked = "".join(f"{oid}\n" for oid in (*dict.fromkeys(heads), f"^{tip}")).encode()
    output = repo.git("rev-list", "--parents", "--stdin", stdin=asked).decode()
    parents = {each[0]: each[1:] for line in output.splitlines() if (each := line.split())}
    known: dict[str, frozenset[str]] = {}
    found: dict[str, str | None] = {}
    for head in heads:
        left = _left(head, parents, known)
        # Where a branch took the other one in, one of the ancestors is below the other: git knows which.
        several = len(left) > 1
        found[head] = _best(repo, tip, head) if several else next(iter(left), None)
    return found


def shared(repo: Repo, tip: str, head: str, heads: Sequence[str]) -> dict[str, str]:
    """Find the commits that share work with one that a branch does not have: one is built on the other, or on its way.

    Args:
        repo: the repository.
        tip: the branch's last commit, hex.
        head: the commit, hex.
        heads: others, hex.

    Returns:
        By commit, the last one that it has in common with the first; those that share nothing are not in it.
    """
    own = set(repo.git("rev-list", "--stdin", stdin=f"{head}\n^{tip}\n".encode()).decode().split())
    asked = "".join(f"{oid}\n" for oid in (*dict.fromkeys(heads), f"^{tip}")).encode()
    output = repo.git("rev-list", "--parents", "--stdin", stdin=asked).decode() if own and heads else ""
    parents = {each[0]: each[1:] for line in output.splitlines() if (each := line.split())}
    touching = {oid for oid in heads if _reaches(oid, own, parents)}
    return {oid: found for oid in sorted(touching) if (found := _best(repo, head, oid)) is not None}


def _reaches(oid: str, wanted: set[str], parents: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    pending = [oid]
    while pending:
        one = pending.pop()
        if one in wanted:
            return True
        new = [each for each in parents.get(one, ()) if each not in seen]
        seen.update(new)
        pending += new
    return False


def _left(head: str, parents: Mapping[str, Sequence[str]], known: dict[str, frozenset[str]]) -> frozenset[str]:
    """List the first commits below one that the other branch has, too."""
    pending = [head]
    while pending:
        oid = pending[-1]
        if oid in known:
            pending.pop()
        elif oid not in parents:
            known[oid] = frozenset({oid})
        elif missing := [parent for parent in parents[oid] if parent not in known]:
            pending += missing
        else:
            known[oid] = frozenset().union(*(known[parent] for parent in parents[oid]))
    return known[head]


def _best(repo: Repo, tip: str, head: str) -> str | None:
    return repo.git("merge-base", tip, head, accept=(0, 1)).decode().strip() or None


def between_many(repo: Repo, pairs: Iterable[tuple[str, str]], prefix: str = "") -> dict[tuple[str, str], Part]:
    """List what differs between the trees of many pairs.

    Args:
        repo: where the objects are.
        pairs: two trees each, hex.
        prefix: the catalogue's folder inside the repository, ending in `/`; empty for the top.
    """
    wanted = list(dict.fromkeys(pairs))
    if not wanted:
        return {}
    options = ("-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--stdin")
    asked = "".join(f"{one} {other}\n" for one, other in wanted).encode()
    output = repo.git("diff-tree", *options, "--", *(prefix + root for root in ROOTS), stdin=asked)
    raw: dict[tuple[str, str], list[_Raw]] = {pair: [] for pair in wanted}
    for pair, found in _read(output, len(prefix.encode())):
        raw[pair].append(found)
    oids = (oid for each in raw.values() for one in each if _fine(one) for oid in (one.before, one.after) if oid)
    contents = dict(repo.contents(dict.fromkeys(oids)))
    return {pair: _part(found, contents) for pair, found in raw.items()}


class _Raw(NamedTuple):
    path: bytes
    before: str | None
    after: str | None
    is_file: bool


def _read(output: bytes, cut: int) -> Iterator[tuple[tuple[str, str], _Raw]]:
    """Read raw differences of many pairs: a line with both trees before those of each."""
    pair = ("", "")
    parts = iter(output.split(b"\0"))
    for token in parts:
        head = token
        while match := _HEAD.match(head):
            pair = (match[1].decode(), match[2].decode())
            head = head[match.end() :]
        if head:
            old, new, before, after, _ = head[1:].split(b" ")
            yield (
                pair,
                _Raw(
                    next(parts)[cut:],
                    None if old == _NONE else before.decode(),
                    None if new == _NONE else after.decode(),
                    {old, new} <= _PLAIN,
                ),
            )


def _fine(raw: _Raw) -> bool:
    return raw.is_file and refusal(raw.path, "100644", 0) is None and is_record(raw.path)


def _part(found: Iterable[_Raw], contents: Mapping[str, bytes]) -> Part:
    differences: list[Difference] = []
    refused: list[str] = []
    for raw in sorted(found):
        path = raw.path.decode("utf-8", "backslashreplace")
        if not raw.is_file or refusal(raw.path, "100644", 0) is not None:
            refused.append(path)
        elif is_record(raw.path):
            both = [contents[oid] for oid in (raw.before, raw.after) if oid]
            if any(len(content) > MOST_BYTES for content in both):
                refused.append(path)
            else:
                sides = [Version(oid, contents[oid]) if oid else None for oid in (raw.before, raw.after)]
                differences.append(Difference(path, *sides))
    return Part(tuple(differences), tuple(refused))

"""What commits made of many files at once, followed back through moves: a few calls to git, however many files."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from gitsm.sources import ROOTS
from gitsm.sources.names import is_record, refusal
from gitsm.sources.repository import Repository

MOST_NAMED: Final = 200
"""More files than that are not named to git one by one: it compares each with everything a commit touched."""
MOST_MOVES: Final = 20
"""Moves are followed in so many commits; a record that was moved in others as well has a history that is cut off."""
_MARK: Final = b"\x01"
_NOTHING: Final = b"0"
_FORMAT: Final = "--format=%x01%H %cs %P|%ae|%(trailers:key=Co-authored-by,valueonly,separator=%x02)"
_ADDRESS: Final = re.compile(r"<([^<>]*)>")
_RAW: Final = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev")


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit made of a file.

    Attributes:
        commit: the commit, hex.
        day: when it was committed, in the committer's zone; the first day there is where that is no date.
        mails: the addresses of its author, and of those it names as co-authors.
        before: git's id of what stood in it, hex; None where it was not there.
        after: git's id of what stands in it since; None where it is gone.
        first: whether the commit has no parent that is known.
    """

    commit: str
    day: date
    mails: tuple[str, ...]
    before: str | None
    after: str | None
    first: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of a file, newest first, and whether they reach back to where it began."""

    steps: tuple[Step, ...]
    whole: bool


def trails(repository: Repository, wanted: Mapping[str, Collection[str]], start: Sequence[str]) -> dict[str, Trail]:
    """Tell what became of files, on all lines of history that lead to some commits.

    A file that was added by the commit that removed one of its other names is that one, moved. Merges add nothing of
    their own. Where a clone is cut off, what its oldest commits hold is no step of theirs.

    Args:
        repository: where to look.
        wanted: by path, relative to the catalogue's folder, the stems its file may have had.
        start: commits, hex.

    Returns:
        By path; a path that no commit touched has no trail.
    """
    found = {path: list(steps) for path, steps in _steps(repository, wanted, start).items()}
    added = [(path, step) for path, steps in found.items() for step in steps if _adds(step)]
    lost: set[str] = set()
    left = MOST_MOVES
    while added:
        removed = _removed(repository, {step.commit for _, step in added})
        moved: dict[str, dict[str, str]] = {}
        for path, step in added:
            earlier = _earlier(wanted[path], removed.get(step.commit, ()))
            if earlier is not None:
                moved.setdefault(step.commit, {})[path] = earlier
        added = []
        for commit, names in moved.items():
            left -= 1
            if left < 0:
                lost.update(names)
                continue
            before = _steps(repository, names.values(), [f"{commit}^"])
            for path, earlier in names.items():
                more = [step for step in before.get(earlier, ()) if step not in found[path]]
                found[path] += more
                added += [(path, step) for step in more if _adds(step)]
    cut = repository.boundary()
    return {path: _trail(steps, cut, lost=path in lost) for path, steps in found.items()}


def _adds(step: Step) -> bool:
    return step.before is None and not step.first


def _trail(steps: Sequence[Step], cut: Collection[str], *, lost: bool) -> Trail:
    # What lies at the edge of a shallow clone was there before; nobody here knows by whom.
    known = tuple(step for step in steps if step.commit not in cut)
    return Trail(known, whole=len(known) == len(steps) and not lost)


def _earlier(stems: Collection[str], removed: Iterable[str]) -> str | None:
    return next((path for path in removed if PurePosixPath(path).stem in stems), None)


def _steps(repository: Repository, paths: Iterable[str], start: Sequence[str]) -> dict[str, tuple[Step, ...]]:
    wanted = sorted(path for path in set(paths) if refusal(path.encode(), "100644", 0) is None)
    if not wanted:
        return {}
    asked = wanted if len(wanted) <= MOST_NAMED else list(ROOTS)
    output = repository.repo.git(
        "--literal-pathspecs", "-c", "log.showRoot=true", "log", *_RAW, "--topo-order", "--diff-merges=off",
        "--no-show-signature", _FORMAT, *start, "--", *(repository.prefix + one for one in asked),
    )  # fmt: skip
    found: dict[str, list[Step]] = {path: [] for path in wanted}
    length = len(repository.prefix.encode())
    for raw, step in _read(output):
        path = raw[length:].decode("utf-8", "backslashreplace")
        if path in found:
            found[path].append(step)
    return {path: tuple(steps) for path, steps in found.items() if steps}


def _read(output: bytes) -> Iterator[tuple[bytes, Step]]:
    empty = Step("", date.min, (), None, None, first=True)
    parts = iter(output.split(b"\0"))
    for part in parts:
        token = part.lstrip(b"\n")
        if token.startswith(_MARK):
            head, _, token = token[1:].partition(b"\n")
            known, _, people = head.decode("utf-8", "replace").partition("|")
            commit, day, *parents = known.split()
            author, _, others = people.partition("|")
            mails = (author, *_ADDRESS.findall(others))
            empty = Step(commit, _day(day), mails, None, None, first=not parents)
            token = token.lstrip(b"\n")
        if token.startswith(b":"):
            _, _, before, after, _ = token[1:].split(b" ")
            yield next(parts), replace(empty, before=_oid(before), after=_oid(after))


def _oid(text: bytes) -> str | None:
    return text.decode() if text.strip(_NOTHING) else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _removed(repository: Repository, commits: Collection[str]) -> dict[str, list[str]]:
    """List the record files that some commits removed, by commit."""
    if not commits:
        return {}
    asked = "".join(f"{commit}\n" for commit in sorted(commits)).encode()
    output = repository.repo.git("diff-tree", "--stdin", "--diff-filter=D", *_RAW, stdin=asked)
    found: dict[str, list[str]] = {}
    commit, prefix = "", repository.prefix.encode()
    parts = iter(output.split(b"\0"))
    for part in parts:
        token = part.strip(b"\n")
        if token.startswith(b":"):
            path = next(parts)
            if path.startswith(prefix) and is_record(path):
                found.setdefault(commit, []).append(path[len(prefix) :].decode("utf-8", "backslashreplace"))
        elif token:
            commit = token.decode("ascii", "replace")
    return found

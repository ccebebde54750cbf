"""A git repository: its revisions and its history."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from gitsm.errors import (
    GitFailedError,
    MergeConflictError,
    NotARepositoryError,
    ShallowCloneError,
    UnknownRevisionError,
    UnrelatedHistoryError,
)
from gitsm.sources.plumbing import OID, Repo, run

_REVISION: Final = re.compile(r"\A[A-Za-z0-9_@][A-Za-z0-9_./@~^{}+-]{0,250}\Z", re.ASCII)
_DATE: Final = re.compile(
    r"\A(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?\Z",
    re.ASCII,
)
_FIRST_YEAR: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_SECONDS: Final = 253_402_214_400  # the last day of year 9999
_FORMAT: Final = "--format=%H%x00%T%x00%P%x00%an%x00%at%x00%cd%x00%s"
_FIELDS: Final = _FORMAT.count("%x00") + 1


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; `at` is the committer's time, clamped to years people can mean."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: str
    at: datetime
    subject: str

    @property
    def short(self) -> str:
        """Enough of its id for people."""
        return self.oid[:10]


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, and the folder in it that holds the catalogue.

    Attributes:
        repo: the repository.
        root: the catalogue's folder; the git directory of a bare repository.
        prefix: the catalogue's folder relative to the top, ending in `/`; empty for the top.
        algorithm: sha1 or sha256.
    """

    repo: Repo
    root: Path
    prefix: str
    algorithm: str
    bare: bool

    @classmethod
    def at(cls, root: Path) -> "Repository":
        """Find the repository that a folder is in.

        Raises:
            NotARepositoryError: when it is in none.
            GitFailedError: when git refuses it; git's own advice is passed on.
        """
        git_dir = _git_dir(root)
        if git_dir is None:
            raise NotARepositoryError(str(root))
        text = run([f"--git-dir={git_dir}", "rev-parse", "--is-bare-repository", "--show-object-format"])
        bare, algorithm = text.decode().split()
        top = None if bare == "true" else _top(root)
        prefix = "" if top is None else root.resolve().relative_to(top).as_posix()
        return cls(Repo(str(git_dir)), root, "" if prefix in {"", "."} else prefix + "/", algorithm, bare == "true")

    def resolve(self, text: str) -> Commit:
        """Find the commit that a revision, tag or date names.

        A date names the last commit of HEAD's first-parent line at or before it; a day includes its evening, UTC.

        Raises:
            UnknownRevisionError: when git knows none, or the text is no revision.
            ShallowCloneError: when this clone ends before it.
        """
        if match := _DATE.match(text):
            return self._on(match, text)
        if not _REVISION.match(text) or ".." in text:
            raise UnknownRevisionError(text)
        try:
            return next(self._log(["-1", "--end-of-options", text + "^{commit}", "--"]))
        except GitFailedError:
            if self.is_shallow():
                raise ShallowCloneError(text) from None
            raise UnknownRevisionError(text, self._near(text)) from None

    def commit(self, oid: str) -> Commit:
        """Read one commit by its id."""
        return next(self._log([oid, "-1"]))

    def _on(self, match: re.Match[str], text: str) -> Commit:
        zone = match["zone"] or "Z"
        try:
            moment = datetime.fromisoformat(f"{match['day']}T{match['time'] or '23:59:59'}{zone}")
        except ValueError:
            raise UnknownRevisionError(text) from None
        for commit in self.log("HEAD"):
            if commit.at <= moment:
                return commit
        if self.is_shallow():
            raise ShallowCloneError(text)
        raise UnknownRevisionError(text, "history begins after that")

    def _near(self, text: str) -> str | None:
        refs = self.repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
        near = get_close_matches(text, refs.decode("utf-8", "replace").split(), n=2)
        return f"did you mean {' or '.join(near)}?" if near else None

    def is_shallow(self) -> bool:
        """Tell whether this clone lacks history."""
        return self.repo.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def boundary(self) -> frozenset[str]:
        """List the oldest commits that a shallow clone has, whose parents it lacks; none where history is whole."""
        output = self.repo.git("rev-parse", "--path-format=absolute", "--git-path", "shallow")
        try:
            return frozenset(Path(os.fsdecode(output.rstrip(b"\n"))).read_text("ascii").split())
        except FileNotFoundError:
            return frozenset()

    def merge_base(self, one: str, other: str) -> str | None:
        """Find the best common ancestor of two commits; None where there is none."""
        output = self.repo.git("merge-base", one, other, accept=(0, 1))
        return output.decode().strip() or None

    @contextmanager
    def merged(self, ours: Commit, theirs: Commit) -> Iterator[tuple[Repo, str]]:
        """Merge two commits in memory: the objects go to a folder that is gone afterwards.

        Yields:
            A repository that sees the merged tree, and the tree's id.

        Raises:
            MergeConflictError: with the paths git cannot merge.
            UnrelatedHistoryError: when they share no ancestor.
        """
        if self.merge_base(ours.oid, theirs.oid) is None:
            if self.is_shallow():
                raise ShallowCloneError("the merge base")
            raise UnrelatedHistoryError(ours.short, theirs.short)
        with tempfile.TemporaryDirectory(prefix="gitsm-merge-") as folder:
            repo = Repo(self.repo.git_dir, folder)
            output = repo.git("merge-tree", "--write-tree", "-z", "--name-only", ours.oid, theirs.oid, accept=(0, 1))
            tree, *rest = output.split(b"\0")
            paths = sorted(
                {path.decode("utf-8", "backslashreplace") for path in rest[: rest.index(b"")]} if b"" in rest else set()
            )
            if paths:
                raise MergeConflictError(ours.short, theirs.short, tuple(paths))
            yield repo, tree.decode().strip()

    def log(self, start: str, paths: Sequence[str] = ()) -> Iterator[Commit]:
        """Go back through history on the first-parent line, newest first; with paths, only what touched them."""
        oid = self.repo.git("rev-parse", "--verify", "--end-of-options", start + "^{commit}").decode().strip()
        assert OID.match(oid)
        return self._log(["--first-parent", oid, "--", *(self.prefix + path for path in paths)])

    def holds(self, commit: Commit, path: str) -> bool:
        """Tell whether a commit has a file."""
        name = self.prefix + path
        return any(item.path == name.encode() for item in self.repo.listing(commit.oid, [name]))

    def touching(self, path: str, start: str) -> Iterator[Commit]:
        """List the commits of all lines of history that touched a file, newest first.

        Args:
            path: the file, relative to the catalogue's folder.
            start: the commit that history is read back from, hex.
        """
        return self._log([start, "--", self.prefix + path])

    def addresses(self, path: str, start: str) -> tuple[str, ...]:
        """List the mail addresses of everybody who wrote in a file, each once, the latest first.

        Args:
            path: the file, relative to the catalogue's folder.
            start: the commit that history is read back from, hex.
        """
        found = self.repo.git("log", "-z", "--no-show-signature", "--format=%ae", start, "--", self.prefix + path)
        return tuple(dict.fromkeys(one for one in found.decode("utf-8", "replace").split("\0") if one))

    def _log(self, arguments: Sequence[str]) -> Iterator[Commit]:
        output = self.repo.git("log", "-z", "--date=raw", "--no-show-signature", _FORMAT, *arguments)
        fields = [field.decode("utf-8", "replace") for field in output.split(b"\0")[:-1]]
        for start in range(0, len(fields), _FIELDS):
            oid, tree, parents, author, _, when, subject = fields[start : start + _FIELDS]
            yield Commit(oid, tree, tuple(parents.split()), author, _moment(when), subject)

    def last_deleter(self, path: str, start: str) -> Commit | None:
        """Find the commit that last removed a file; None where history does not tell."""
        output = self.repo.git(
            "log",
            "-z",
            "--date=raw",
            "--no-show-signature",
            "--diff-filter=D",
            "--no-renames",
            "-1",
            _FORMAT,
            start,
            "--",
            self.prefix + path,
        )
        fields = output.split(b"\0")
        return self.commit(fields[0].decode()) if OID.match(fields[0].decode("ascii", "replace")) else None


def _moment(raw: str) -> datetime:
    """Read git's raw date; a hostile one is clamped, an odd zone is UTC."""
    seconds, _, zone = raw.partition(" ")
    try:
        value = min(max(int(seconds), 0), _MOST_SECONDS)
    except ValueError:
        value = 0
    shift = timedelta()
    if re.fullmatch(r"[+-][0-9]{4}", zone) and int(zone[1:3]) < 15 and int(zone[3:]) < 60:  # noqa: PLR2004  # a real zone
        shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:])) * (-1 if zone[0] == "-" else 1)
    return (_FIRST_YEAR + timedelta(seconds=value)).astimezone(timezone(shift))


def _git_dir(root: Path) -> Path | None:
    """Find the git directory without asking git, which would look for one inside the checkout, too."""
    if (root / "HEAD").is_file() and (root / "objects").is_dir() and (root / "refs").is_dir():
        return root.resolve()
    for folder in (root.resolve(), *root.resolve().parents):
        marker = folder / ".git"
        if marker.is_dir():
            return marker
        if marker.is_file():
            text = marker.read_text("utf-8", "replace")
            return (folder / text.removeprefix("gitdir:").strip()).resolve() if text.startswith("gitdir:") else None
    return None


def _top(root: Path) -> Path:
    for folder in (root.resolve(), *root.resolve().parents):
        if os.path.lexists(folder / ".git"):
            return folder
    return root.resolve()

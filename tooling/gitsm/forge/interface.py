"""What every forge can be asked and told, in the words of gitsm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Conclusion = Literal["success", "failure", "action_required", "neutral"]
Word = Literal["approved", "changes_requested", "dismissed"]


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on a change."""

    id: str
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class Review:
    """What one person said of a change.

    Attributes:
        by: their handle.
        at: when, aware.
        word: what they said.
        commit: the commit they looked at, hex.
        id: where it can be looked up.
    """

    by: str
    at: datetime
    word: Word
    commit: str
    id: str


@dataclass(frozen=True, slots=True)
class OpenChange:
    """A pull or merge request, as the forge has it now.

    Attributes:
        number: what people call it.
        title: what it is about.
        author: who opened it.
        head: its last commit, hex.
        base: the target branch's name.
        tip: the target branch's last commit as the forge tells it here, hex; empty where it does not.
        draft: whether it is a draft.
        open: whether it is neither merged nor closed.
        merged: whether it was merged.
        url: where people look at it.
        branch: the name of the branch it comes from.
        source: the repository that branch is in, as the forge's addresses have it; empty where it is gone.
        at: when it was merged, aware; None where it was not.
        main: whether its target is the branch that counts: the default branch.
    """

    number: int
    title: str
    author: str
    head: str
    base: str
    tip: str
    draft: bool
    open: bool
    merged: bool
    url: str
    branch: str = ""
    source: str = ""
    at: datetime | None = None
    main: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """One commit of a change, with those the forge knows to have made it; anybody may write a name into a commit.

    Attributes:
        commit: its id, hex.
        by: their handles.
    """

    commit: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Push:
    """Commits that somebody brought to the forge; who did, the forge knows by itself.

    Attributes:
        by: their handle.
        commits: the tip, and others that came with it where the forge names them, hex.
    """

    by: str
    commits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something to say beside lines of a file."""

    path: str
    line: int
    end_line: int
    level: Literal["failure", "warning", "notice"]
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Check:
    """What is shown beside a commit.

    Attributes:
        name: what rules on branches ask for.
        head: the commit, hex.
        conclusion: how it went.
        title: one line.
        summary: Markdown, within `MOST_SUMMARY` characters.
        annotations: the worst first.
        url: where more can be read.
    """

    head: str
    conclusion: Conclusion
    title: str
    summary: str
    annotations: Sequence[Annotation]
    url: str
    name: str = "gitsm"


class Forge(Protocol):
    """One repository on one forge. Every method raises `ForgeRefusedError` and `ForgeUnreachableError`."""

    name: str
    sigil: str
    """What stands before the number of a change: `#` or `!`."""

    def me(self) -> str:
        """Say who this token writes as."""

    def change(self, number: int) -> OpenChange:
        """Look one change up."""

    def open_changes(self, base: str | None = None) -> Iterator[OpenChange]:
        """List the open changes, of one target branch."""

    def comments(self, number: int) -> Iterator[Comment]:
        """List the comments of a change, the oldest first."""

    def add_comment(self, number: int, body: str) -> Comment:
        """Write a comment."""

    def edit_comment(self, number: int, comment: str, body: str) -> None:
        """Write a comment anew."""

    def drop_comment(self, number: int, comment: str) -> None:
        """Remove a comment."""

    def reviews(self, number: int) -> Iterator[Review]:
        """List what people said of a change, the oldest first."""

    def commits(self, number: int) -> Iterator[Made]:
        """List the commits of a change."""

    def pushes(self, change: OpenChange) -> Iterator[Push]:
        """List what was pushed to the branch of a change, the newest first."""

    def members(self, group: str) -> tuple[str, ...]:
        """List who is in a group of the forge, by their handles: `organisation/team`."""

    def brought(self, commit: str) -> tuple[OpenChange, ...]:
        """List the changes by which a commit came to the default branch."""

    def files(self, number: int) -> Iterator[str]:
        """List the files a change touches, old names included."""

    def show(self, check: Check) -> None:
        """Show a check beside a commit."""

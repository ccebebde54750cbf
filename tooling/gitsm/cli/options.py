"""The options that verbs share, and what they stand for."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gitsm.cli.output import write_file
from gitsm.cli.warm import Look
from gitsm.errors import (
    NoCatalogueError,
    NotAMomentError,
    NotARepositoryError,
    ShallowCloneError,
    UnknownRevisionError,
    UnrelatedHistoryError,
    UsageError,
)
from gitsm.render.color import wants_color
from gitsm.render.terminal import for_errors, plain

if TYPE_CHECKING:
    from gitsm.load.records import Loaded
    from gitsm.sources import Source
    from gitsm.sources.repository import Repository

ROOTS = ("catalog", "cmdb", "changes")


@dataclass
class Context:
    """What the shared options of one run say.

    Attributes:
        folder: --root as given; None to look for it.
        at: --at as given; None for the work tree.
        as_of: what counts as now, with an offset.
        now: whether that is the clock's time, not a given one.
        format: the format of the result.
        output: the file it goes to; None for standard output.
        color: auto, always or never.
        quiet: whether standard error stays silent about what is no error.
        verbose: whether it says more than usual.
        look: what was seen of the files on the way here.
    """

    folder: Path | None
    at: str | None
    as_of: datetime
    now: bool
    format: str
    output: Path | None
    color: str
    quiet: bool
    verbose: bool
    look: Look = field(default_factory=Look)

    @cached_property
    def root(self) -> Path:
        """The folder that has catalog/, cmdb/ or changes/.

        Raises:
            NoCatalogueError: when there is none at or above the current one.
        """
        if self.folder is not None:
            if not self.folder.is_dir():
                raise UsageError(f"--root {self.folder} is no folder")
            if self.at is None and not _holds_records(self.folder):
                raise NoCatalogueError(str(self.folder))
            return self.folder
        here = Path.cwd()
        for folder in (here, *here.parents):
            if _holds_records(folder):
                return folder
            if (folder / ".git").exists():
                break
        if self.at is not None:
            return here
        raise NoCatalogueError(str(here))

    @cached_property
    def repository(self) -> "Repository":
        """The repository that the root is in.

        Raises:
            NotARepositoryError: when it is in none.
        """
        from gitsm.sources.repository import Repository

        return Repository.at(self.root)

    def source(self, at: str | None = None) -> "Source":
        """Open a tree: the given revision, else that of --at, else the work tree."""
        revision = at or self.at
        if revision is None:
            return self._worktree()
        from gitsm.sources import revision as trees

        repository = self.repository
        commit = repository.resolve(revision)
        return trees.revision(repository.repo, commit.tree, revision, repository.prefix)

    def _worktree(self) -> "Source":
        from gitsm.sources.worktree import worktree

        root = self.root
        try:
            repository = self.repository
        except NotARepositoryError:
            return worktree(root)
        if repository.bare:
            raise NoCatalogueError(str(root))
        return worktree(root, repository.repo, repository.algorithm, repository.prefix)

    def load(self, at: str | None = None) -> "Loaded":
        """Read the records of a tree: the given revision, else that of --at, else the work tree."""
        from gitsm.load.records import load

        return load(self.source(at))

    def fork_point(self, base: str) -> str:
        """Find the commit where the tree at hand left another line: what changed since it changed here.

        Raises:
            UnrelatedHistoryError: when they never were one.
            ShallowCloneError: when this clone does not reach back that far.
        """
        repository = self.repository
        theirs, ours = repository.resolve(base), repository.resolve(self.at or "HEAD")
        found = repository.merge_base(theirs.oid, ours.oid)
        if found is not None:
            return found
        if repository.is_shallow():
            raise ShallowCloneError(base)
        raise UnrelatedHistoryError(base, self.at or "HEAD")

    @property
    def place_in_repository(self) -> str:
        """The root's folder relative to the top of its repository; `.` for the top, and outside of any."""
        try:
            return self.repository.prefix.rstrip("/") or "."
        except NotARepositoryError:
            return "."

    @property
    def top(self) -> Path:
        """The top folder of the repository's work tree; the root outside of any."""
        place = self.place_in_repository
        return self.root if place == "." else self.root.resolve().parents[place.count("/")]

    @property
    def start_of_history(self) -> str | None:
        """The commit at hand, hex; None outside of git, and before the first commit."""
        try:
            return self.repository.resolve(self.at or "HEAD").oid
        except (NotARepositoryError, UnknownRevisionError):
            return None

    def emit(self, text: str) -> None:
        """Give a result to the user; colours stay where they are wanted."""
        if text and not text.endswith("\n"):
            text += "\n"
        if self.output is not None:
            write_file(self.output, text if self.color == "always" else plain(text))
            return
        sys.stdout.write(text if wants_color(self.color, os.environ, terminal=sys.stdout.isatty()) else plain(text))
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """Tell the user about the run, on standard error; --quiet silences it."""
        if not self.quiet:
            sys.stderr.write(for_errors(text, self.color) + "\n")


def _holds_records(folder: Path) -> bool:
    return any((folder / name).is_dir() for name in ROOTS)


def moment(text: str) -> datetime:
    """Read a day, which begins at midnight UTC, or a time with an offset.

    Raises:
        NotAMomentError: when it is neither.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise NotAMomentError(text) from None
    if len(text) == len("2026-11-22"):
        return read.replace(tzinfo=UTC)
    if read.tzinfo is None:
        raise NotAMomentError(text)
    return read


class _Command(click.Command):
    """A verb with examples at the end of its help."""

    examples: str = ""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they stand."""
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples.strip().splitlines():
                    formatter.write(f"  {line.strip()}\n")
        super().format_epilog(ctx, formatter)


def verb(
    *, formats: Sequence[str] = (), at: bool = True, as_of: bool = False, examples: str = ""
) -> Callable[[Callable[..., int | None]], click.Command]:
    """Make a verb of a function, which gets a `Context` before its own arguments and returns the exit status.

    Args:
        formats: what --format admits, the default first; none: no such option.
        at: whether it takes --at.
        as_of: whether it takes --as-of.
        examples: command lines, one per line; a reader copies them.
    """

    def build(function: Callable[..., int | None]) -> click.Command:
        def callback(**values: Any) -> int:  # noqa: ANN401  # as many types as options
            return function(_context(values, formats), **values) or 0

        command = click.command(cls=_Command)(update_wrapper(callback, function))
        command.examples = examples
        command.params += _shared(formats, at=at, as_of=as_of)
        return command

    return build


def _context(values: dict[str, Any], formats: Sequence[str]) -> Context:
    as_of, chosen = values.pop("as_of", None), values.pop("format", None)
    output = values.pop("output", None)
    # On GitHub's runners findings belong beside the lines; a file is for another reader.
    beside = "github" in formats and os.environ.get("GITHUB_ACTIONS") == "true" and output is None
    return Context(
        folder=values.pop("root"),
        at=values.pop("at", None),
        as_of=moment(as_of) if as_of else datetime.now(UTC),
        now=as_of is None,
        format=chosen or ("github" if beside else next(iter(formats), "text")),
        output=output,
        color=values.pop("color"),
        quiet=values.pop("quiet"),
        verbose=values.pop("verbose"),
        look=click.get_current_context().find_object(Look) or Look(),
    )


def _shared(formats: Sequence[str], *, at: bool, as_of: bool) -> list[click.Parameter]:
    options = [
        click.Option(
            ["--root"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="The folder with catalog/, cmdb/ or changes/; found upwards from here if not given.",
        )
    ]
    if at:
        options.append(click.Option(["--at"], metavar="REV", help="Read this revision, tag or date, not the files."))
    if as_of:
        options.append(click.Option(["--as-of"], metavar="TIME", help="What counts as now: a day or a time."))
    if formats:
        options.append(click.Option(["--format"], type=click.Choice(formats), help=f"Default: {formats[0]}."))
    options += [
        click.Option(
            ["--output"], type=click.Path(path_type=Path), metavar="FILE", help="Write the result there, or not at all."
        ),
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="auto: on a terminal, unless NO_COLOR is set.",
        ),
        click.Option(["--quiet", "-q"], is_flag=True, help="No summary on standard error."),
        click.Option(["--verbose", "-v"], is_flag=True, help="More about the run on standard error."),
    ]
    return list(options)

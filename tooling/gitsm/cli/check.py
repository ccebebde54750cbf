"""`gitsm check`: validate a tree."""

from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli import warm
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import EmptyRevisionError, NotARepositoryError, UnknownRevisionError, UsageError
from gitsm.render.terminal import plain

if TYPE_CHECKING:
    from gitsm.inquiry.checking import Judged
    from gitsm.report import Report
    from gitsm.sources.repository import Commit

FORMATS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")


@verb(
    formats=FORMATS,
    as_of=True,
    examples="""
    gitsm check                                    the work tree
    gitsm check catalog/services/payments          what concerns these files
    gitsm check --changed origin/main              what concerns this branch
    gitsm check --at v1 --format json              a revision, for a program
    gitsm check --format sarif --output out.sarif  for code scanning
    """,
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--changed", metavar="BASE", help="Report only what concerns changes since BASE.")
def command(context: Context, paths: tuple[str, ...], changed: str | None) -> int:
    """Validate every record and every reference between them.

    The whole tree is judged; PATH and --changed restrict what is reported. Exit status 1 means errors were found;
    warnings and notes alone give 0.
    """
    from gitsm.render.findings import FORMATS as FACES
    from gitsm.render.findings.text import summary

    named = _key(context, context.look) if context.now and not (paths or changed or context.output) else None
    report = _report(context, paths, changed)
    status, result, said = FINDINGS if report.fails else FINE, FACES[context.format](report), summary(report)
    context.emit(result)
    context.say(said)
    # Nobody may have edited a file, or the program, while it was judged.
    if named is not None and named == _key(context, warm.Look()):
        warm.remember(named, warm.Answer(status, result, plain(result), f"{said}\n", f"{plain(said)}\n"))
    return status


def _key(context: Context, look: warm.Look) -> str | None:
    return warm.key(_folder(context), context.at, context.format, look)


def _folder(context: Context) -> str | None:
    return None if context.folder is None else str(context.folder)


def _report(context: Context, paths: tuple[str, ...], changed: str | None) -> "Report":
    today = context.as_of.astimezone(UTC).date()
    tree = _whole(context, today, context.at) if paths or changed else _judged(context, today)
    if context.at and not len(tree.loaded.snapshot) and not tree.source.blobs and not tree.source.problems:
        raise EmptyRevisionError(context.at)
    if changed is not None:
        tree = tree.since(_whole(context, today, context.fork_point(changed)))
    if paths:
        tree = tree.below([_below_root(context.root, path, tree) for path in paths])
    start = context.start_of_history if tree.dangles else None
    if start is not None:
        tree = tree.remembering(context.repository, start)
    return tree.report(context.place_in_repository, today)


def _whole(context: Context, today: date, at: str | None) -> "Judged":
    """Judge all of a tree: that of a revision, or the work tree."""
    from gitsm.inquiry.checking import judged

    return _recalling(context, judged(context.source(at), today), today, at)


def _recalling(context: Context, tree: "Judged", today: date, at: str | None) -> "Judged":
    """Judge a tree by its history, too, where it has one."""
    start = (at and context.repository.resolve(at).oid) or context.start_of_history if tree.is_documented else None
    return tree if start is None else tree.recalling(context.repository, [start], today)


def _judged(context: Context, today: date) -> "Judged":
    """Judge a tree: by what is kept of it or of one near it, where that is enough; else whole, and keep it."""
    from gitsm.inquiry.checking import judged

    commit = _commit(context)
    if commit is None:
        return _whole(context, today, context.at)
    from gitsm.errors import DamagedCacheError
    from gitsm.recheck.again import files_again, tree_again
    from gitsm.recheck.ledger import TooWideError
    from gitsm.recheck.memory import keep

    if context.at is not None:
        again = tree_again(context.repository, commit.tree, context.at, today)
    else:
        edited = warm.edited(_folder(context), context.look)
        here = edited is not None and edited[0] == commit.oid
        again = files_again(context.repository, commit.tree, edited[1], today) if edited and here else None
    if again is not None:
        if context.verbose:
            context.say(f"judged by {again.files} files that may differ from {again.base[:10]}, which is remembered")
        try:
            return _recalling(context, again.judged, today, context.at)
        except (TooWideError, DamagedCacheError):  # so many articles, or rows that are not what was written
            pass
    whole = judged(context.source(), today)
    # What history tells hangs on more than a tree, so it is not kept with one.
    keep(context.repository, commit.tree, whole, today)
    return _recalling(context, whole, today, context.at)


def _commit(context: Context) -> "Commit | None":
    """Find the commit that is looked at, or that the files were edited from; None where there is none."""
    try:
        repository = context.repository
        return None if repository.bare and context.at is None else repository.resolve(context.at or "HEAD")
    except (NotARepositoryError, UnknownRevisionError):
        if context.at is not None:
            raise
        return None


def _below_root(root: Path, text: str, tree: "Judged") -> str:
    """Name a file as the tree does, whether it was given from here or from the root."""
    path = (Path.cwd() / text).resolve()
    top = root.resolve()
    name = path.relative_to(top).as_posix() if path.is_relative_to(top) else Path(text).as_posix()
    known = any(blob.path == name or blob.path.startswith(f"{name}/") for blob in tree.source.blobs)
    if not known and not (top / name).exists():
        raise UsageError(f"no file {text} in the catalogue", f"the catalogue is {root}")
    return name

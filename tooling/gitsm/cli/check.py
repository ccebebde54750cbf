"""`gitsm check`: validate a tree."""

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import NoCatalogueError, UsageError

if TYPE_CHECKING:
    from gitsm.checking import Judged

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
    from gitsm.checking import judged
    from gitsm.render.findings import FORMATS as FACES
    from gitsm.render.findings.text import summary

    today = context.as_of.astimezone(UTC).date()
    tree = judged(context.source(), today)
    if context.at and not tree.source.blobs and not tree.source.problems:
        raise NoCatalogueError(f"{context.root} in {context.at}")
    if changed is not None:
        tree = tree.since(judged(context.source(context.fork_point(changed)), today))
    if paths:
        tree = tree.below([_below_root(context.root, path, tree) for path in paths])
    start = context.start_of_history if tree.dangles else None
    if start is not None:
        tree = tree.remembering(context.repository, start)
    report = tree.report(context.place_in_repository, today)
    context.emit(FACES[context.format](report))
    context.say(summary(report))
    return FINDINGS if report.fails else FINE


def _below_root(root: Path, text: str, tree: "Judged") -> str:
    """Name a file as the tree does, whether it was given from here or from the root."""
    path = (Path.cwd() / text).resolve()
    top = root.resolve()
    name = path.relative_to(top).as_posix() if path.is_relative_to(top) else Path(text).as_posix()
    known = any(blob.path == name or blob.path.startswith(f"{name}/") for blob in tree.source.blobs)
    if not known and not (top / name).exists():
        raise UsageError(f"no file {text} in the catalogue", f"the catalogue is {root}")
    return name

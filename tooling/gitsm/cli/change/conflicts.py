"""`gitsm change conflicts`: a change against everything else that is open."""

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import both
from gitsm.errors import BadListError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gitsm.inquiry.rivals import Named


@verb(
    formats=("text", "json", "markdown"),
    at=False,
    as_of=True,
    examples="""
    gitsm change conflicts main HEAD --open-changes 'refs/heads/change/*'     against other branches
    gitsm change conflicts origin/main HEAD --open-changes open.json          against what a forge lists
    """,
)
@click.argument("base")
@click.argument("head", default="HEAD")
@click.option(
    "--open-changes",
    "asked",
    required=True,
    metavar="REFS|FILE",
    help="A pattern of full names of refs, or a JSON file that lists open changes.",
)
def command(context: Context, base: str, head: str, asked: str) -> int:
    """Judge the change from BASE to HEAD against every other open change: which clash, which may go in parallel.

    Each is judged on its own tree, then merged with this one in memory. Exit status 1: a conflict refuses; 2: an open
    change cannot be read, or was moved meanwhile, so that nobody knows what it would do.
    """
    from gitsm.inquiry.rivals import open_changes
    from gitsm.render.conflicts import FORMATS

    with both(context, base, head) as (ours, theirs, tip, after):
        found = open_changes(
            context.repository,
            ours,
            theirs,
            listed(asked),
            tip=tip,
            after=after,
            as_of=context.as_of.astimezone(UTC).date(),
        )
    context.emit(FORMATS[context.format](found))
    return FINDINGS if any(one.stands for one in found.conflicts) else FINE


def listed(asked: str) -> "str | Sequence[Named]":
    """Read what --open-changes names: a pattern of refs as it is, a file as the open changes it lists."""
    from gitsm.exchange.open_changes import MOST_BYTES, read

    if asked.startswith("refs/"):
        return asked
    try:
        with Path(asked).open("rb") as stream:
            return read(stream.read(MOST_BYTES + 1), asked)
    except OSError as error:
        raise BadListError(asked, (error.strerror or str(error)).lower()) from None

"""`gitsm log`: what became of a record."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import located

if TYPE_CHECKING:
    from gitsm.inquiry.chronicle import Chronicle

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    examples="""
    gitsm log service:booking         every commit that altered it, field by field
    gitsm log pg-main --limit 3       the last three
    gitsm log old-db --at v1          a record that is gone, too
    """,
)
@click.argument("ref")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the last N.")
def command(context: Context, ref: str, limit: int | None) -> int:
    """Show every commit that altered a record, the newest first, with what it made of its fields.

    History is followed through renames and moves; records that are gone are found by kind:id.
    """
    from gitsm.render.history import log_face

    found = told(context, ref)
    context.emit(log_face(context.format)(replace(found, chapters=found.chapters[:limit])))
    return FINE


def told(context: Context, ref: str) -> "Chronicle":
    """Tell the history of the record somebody means."""
    from gitsm.inquiry.chronicle import chronicle

    repository = context.repository
    start = repository.resolve(context.at or "HEAD")
    name, path, now = located(context, ref, start)
    if repository.is_shallow():
        context.say("this clone is shallow: history may begin earlier; git fetch --unshallow brings it")
    return chronicle(repository, name, path, start.oid, now)

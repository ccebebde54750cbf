"""`gitsm diff`: what differs between two trees, in the words of the records."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import compared

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    at=False,
    examples="""
    gitsm diff main                 the work tree against main
    gitsm diff main my-branch       what merging my-branch would change
    gitsm diff v1..v2               two revisions
    """,
)
@click.argument("base")
@click.argument("head", required=False)
def command(context: Context, base: str, head: str | None) -> int:
    """Show what differs between BASE and HEAD, field by field.

    Without HEAD the work tree is compared. Where BASE has moved on, what is compared is the merge of both.
    """
    from gitsm.render.edits import Difference, face

    with compared(context, base, head) as (old, new, found):
        context.emit(face(context.format)(Difference(old, new, found.edits)))
    return FINE

"""`gitsm blame`: who made a record what it is."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.log import FORMATS, told
from gitsm.cli.options import Context, verb


@verb(
    formats=FORMATS,
    examples="""
    gitsm blame service:booking          the commit behind each field
    gitsm blame pg-main --deep           and behind each part of it
    gitsm blame pg-main --at 2026-10-01  as it was that day
    """,
)
@click.argument("ref")
@click.option("--deep", is_flag=True, help="Also parts of fields that were edited by themselves.")
def command(context: Context, ref: str, deep: bool) -> int:  # noqa: FBT001  # click's way
    """Show for each field of a record the commit that made its value what it is.

    Who only wrote it otherwise, sorted a list, or moved the file is not named.
    """
    from gitsm.render.history import blame_face

    context.emit(blame_face(context.format)(told(context, ref), deep))
    return FINE

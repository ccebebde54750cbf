"""`gitsm show`: one record, and what it is related to."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import entry_of, reference, standing


@verb(formats=("text", "json", "markdown"), examples="gitsm show ci:pg-main\ngitsm show booking --at 2026-10-01")
@click.argument("ref")
def command(context: Context, ref: str) -> int:
    """Show a record with its relations from both ends; REF is kind:id, an id that only one record has, or an alias."""
    from gitsm.graph.neighbours import neighbours
    from gitsm.render.records import shown

    with standing(context) as estate:
        found = reference(estate, ref)
        entry, related = entry_of(context, estate, found), neighbours(estate, found)
    context.emit(shown.FORMATS[context.format](entry, related))
    return FINE

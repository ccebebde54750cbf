"""`gitsm show`: one record, and what it is related to."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import meant


@verb(formats=("text", "json", "markdown"), examples="gitsm show ci:pg-main\ngitsm show booking --at 2026-10-01")
@click.argument("ref")
def command(context: Context, ref: str) -> int:
    """Show a record with its relations from both ends; REF is kind:id, an id that only one record has, or an alias."""
    from gitsm.graph.neighbours import neighbours
    from gitsm.render.records import shown

    snapshot = context.load().snapshot
    entry = snapshot.entries[meant(snapshot, ref)]
    related = neighbours(snapshot, entry)
    context.emit(shown.FORMATS[context.format](entry, related))
    return FINE

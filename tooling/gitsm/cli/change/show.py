"""`gitsm change show`: one change, and where it stands."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import meant
from gitsm.errors import UsageError


@verb(
    formats=("text", "json", "markdown"),
    as_of=True,
    examples="""
    gitsm change show chg-2026-11-28-booking-5-4
    gitsm change show chg-2026-11-28-booking-5-4 --as-of 2026-12-01
    """,
)
@click.argument("ref")
def command(context: Context, ref: str) -> int:
    """Show a change that is merged in this tree: its state, its time, what stands against it, and what it touches."""
    from gitsm.change.register import register
    from gitsm.render.changes import shown

    snapshot = context.load().snapshot
    name = meant(snapshot, ref)
    found = next((one for one in register(snapshot, context.as_of, only=name) if one.change.ref == name), None)
    if found is None:
        raise UsageError(f"{name} is no change that can be read", "gitsm change list lists them")
    context.emit(shown.FORMATS[context.format](found, context.as_of))
    return FINE

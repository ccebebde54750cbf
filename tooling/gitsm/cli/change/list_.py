"""`gitsm change list`: the changes of a tree, by where they stand."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb

STATES = ("scheduled", "implement", "review", "authorize", "closed")


@verb(
    formats=("text", "json", "markdown"),
    as_of=True,
    examples="""
    gitsm change list                     those that are not closed
    gitsm change list --state review      whose time is over, and whose outcome nobody wrote
    gitsm change list --all
    """,
)
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only those that stand there.")
@click.option("--all", "every", is_flag=True, help="Closed ones, too.")
def command(context: Context, states: tuple[str, ...], *, every: bool) -> int:
    """List the changes that are merged in this tree, each with its state; what is late comes first.

    Where a change stands follows from its record and the time. Changes on open branches are judged by gitsm gate.
    """
    from gitsm.change.register import register
    from gitsm.render.changes import listed

    found = register(context.load().snapshot, context.as_of)
    wanted = states or (STATES if every else STATES[:-1])
    shown = [one for one in found if one.state.name in wanted]
    context.emit(listed.FORMATS[context.format](shown, context.as_of))
    context.say(f"{len(shown)} of {len(found)} changes")
    return FINE

"""`gitsm forge approvals`: who made a change, and what people said of it."""

from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINE
from gitsm.cli.forge.asked import forge, number
from gitsm.cli.options import Context, verb
from gitsm.errors import GitsmError
from gitsm.render import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gitsm.forge.interface import OpenChange


@verb(
    at=False,
    examples="""
    gitsm forge approvals --output approvals.json         of the pull request this pipeline runs for
    gitsm forge approvals 12 --output approvals.json
    gitsm gate origin/main HEAD --approvals approvals.json
    """,
)
@click.argument("change", type=click.IntRange(1), metavar="[NUMBER]", required=False)
def command(context: Context, change: int | None) -> int:
    """Write who made a change and what people said of it, as `gitsm gate --approvals` reads it.

    Each review is bound to the commit that was looked at; one that was dismissed is told as such. Whoever pushed is one
    of the authors. Groups of the forge that teams of HEAD name are asked for their members. The token is taken from
    the environment: GITSM_TOKEN, else what the pipeline sets.
    """
    from gitsm.forge.groups import groups
    from gitsm.forge.statements import statement

    try:
        wanted = groups(context.repository, context.repository.resolve("HEAD"))
    except GitsmError:
        wanted = ()  # outside of a repository nobody names any
    client, which = forge(), number(change)
    stated = statement(client, which, wanted, _wordless(context, client.change(which)))
    context.emit(escape.json(stated.said))
    for note in stated.notes:
        context.say(f"note: {note}")
    return FINE


def _wordless(context: Context, change: "OpenChange") -> "Mapping[str, str]":
    """Find the commits of a change that edit nothing; none where this clone lacks it: who pushed is an author then."""
    from gitsm.inquiry.signed import wordless

    try:
        there = context.repository
        tip = there.resolve(change.tip or f"refs/remotes/origin/{change.base}")
        return wordless(there, tip, there.resolve(change.head))
    except GitsmError:
        return {}

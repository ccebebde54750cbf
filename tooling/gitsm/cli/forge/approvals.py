"""`gitsm forge approvals`: who made a change, and what people said of it."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.forge.asked import forge, number
from gitsm.cli.options import Context, verb
from gitsm.render import escape


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

    Each review is bound to the commit that was looked at; one that was dismissed is told as such. The token is taken
    from the environment: GITSM_TOKEN, else what the pipeline sets.
    """
    from gitsm.forge.statements import statement

    context.emit(escape.json(statement(forge(), number(change))))
    return FINE

"""`gitsm forge open-changes`: the other open pull requests."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.forge.asked import forge
from gitsm.cli.options import Context, verb
from gitsm.render import escape


@verb(
    at=False,
    examples="""
    gitsm forge open-changes --output open.json                       all
    gitsm forge open-changes --onto main --output open.json           of one target branch
    gitsm forge open-changes --refs | xargs -r git fetch -q origin    their commits, for the gate to look at
    """,
)
@click.option("--onto", metavar="BRANCH", help="Only what would be merged into this branch.")
@click.option("--but", type=click.IntRange(1), metavar="NUMBER", help="Leave one out.")
@click.option("--refs", is_flag=True, help="Write what git fetches them by, a line each.")
def command(context: Context, onto: str | None, but: int | None, *, refs: bool) -> int:
    """Write the open changes as `gitsm gate --open-changes` reads them."""
    from gitsm.forge.statements import listed, refspecs

    client = forge()
    changes = list(client.open_changes(onto))
    if refs:
        context.emit("".join(f"{line}\n" for line in refspecs(changes, client.name)))
    else:
        context.emit(escape.json(listed(changes, client.sigil, but)))
    return FINE

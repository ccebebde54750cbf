"""`gitsm export`: the records in another system's format."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb

EXPORTERS = ("openslo",)


@verb(
    examples="""
    gitsm export openslo                       the promises as OpenSLO v1
    gitsm export openslo --output slos.yaml    into a file
    """,
)
@click.argument("kind", metavar="FORMAT", type=click.Choice(EXPORTERS))
def command(context: Context, kind: str) -> int:
    """Write the records in another system's format, and tell what that format cannot say.

    openslo writes the promises to customers and teams as SLO documents (openslo/v1), and their services.
    """
    from gitsm.exchange import openslo
    from gitsm.render.terminal import printable

    assert kind == "openslo"
    found = openslo.export(context.load().snapshot)
    context.emit(openslo.text(found))
    for ref, what in found.remarks:
        context.say(f"{printable(ref)}: cannot be said there: {printable(what)}")
    return FINE

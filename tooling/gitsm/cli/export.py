"""`gitsm export`: the records in another system's format."""

from difflib import get_close_matches
from importlib import import_module

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import UnknownKindError

EXPORTERS = ("backstage", "csv", "openslo")


@verb(
    examples="""
    gitsm export openslo                         the promises as OpenSLO v1
    gitsm export backstage --output catalog.yaml the catalogue as Backstage entities
    gitsm export csv --kind service              records of a kind for a spreadsheet
    """,
)
@click.argument("format_", metavar="FORMAT", type=click.Choice(EXPORTERS))
@click.option("--kind", default="ci", metavar="KIND", help="For csv: the kind of record.", show_default=True)
def command(context: Context, format_: str, kind: str) -> int:
    """Write the records in another system's format, and tell what that format cannot say.

    backstage writes teams as Groups, services as Systems, CIs as Components and Resources. csv writes a row for each
    record of a kind, a column for each part. openslo writes the promises to customers and teams as SLO documents
    (openslo/v1), and their services.
    """
    snapshot = context.load().snapshot
    if format_ == "csv":
        from gitsm.render.records.table import table
        from gitsm_schemas import KINDS

        if kind not in KINDS:
            raise UnknownKindError(kind, tuple(get_close_matches(kind, KINDS, n=2)))
        context.emit(table(list(snapshot.of_kind(kind))))
        return FINE
    from gitsm.exchange.exported import text
    from gitsm.render.terminal import printable

    found = import_module(f"gitsm.exchange.{format_}").export(snapshot)
    context.emit(text(found))
    for ref, what in found.remarks:
        context.say(f"{printable(ref)}: cannot be said there: {printable(what)}")
    return FINE

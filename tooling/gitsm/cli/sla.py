"""`gitsm sla`: what is promised, what backs it, what was achieved, and what is left."""

from dataclasses import replace
from pathlib import Path

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb

FORMATS = ("text", "json", "markdown", "svg")


@verb(
    formats=FORMATS,
    as_of=True,
    examples="""
    gitsm sla service:booking                           every promise about it
    gitsm sla booking-passengers-sla --period 2026-10   one agreement, in October
    gitsm sla supplier:northsat --format markdown       what a supplier promised, kept and owes
    gitsm sla --all --as-of 2026-11-01                  all of them, as they stood then
    gitsm sla --all --tickets export.csv --map servicenow-incident      by another tool's tickets, too
    """,
)
@click.argument("ref", required=False)
@click.option("--all", "every", is_flag=True, help="Every agreement.")
@click.option("--period", metavar="PERIOD", help="2026-10, 2026-Q4 or 2026; else the window each target names.")
@click.option(
    "--tickets",
    "exports",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Tickets to measure by.",
)
@click.option(
    "--map",
    "mapping",
    metavar="FILE",
    help="How tickets are read: a mapping file, servicenow-incident or servicenow-request.",
)
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    ref: str | None,
    period: str | None,
    exports: tuple[Path, ...],
    mapping: str | None,
    *,
    every: bool,
) -> int:
    """Show the levels of what a record has to do with: each promise, what backs it, what was achieved, what is left.

    REF is an agreement, anything one covers, a customer, a supplier or a team.
    """
    from gitsm.cli.levels import asked, levels, tickets
    from gitsm.cli.trees import meant
    from gitsm.errors import UsageError
    from gitsm.render.levels import face
    from gitsm.render.levels.picture import picture
    from gitsm.service_level.reports import report

    if every is (ref is not None):
        raise UsageError("name a record, or --all", "gitsm sla service:booking, or gitsm sla --all")
    portfolio, happened, policies = levels(context)
    if exports:
        more = tickets(context, portfolio.snapshot, policies, exports, mapping)
        happened = replace(happened, cases=(*happened.cases, *more))
    subject = meant(portfolio.snapshot, ref) if ref else None
    found = report(portfolio, happened, policies.error_budget, subject, asked(period))
    context.emit(picture(portfolio, found) if context.format == "svg" else face(context.format)(found))
    return FINE

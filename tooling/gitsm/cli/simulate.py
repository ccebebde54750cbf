"""`gitsm simulate`: what fails if something fails."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import reference, standing

if TYPE_CHECKING:
    from gitsm.service_level.calendars import Interval
    from gitsm.service_level.costs import Cost

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    examples="""
    gitsm simulate ci:pg-main                  if it fails
    gitsm simulate pg-main redis --degraded    if both get slow
    gitsm simulate ci:pg-main --at 2026-10-01  on that day's records
    gitsm simulate ci:pg-main --for 45min --from 2026-12-01T09:00+01:00  what that would cost
    """,
)
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--down", "level", flag_value="DOWN", default="DOWN", help="They fail; the default.")
@click.option("--degraded", "level", flag_value="DEGRADED", help="They work badly.")
@click.option("--for", "length", metavar="TIME", help="How long they would be down: 45min, 4h.")
@click.option("--from", "start", metavar="TIME", help="From when; now if not given.")
def command(context: Context, refs: tuple[str, ...], level: str, length: str | None, start: str | None) -> int:
    """Show what fails if these records fail, on the tree as it is.

    With --for, show what such an outage would cost in service time, by agreement and customer, and whether the promises
    still hold.
    """
    from gitsm.change.simulation import simulate
    from gitsm.graph.propagation import Level
    from gitsm.render.impact import simulation_face

    span = _span(context, length, start, level)
    with standing(context) as estate:
        wanted = [reference(estate, ref) for ref in refs]
        found = simulate(estate, wanted, Level[level])
        context.emit(simulation_face(context.format)(found, None if span is None else _costs(context, wanted, span)))
    return FINE


def _span(context: Context, length: str | None, start: str | None, level: str) -> "Interval | None":
    """Read from when to when it would be down."""
    from gitsm.cli.options import moment
    from gitsm.errors import UsageError
    from gitsm_schemas.notation import NotationError, duration

    if length is None:
        if start is not None:
            raise UsageError("--from says from when; --for says how long", "gitsm simulate ci:pg-main --for 45min")
        return None
    if level != "DOWN":
        raise UsageError("only what is down counts against a promise", "leave --degraded out")
    try:
        read = duration(length)
    except NotationError:
        raise UsageError(f"{length!r} is no time", "write it like 45min or 4h") from None
    if read.working_days:
        raise UsageError(f"{length!r} counts working days, and an outage lasts by the clock", "write it like 48h")
    begin = moment(start) if start else context.as_of
    try:
        return begin, begin + timedelta(seconds=read.seconds)
    except OverflowError:
        raise UsageError(f"{start} and {length} after it is no time", "name one before the year 9999") from None


def _costs(context: Context, refs: list[str], span: "Interval") -> "tuple[Cost, ...]":
    from gitsm.cli.levels import levels
    from gitsm.service_level.costs import costs

    portfolio, happened, _ = levels(context)
    return costs(portfolio, happened, refs, span)

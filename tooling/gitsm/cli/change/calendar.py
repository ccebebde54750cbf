"""`gitsm change calendar`: what is done when."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from gitsm.cli.change.clock import clock, within_reach
from gitsm.cli.door import FINE
from gitsm.cli.options import Context, moment, verb
from gitsm.cli.trees import meant
from gitsm.errors import UsageError

if TYPE_CHECKING:
    from gitsm.change.calendar import Remembered
    from gitsm.snapshot import Snapshot

_MONTH = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?\Z", re.ASCII)


@verb(
    formats=("text", "json", "markdown", "ics"),
    as_of=True,
    examples="""
    gitsm change calendar                                   this month
    gitsm change calendar --month 2026-12                   another one
    gitsm change calendar service:booking --from 2026-12-01 --until 2027-02-01
    gitsm change calendar --format ics --output changes.ics     for programs that subscribe
    """,
)
@click.argument("refs", nargs=-1, metavar="[REF...]")
@click.option("--month", metavar="MONTH", help="One month: 2026-12.")
@click.option("--from", "since", metavar="TIME", help="From a day or a time on.")
@click.option("--until", metavar="TIME", help="Up to a day or a time, which is no longer in it.")
@click.option("--timezone", "zone", metavar="ZONE", help="Whose clock is shown; else the one that windows go by.")
@click.option("--domain", metavar="NAME", help="What the names of events end in, for ics; else gitsm.invalid.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    *,
    refs: tuple[str, ...],
    month: str | None,
    since: str | None,
    until: str | None,
    zone: str | None,
    domain: str | None,
) -> int:
    """Show the changes and windows of a month, or of any time; with REF... only what has to do with these records.

    For subscribers (ics) it reaches from 90 days back to a year ahead, where no time is given; a change whose record
    was removed stays in it for 90 days, called off.
    """
    from gitsm.change.calendar import Relevance, events
    from gitsm.change.scope import Ground
    from gitsm.graph.estate import Memory
    from gitsm.render.calendar import NOWHERE, Agenda, face
    from gitsm_schemas.changes import Change, Window

    if domain is not None and not _DOMAIN.match(domain):
        raise UsageError(f"{domain!r} is no domain", "write it like changes.tern-ferries.example")
    snapshot = context.load().snapshot
    about = [meant(snapshot, ref) for ref in refs]
    here = clock(snapshot, zone)
    period = _period(context, here, (month, since, until))
    history = _history(context, snapshot)
    changes = [change for _, change in snapshot.records(Change)]
    windows = [window for _, window in snapshot.records(Window)]
    found = events(changes, windows, period, gone=history.gone)
    if about:
        found = Relevance((*changes, *history.gone), windows, Ground(Memory.of(snapshot))).of(found, about)
    context.emit(face(context.format)(Agenda(found, period, context.as_of, history.stamps, here, domain or NOWHERE)))
    return FINE


def _period(
    context: Context, zone: tzinfo, asked: tuple[str | None, str | None, str | None]
) -> tuple[datetime, datetime]:
    from gitsm.change.calendar import subscribed

    month, since, until = asked
    if month is not None and (since or until):
        raise UsageError("--month says from when until when itself", "leave --from and --until out")
    if month is not None and not _MONTH.match(month):
        raise UsageError(f"{month!r} is no month", "write it like 2026-12")
    now = within_reach(context.as_of)
    if month is None and context.format == "ics":
        start, end = subscribed(now)
    else:
        named = datetime.combine(date.fromisoformat(f"{month}-01"), time(), UTC) if month else None
        first = within_reach(named).date() if named else now.astimezone(zone).date()
        start = datetime.combine(first.replace(day=1), time(), zone).astimezone(UTC)
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = datetime.combine(following, time(), zone).astimezone(UTC)
    if since:
        start = within_reach(moment(since))
        end = end if start < end else start + timedelta(days=31)
    end = within_reach(moment(until)) if until else end
    if start >= end:
        raise UsageError("the calendar ends before it starts", "give --until a later time than --from")
    return start, end


def _history(context: Context, snapshot: "Snapshot") -> "Remembered":
    from gitsm.change.calendar import Remembered
    from gitsm.inquiry.calendared import remembered

    start = context.start_of_history
    return remembered(context.repository, snapshot, start, context.as_of) if start else Remembered()

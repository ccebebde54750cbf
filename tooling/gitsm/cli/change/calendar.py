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
    from gitsm.render.calendar import Stamp
    from gitsm.snapshot import Snapshot
    from gitsm_schemas.changes import Change

KEPT = timedelta(days=90)
"""So long a change that was called off stays in the calendar of subscribers, who would keep it otherwise."""
AHEAD = timedelta(days=365)
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
@click.option("--domain", default="gitsm.invalid", metavar="NAME", help="What the names of events end in, for ics.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    *,
    refs: tuple[str, ...],
    month: str | None,
    since: str | None,
    until: str | None,
    zone: str | None,
    domain: str,
) -> int:
    """Show the changes and windows of a month, or of any time; with REF... only what has to do with these records.

    For subscribers (ics) it reaches from 90 days back to a year ahead, where no time is given; a change whose record
    was removed stays in it for 90 days, called off.
    """
    from gitsm.change.calendar import events
    from gitsm.change.scope import Ground
    from gitsm.graph.estate import Memory
    from gitsm.render.calendar import Agenda, face
    from gitsm_schemas.changes import Change, Window

    if not _DOMAIN.match(domain):
        raise UsageError(f"{domain!r} is no domain", "write it like changes.tern-ferries.example")
    snapshot = context.load().snapshot
    about = [meant(snapshot, ref) for ref in refs]
    here = clock(snapshot, zone)
    period = _period(context, here, (month, since, until))
    stamps, gone = _history(context, snapshot)
    found = events(
        [change for _, change in snapshot.records(Change)],
        [window for _, window in snapshot.records(Window)],
        period,
        gone=gone,
        about=about,
        ground=Ground(Memory.of(snapshot)) if about else None,
    )
    context.emit(face(context.format)(Agenda(found, period, context.as_of, stamps, here, domain)))
    return FINE


def _period(
    context: Context, zone: tzinfo, asked: tuple[str | None, str | None, str | None]
) -> tuple[datetime, datetime]:
    month, since, until = asked
    if month is not None and (since or until):
        raise UsageError("--month says from when until when itself", "leave --from and --until out")
    if month is not None and not _MONTH.match(month):
        raise UsageError(f"{month!r} is no month", "write it like 2026-12")
    now = within_reach(context.as_of)
    if month is None and context.format == "ics":
        start, end = now - KEPT, now + AHEAD
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


def _history(context: Context, snapshot: "Snapshot") -> "tuple[dict[str, Stamp], list[Change]]":
    """Tell when each change and window was committed last, and which changes were removed of late."""
    from gitsm.load.records import parse
    from gitsm.render.calendar import Stamp
    from gitsm.sources.touches import touches
    from gitsm_schemas.changes import Change

    start = context.start_of_history
    if start is None:
        return {}, []
    known = touches(context.repository, start)
    head = context.repository.commit(start).at
    entries = [entry for kind in ("change", "window") for entry in snapshot.of_kind(kind)]
    stamps = {
        entry.ref: Stamp(touch.count, touch.last) if (touch := known.get(entry.path)) else Stamp(0, head)
        for entry in entries
    }
    late = {path: each for path, each in known.items() if each.gone and context.as_of - KEPT <= each.last}
    gone: list[Change] = []
    for path, (oid, content) in zip(
        late, context.repository.repo.contents(str(each.gone) for each in late.values()), strict=True
    ):
        entry, _ = parse(path, oid, content)
        if entry is not None and isinstance(entry.record, Change) and entry.ref not in snapshot:
            gone.append(entry.record)
            stamps[entry.ref] = Stamp(late[path].count, late[path].last)
    return stamps, gone

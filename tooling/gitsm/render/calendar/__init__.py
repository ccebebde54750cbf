"""The change calendar, in each format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from gitsm.change.calendar import Event
from gitsm.service_level.calendars import Interval


@dataclass(frozen=True, slots=True)
class Stamp:
    """What history says of a record's file: how many commits touched it, and when the last did."""

    count: int
    last: datetime


@dataclass(frozen=True)
class Agenda:
    """What is shown.

    Attributes:
        events: in order of time.
        period: the time they were looked for in.
        as_of: what counts as now.
        stamps: by record, what history says of it.
        zone: whose clock people read.
        domain: what names of events end in, for programs that subscribe.
    """

    events: tuple[Event, ...]
    period: Interval
    as_of: datetime
    stamps: Mapping[str, Stamp]
    zone: tzinfo = UTC
    domain: str = "gitsm.invalid"


def face(name: str) -> Callable[[Agenda], str]:
    """Find the renderer of a format; that of subscribers costs 0.1 s to load."""
    from gitsm.render.calendar import listed, month

    if name == "ics":
        from gitsm.render.calendar.subscribed import ics

        return ics
    return {"text": month.text, "json": listed.json, "markdown": listed.markdown}[name]

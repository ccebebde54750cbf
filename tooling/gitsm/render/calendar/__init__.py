"""The change calendar, in each format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from gitsm.change.calendar import Event, Stamp
from gitsm.service_level.calendars import Interval

NOWHERE: Final = "gitsm.invalid"
"""What names of events end in where nobody said: RFC 2606 keeps it from being anybody's."""


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
        title: what those call the calendar.
    """

    events: tuple[Event, ...]
    period: Interval
    as_of: datetime
    stamps: Mapping[str, Stamp]
    zone: tzinfo = UTC
    domain: str = NOWHERE
    title: str = "Changes"


def face(name: str) -> Callable[[Agenda], str]:
    """Find the renderer of a format; that of subscribers costs 0.1 s to load."""
    from gitsm.render.calendar import listed, month

    if name == "ics":
        from gitsm.render.calendar.subscribed import ics

        return ics
    return {"text": month.text, "json": listed.json, "markdown": listed.markdown}[name]

"""Whose clock people read, and what it shows now."""

from collections import Counter
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from gitsm.cli.options import Context
from gitsm.errors import UsageError

if TYPE_CHECKING:
    from gitsm.snapshot import Snapshot

FIRST_YEAR, LAST_YEAR = 1971, 2198
"""A year less on both sides than windows may start in, so that every clock and horizon lies within."""


def clock(snapshot: "Snapshot", named: str | None) -> tzinfo:
    """Choose a time zone: the one that is named, else the one most windows and calendars go by, else UTC.

    Raises:
        UsageError: when there is no zone of that name.
    """
    from gitsm_schemas.changes import Window
    from gitsm_schemas.organisation import Calendar

    if named is not None:
        if named not in available_timezones():
            raise UsageError(f"{named!r} is no time zone", "write it like Europe/Oslo")
        return ZoneInfo(named)
    zones = [window.timezone for _, window in snapshot.records(Window) if window.timezone]
    zones = zones or [calendar.timezone for _, calendar in snapshot.records(Calendar)]
    counted = Counter(zones)
    return ZoneInfo(min(counted, key=lambda zone: (-counted[zone], zone), default="UTC"))


def within_reach(moment: datetime) -> datetime:
    """Pass a moment on that windows and changes are looked at for.

    Raises:
        UsageError: when it lies in a year that nobody plans for.
    """
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UsageError(f"{moment:%Y-%m-%d} is out of reach", f"name a time from {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def now_of(context: Context) -> datetime:
    """Take what counts as now, on the full minute that is next.

    Raises:
        UsageError: when it lies in a year that nobody plans for.
    """
    now = within_reach(context.as_of)
    whole = now.replace(second=0, microsecond=0)
    return whole if whole == now else whole + timedelta(minutes=1)

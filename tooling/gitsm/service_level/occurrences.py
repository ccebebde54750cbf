"""When a maintenance window or a blackout is open (domain.md §8.7)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from gitsm.service_level.calendars import Interval, merged
from gitsm.service_level.recurrence import first_after, recurring
from gitsm_schemas.changes import Window

_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2399, 1, 1, tzinfo=UTC)
"""Between them rules are followed; who plans for the year 9999 does not mean it."""


def occurrences(window: Window, start: datetime, end: datetime) -> tuple[Interval, ...]:
    """List when a window is open, in UTC and in order: each time that meets a period, whole.

    Times are half-open: who ends when one begins does not meet it. An occurrence lasts as long as a stopwatch says,
    also in a night in which the clock is changed.

    Args:
        window: the window.
        start: the first moment of the period, with an offset.
        end: the first moment after it.
    """
    if window.at is not None:
        found = merged([(window.at.start, window.at.end)])
    else:
        assert window.rrule is not None
        assert window.timezone is not None
        assert window.duration is not None
        long = timedelta(seconds=window.duration.seconds)
        low, high = (min(max(moment, _FIRST), _LAST) for moment in (start, end))
        begins = recurring(window.rrule, window.starts, window.timezone, low - long, high)
        found = tuple((each, each + long) for each in begins)
    return tuple(each for each in found if each[0] < end and start < each[1])


def next_opening(window: Window, after: datetime | None = None) -> Interval | None:
    """Find the first time that a window is open after a moment, whole, in UTC; None where it opens no more.

    Args:
        window: the window.
        after: a moment, with an offset; a time that is over by then does not count. None: whenever.
    """
    moment = min(max(after or _FIRST, _FIRST), _LAST)
    if window.at is not None:
        return next((span for span in merged([(window.at.start, window.at.end)]) if moment < span[1]), None)
    assert window.rrule is not None
    assert window.timezone is not None
    assert window.duration is not None
    long = timedelta(seconds=window.duration.seconds)
    found = first_after(window.rrule, window.starts, window.timezone, moment - long + timedelta(microseconds=1))
    return None if found is None else (found, found + long)

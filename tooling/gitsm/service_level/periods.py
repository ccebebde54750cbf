"""The time a promise is judged over: a month, a quarter, or the last days (domain.md §8.3)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from gitsm.service_level.calendars import Interval

_PERIOD: Final = re.compile(r"\A(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])|-?Q(?P<quarter>[1-4]))?\Z", re.ASCII)
_ROLLING: Final = "rolling "
_LENGTHS: Final = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of a calendar, whatever its zone.

    Attributes:
        first: the first day.
        after: the first day after them.
    """

    first: date
    after: date

    def within(self, zone: tzinfo) -> Interval:
        """Say from when to when they last in a zone, in UTC."""
        return _midnight(self.first, zone), _midnight(self.after, zone)


def days(text: str) -> Days | None:
    """Read `2026-10`, `2026-Q4` or `2026`; None for what is none of these."""
    match = _PERIOD.match(text)
    if match is None or not 1 < int(match["year"]) < 9999:  # noqa: PLR2004  # years Python knows on both sides
        return None
    year = int(match["year"])
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    if match["quarter"]:
        return _months(year, int(match["quarter"]) * 3 - 2, 3)
    return _months(year, 1, 12)


def window(written: str, as_of: datetime, zone: tzinfo) -> Interval:
    """Find the time that a target's window names: the month or quarter a moment lies in, or the days before it.

    Args:
        written: `month`, `quarter` or `rolling 28d`, as a target says it.
        as_of: what counts as now.
        zone: whose months are meant.
    """
    today = as_of.astimezone(zone).date()
    if written == "month":
        return _months(today.year, today.month, 1).within(zone)
    if written == "quarter":
        return _months(today.year, (today.month - 1) // 3 * 3 + 1, 3).within(zone)
    now = as_of.astimezone(UTC)
    return now - (rolling(written) or timedelta(0)), now


def rolling(written: str) -> timedelta | None:
    """Read how long a rolling window is; None for one of the calendar."""
    if not written.startswith(_ROLLING):
        return None
    return timedelta(days=int(written.removeprefix(_ROLLING).removesuffix("d")))


def windows(written: str, asked: Days) -> tuple[Days, ...]:
    """List the whole windows of a target that lie in some days, or around them; of a rolling one, those days."""
    count = _LENGTHS.get(written)
    if count is None:
        return (asked,)
    found = []
    first = asked.first.replace(month=(asked.first.month - 1) // count * count + 1, day=1)
    while first < asked.after:
        found.append(_months(first.year, first.month, count))
        first = found[-1].after
    return tuple(found)


def _months(year: int, month: int, count: int) -> Days:
    after = year * 12 + month - 1 + count
    return Days(date(year, month, 1), date(after // 12, after % 12 + 1, 1))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)

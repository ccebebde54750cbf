"""Recurrence rules as RFC 5545 reads them: the one place that asks dateutil."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

_SHIFT: Final = 7600
"""Years that a rule is moved ahead while it is followed.

The calendar repeats every 400 years, weekdays included. dateutil looks for a next occurrence up to the year 9999, so a
rule that never comes (30 February) is given up after four centuries instead of eight thousand years.
"""
_ANCHOR: Final = datetime(1970, 1, 1)  # noqa: DTZ001  # a clock's reading, in whatever zone it hangs
_END: Final = datetime(2399, 1, 1)  # noqa: DTZ001  # as above
_DAY_ONLY: Final = len("20261231")


def recurring(rule: str, first: datetime | None, zone: str, after: datetime, before: datetime) -> tuple[datetime, ...]:
    """List the moments at which a rule comes, in UTC, in order.

    A time of day that the clock leaps over counts as if it had not leapt yet; of one that it shows twice the first is
    meant (RFC 5545 §3.3.5).

    Args:
        rule: the rule, as `gitsm_schemas` admits it.
        first: the moment it starts from, with an offset; None: midnight, 1 January 1970.
        zone: the time zone whose clock it goes by.
        after: the first moment that is asked for.
        before: the first one after.
    """
    clock = ZoneInfo(zone)
    start = _ANCHOR if first is None else _reading(first, clock)
    known = _followed(rule, start, zone)
    day = timedelta(days=1)  # clocks differ by less on the two sides of a change
    low, high = (min(max(_reading(moment, clock), _ANCHOR + day), _END) for moment in (after, before))
    found = known.between(_moved(low - day), _moved(high + day), inc=True)
    moments = (_moved(each, -_SHIFT).replace(tzinfo=clock).astimezone(UTC) for each in found)
    return tuple(sorted(moment for moment in moments if after <= moment < before))


def first_after(rule: str, first: datetime | None, zone: str, after: datetime) -> datetime | None:
    """Find the first moment from a given one on at which a rule comes, in UTC; None where it comes no more."""
    clock = ZoneInfo(zone)
    known = _followed(rule, _ANCHOR if first is None else _reading(first, clock), zone)
    reading = min(max(_reading(after, clock) - timedelta(days=1), _ANCHOR), _END)
    while (found := known.after(_moved(reading), inc=True)) is not None:
        reading = _moved(found, -_SHIFT)
        moment = reading.replace(tzinfo=clock).astimezone(UTC)
        if moment >= after:
            return moment
        reading += timedelta(microseconds=1)
    return None


@lru_cache(maxsize=512)
def _followed(rule: str, start: datetime, zone: str) -> rrule:
    """Prepare a rule; what it has come up with once it remembers."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";"))
    if "UNTIL" in parts:
        parts["UNTIL"] = _moved(_until(parts["UNTIL"], ZoneInfo(zone))).strftime("%Y%m%dT%H%M%S")
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    made = rrulestr(text, dtstart=_moved(start), cache=True)
    assert isinstance(made, rrule)
    return made


def _until(text: str, clock: ZoneInfo) -> datetime:
    """Read the last moment of a rule: of the clock, in UTC, or a day with its whole evening."""
    if len(text) == _DAY_ONLY:
        text += "T235959"
    moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  # a clock's reading
    return _reading(moment.replace(tzinfo=UTC), clock) if text.endswith("Z") else moment


def _reading(moment: datetime, clock: ZoneInfo) -> datetime:
    """Read a clock at a moment."""
    return moment.astimezone(clock).replace(tzinfo=None, fold=0)


def _moved(reading: datetime, years: int = _SHIFT) -> datetime:
    return reading.replace(year=reading.year + years)

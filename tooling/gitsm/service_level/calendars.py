"""Service time: when it counts, how much of it passed, and when an amount of it is over (domain.md §8.3).

Hours are half-open spans of a day's clock in the calendar's zone. What comes in may have any zone, what comes out is in
UTC: the difference of two moments in one zone is one of clocks, and wrong by an hour across a change of the clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from gitsm_schemas.notation import Duration
from gitsm_schemas.organisation import WEEKDAYS, Calendar

Interval = tuple[datetime, datetime]
"""From its first moment to the first one after it."""

Clock = tuple[int, int]
"""Minutes of a day, the first and the first one after."""

WHOLE: Final[tuple[Clock, ...]] = ((0, 24 * 60),)
HORIZON: Final = timedelta(days=36_525)
"""No deadline lies further ahead: a century of a calendar is gone through in a moment, ten thousand years are not."""

_DAY: Final = timedelta(days=1)
_FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 29, tzinfo=UTC)


@dataclass(frozen=True)
class Hours:
    """When service time passes.

    Attributes:
        zone: the time zone its clock shows.
        week: by weekday from Monday, the spans of that day.
        special: days with spans of their own, holidays with none.
    """

    zone: ZoneInfo
    week: tuple[tuple[Clock, ...], ...]
    special: Mapping[date, tuple[Clock, ...]]

    @classmethod
    def of(cls, calendar: Calendar) -> "Hours":
        """Read a calendar record; a day that is a holiday and has hours of its own has these hours."""
        if calendar.hours == "always":
            week = (WHOLE,) * len(WEEKDAYS)
        else:
            week = tuple(_clocks(getattr(calendar.hours, weekday)) for weekday in WEEKDAYS)
        special: dict[date, tuple[Clock, ...]] = dict.fromkeys(calendar.holidays, ())
        special.update((each.day, _clocks(each.hours)) for each in calendar.overrides)
        return cls(ZoneInfo(calendar.timezone), week, special)

    @cached_property
    def always(self) -> bool:
        """Whether it passes every moment."""
        return not self.special and all(spans == WHOLE for spans in self.week)

    @cached_property
    def working_day(self) -> timedelta:
        """What `1d` means: the service time of a week, shared among the weekdays that have any."""
        open_days = [spans for spans in self.week if spans]
        minutes = sum(end - start for spans in open_days for start, end in spans)
        return timedelta(minutes=minutes) / len(open_days)

    @cached_property
    def _known(self) -> dict[date, tuple[Interval, ...]]:
        return {}

    def on(self, day: date) -> tuple[Interval, ...]:
        """List the spans of a day."""
        if day not in self._known:
            spans = self.special.get(day, self.week[day.weekday()])
            self._known[day] = tuple(
                (begin, end)
                for start, stop in spans
                if (begin := _moment(day, start, self.zone)) < (end := _moment(day, stop, self.zone))
            )
        return self._known[day]


def always() -> Hours:
    """Return the hours in which every moment counts."""
    return Hours(ZoneInfo("UTC"), (WHOLE,) * len(WEEKDAYS), {})


def intervals(hours: Hours, start: datetime, end: datetime, pauses: Iterable[Interval] = ()) -> Iterator[Interval]:
    """List the service time between two moments, in order; what adjoins is one, and pauses are left out."""
    return without(_within(hours, _utc(start), _utc(end)), merged(pauses))


def business_elapsed(hours: Hours, start: datetime, end: datetime, pauses: Iterable[Interval] = ()) -> timedelta:
    """Measure the service time between two moments, without what lies in pauses; zero where the end comes first."""
    return total(intervals(hours, start, end, pauses))


def deadline(hours: Hours, start: datetime, amount: timedelta, pauses: Iterable[Interval] = ()) -> datetime:
    """Find the first moment at which an amount of service time has passed; at most a century ahead.

    The clock runs only in service time, so what is due when the day closes is not due the next morning.
    """
    begin = _utc(start)
    end = begin + min(HORIZON, _LAST - begin)
    left = amount
    if left <= timedelta(0):
        return begin
    for opens, closes in intervals(hours, begin, end, pauses):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return end


def length(hours: Hours, amount: Duration) -> timedelta:
    """Measure a written duration in service time: `2d` is two working days of the calendar."""
    return timedelta(seconds=amount.seconds) + hours.working_day * float(amount.working_days)


def gap(hours: Hours, cover: Hours, start: datetime, end: datetime) -> Interval | None:
    """Find the first stretch of some hours that others do not cover, between two moments; None where all is covered."""
    return next(without(intervals(hours, start, end), intervals(cover, start, end)), None)


def merged(spans: Iterable[Interval]) -> tuple[Interval, ...]:
    """Join spans that overlap or adjoin, in order; those that end before they start are none."""
    found: list[Interval] = []
    for start, end in sorted((_utc(start), _utc(end)) for start, end in spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def without(spans: Iterable[Interval], holes: Iterable[Interval]) -> Iterator[Interval]:
    """Cut holes out of spans; both in order, and each without overlap."""
    rest = iter(holes)
    hole = next(rest, None)
    for start, end in spans:
        begin = start
        while hole is not None and hole[0] < end:
            if hole[1] <= begin:
                hole = next(rest, None)
                continue
            if begin < hole[0]:
                yield begin, hole[0]
            begin = min(hole[1], end)
            if hole[1] >= end:
                break
            hole = next(rest, None)
        if begin < end:
            yield begin, end


def shared(spans: Iterable[Interval], others: Iterable[Interval]) -> Iterator[Interval]:
    """List what two series have in common; both in order, and each without overlap."""
    ours, theirs = iter(spans), iter(others)
    one, other = next(ours, None), next(theirs, None)
    while one is not None and other is not None:
        start, end = max(one[0], other[0]), min(one[1], other[1])
        if start < end:
            yield start, end
        if one[1] <= other[1]:
            one = next(ours, None)
        else:
            other = next(theirs, None)


def total(spans: Iterable[Interval]) -> timedelta:
    """Add spans up."""
    return sum((end - start for start, end in spans), timedelta(0))


def _within(hours: Hours, start: datetime, end: datetime) -> Iterator[Interval]:
    if start >= end:
        return
    if hours.always:
        yield start, end
        return
    open_since: Interval | None = None
    # A zone is at most a day from UTC, either way.
    day, last = start.date() - _DAY, end.date() + _DAY
    while day <= last:
        for begins, stops in hours.on(day):
            span = max(begins, start), min(stops, end)
            if span[0] >= span[1]:
                continue
            if open_since and open_since[1] == span[0]:
                span = open_since[0], span[1]
            elif open_since:
                yield open_since
            open_since = span
        day += _DAY
    if open_since:
        yield open_since


def _utc(moment: datetime) -> datetime:
    """Bring a moment to UTC; what lies at the ends of the calendar Python knows is brought within it."""
    try:
        return min(max(moment.astimezone(UTC), _FIRST), _LAST)
    except OverflowError:
        return _FIRST if moment.year == 1 else _LAST


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Find the moment a day's clock shows a time.

    A time the clock shows twice is the first of the two; one it leaps over is the moment of the leap.
    """
    local = datetime.combine(day, time(0), zone) + timedelta(minutes=minute)  # the clock's arithmetic, on purpose
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(fold=0) == local:
        return found
    # Within a leap the later reading has the offset from before it; the leap lies between the two.
    early, late = local.replace(fold=1).astimezone(UTC), found
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def _clocks(spans: Iterable[str]) -> tuple[Clock, ...]:
    return tuple(_clock(span) for span in spans)


def _clock(span: str) -> Clock:
    start, _, end = span.partition("-")
    return _minutes(start), _minutes(end)


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)

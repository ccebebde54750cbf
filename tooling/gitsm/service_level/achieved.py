"""What was achieved: availability from outages, times from cases (domain.md §8.3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from gitsm.service_level.budgets import Budget, Spent, budget
from gitsm.service_level.calendars import Hours, Interval, business_elapsed, intervals, shared, total
from gitsm.service_level.cases import Timed, percentile
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import Days, rolling, window
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.promises import shortest
from gitsm.service_level.spells import Downtime, Spell, within
from gitsm.service_level.timings import timings
from gitsm_schemas.catalogue import Agreement, Target

_FIRST: Final = date(1, 1, 3)
_LAST: Final = date(9999, 12, 29)
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """How available one covered thing was.

    Attributes:
        unit: the thing.
        elapsed: the service time that is over.
        spells: when it was down in the period; planned ones and those too short to count among them.
        counted: those that count.
        down: the service time in them.
    """

    unit: str
    elapsed: timedelta
    spells: tuple[Spell, ...]
    counted: tuple[Spell, ...]
    down: timedelta

    @property
    def availability(self) -> Decimal | None:
        """(scheduled - outage within schedule) / scheduled; None before any service time has passed."""
        if not self.elapsed:
            return None
        return 1 - Decimal(self.down // _MOMENT) / Decimal(self.elapsed // _MOMENT)

    @property
    def mtbf(self) -> timedelta | None:
        """Mean time between failures: service time that was up, by failure; None without one."""
        return (self.elapsed - self.down) / len(self.counted) if self.counted else None

    @property
    def mtrs(self) -> timedelta | None:
        """Mean time to restore service: service time that was down, by failure; None without one."""
        return self.down / len(self.counted) if self.counted else None


@dataclass(frozen=True, slots=True)
class Achieved:
    """What was achieved of one target in a period.

    Attributes:
        agreement: the agreement.
        index: the target's place in it.
        target: the target.
        period: from when to when, in UTC, within the agreement's term.
        zone: whose days the period is made of.
        promised: the share of time, or the length of service time.
        achieved: the same, as it was; None where nothing can be told, or nothing happened.
        met: whether the promise is kept; for a period that is not over, whether it is if nothing more happens.
        kept: for availability, how available each covered thing was; the worst first.
        cases: for times, how long each case took; the longest first.
        budget: for availability, what is left of the worst's.
    """

    agreement: str
    index: int
    target: Target
    period: Interval
    zone: tzinfo
    promised: Decimal | timedelta | None
    achieved: Decimal | timedelta | None = None
    met: bool | None = None
    kept: tuple[Kept, ...] = ()
    cases: tuple[Timed, ...] = ()
    budget: Budget | None = None


def achieved(
    portfolio: Portfolio, agreement: Agreement, index: int, happened: Happened, asked: Days | None = None
) -> Achieved:
    """Work out what was achieved of one target.

    Args:
        portfolio: the agreements.
        agreement: the agreement.
        index: the target's place in it.
        happened: outages, cases and now.
        asked: the days that are looked at; None for the window the target names.
    """
    target = agreement.targets[index]
    promised = portfolio.promised(agreement, target)
    hours = portfolio.measured(agreement, target)
    zone = (portfolio.hours(agreement.calendar) or hours).zone if hours else UTC
    period = asked.within(zone) if asked else window(target.window, happened.now, zone)
    period = _in_term(agreement, period, zone)
    found = Achieved(agreement.ref, index, target, period, zone, promised)
    if hours is None or promised is None or period[0] >= min(period[1], happened.now):
        return found
    if isinstance(promised, Decimal):
        return _available(portfolio, agreement, found, promised, (hours, happened))
    return _timely(found, promised, timings(portfolio, agreement, target, (hours, happened, period)))


def _in_term(agreement: Agreement, period: Interval, zone: tzinfo) -> Interval:
    """Keep the part of a period in which an agreement binds."""
    after = agreement.ends + timedelta(1) if agreement.ends and agreement.ends < date.max else date.max
    term = Days(max(agreement.starts, _FIRST), min(after, _LAST)).within(zone)
    return max(period[0], term[0]), min(period[1], term[1])


def _available(
    portfolio: Portfolio, agreement: Agreement, found: Achieved, promised: Decimal, facts: tuple[Hours, Happened]
) -> Achieved:
    hours, happened = facts
    downtime = happened.downtime(agreement.ref)
    units = portfolio.units(agreement.covers)
    kept = sorted(
        (_kept(unit, downtime, hours, found.period, agreement) for unit in units),
        key=lambda each: (-each.down, each.unit),
    )
    if not kept:
        return found
    left = budget(promised, hours, found.period, happened.now, kept[0].down)
    share = kept[0].availability
    met = None if share is None else left.kept
    return replace(found, achieved=share, met=met, kept=tuple(kept), budget=left)


def _kept(unit: str, downtime: Downtime, hours: Hours, period: Interval, agreement: Agreement) -> Kept:
    until = period[0], min(period[1], downtime.now)
    least = shortest(agreement)
    every = downtime.spells(unit)
    # How long it was down is asked before the period cuts it: half of an outage is no short one.
    lasting = within((one for one in every if not one.planned and one.length >= least), until)
    counted = tuple(one for one in lasting if business_elapsed(hours, one.start, one.end))
    down = total(shared(intervals(hours, *until), ((one.start, one.end) for one in counted)))
    return Kept(unit, business_elapsed(hours, *until), within(every, until), counted, down)


def _timely(found: Achieved, promised: timedelta, every: Iterable[Timed]) -> Achieved:
    # What is still open within the promise says nothing yet.
    known = sorted(
        (one for one in every if one.over or one.taken > promised), key=lambda one: (-one.taken, one.case.ref)
    )
    if not known:
        return found
    share = percentile((one.taken for one in known), float(found.target.percentile or 100))
    return replace(found, achieved=share, met=share <= promised, cases=tuple(known))


def spent(portfolio: Portfolio, found: Iterable[Achieved]) -> Iterator[Spent]:
    """List the budgets of what was achieved, one for each covered thing; of an agreement the worst first."""
    by_ref: Mapping[str, Agreement] = {each.ref: each for each in portfolio.agreements}
    for one in found:
        hours = portfolio.measured(by_ref[one.agreement], one.target)
        if one.budget is None or hours is None or not isinstance(one.promised, Decimal):
            continue
        until = one.period[1].astimezone(one.zone)
        for kept in one.kept:
            down: tuple[Interval, ...] = ()
            if rolling(one.target.window):
                down = tuple(shared(intervals(hours, *one.period), ((each.start, each.end) for each in kept.counted)))
            left = replace(one.budget, used=kept.down, exhausted_at=None)
            yield Spent(by_ref[one.agreement], kept.unit, hours, until, left, one.target.window, one.promised, down)

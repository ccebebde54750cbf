"""Error budgets: how much may still be down, how fast that is used up, and what follows (domain.md §8.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Literal

from gitsm.service_level.calendars import Hours, Interval, business_elapsed, deadline, shared, total
from gitsm.service_level.periods import rolling, window
from gitsm.service_level.words import minutes
from gitsm_schemas.catalogue import Agreement
from gitsm_schemas.policies import ErrorBudgetPolicy


@dataclass(frozen=True, slots=True)
class Budget:
    """The service time that may be down in a period without breaking a promise.

    Attributes:
        allowed: (1 - promised) of the period's service time.
        used: what was down.
        elapsed: the service time that is over.
        scheduled: that of the whole period.
        exhausted_at: when nothing is left if it goes on like this; None when that is not before the period's end.
    """

    allowed: timedelta
    used: timedelta
    elapsed: timedelta
    scheduled: timedelta
    exhausted_at: datetime | None = None

    @property
    def left(self) -> timedelta:
        """What may still be down; negative once the promise is broken."""
        return self.allowed - self.used

    @property
    def share_used(self) -> float | None:
        """The share of the budget that is used; None where there is none to use."""
        return self.used / self.allowed if self.allowed else None

    @property
    def burn_rate(self) -> float | None:
        """How fast it is used: 1 uses it up exactly at the period's end; None before service time has passed."""
        if not self.elapsed or not self.allowed:
            return None
        return (self.used / self.elapsed) / (self.allowed / self.scheduled)

    @property
    def forecast(self) -> timedelta | None:
        """What will have been down at the period's end if it goes on like this."""
        return self.scheduled * (self.used / self.elapsed) if self.elapsed else None

    @property
    def kept(self) -> bool:
        """Whether the promise holds, if nothing more is down."""
        return self.used <= self.allowed


def budget(promised: Decimal, hours: Hours, period: Interval, now: datetime, used: timedelta) -> Budget:
    """Work out the budget of one promise over a period, as it stands now."""
    start, end = period
    scheduled = business_elapsed(hours, start, end)
    elapsed = business_elapsed(hours, start, min(max(now, start), end))
    allowed = timedelta(seconds=float(scheduled.total_seconds() * float(1 - promised)))
    found = Budget(allowed, used, elapsed, scheduled)
    if found.forecast is None or found.forecast <= allowed or now >= end or found.left <= timedelta(0):
        return found
    return Budget(allowed, used, elapsed, scheduled, deadline(hours, now, found.left / (used / elapsed)))


@dataclass(frozen=True, slots=True)
class Freeze:
    """Changes are held, because a promise has no room left for outages.

    Attributes:
        agreement: whose promise.
        unit: what it is kept for.
        severity: soft or hard.
        until: when the period is over, and the budget new; of a rolling one, when enough of it is back.
        why: the figures.
        exempt: types of change that may be made all the same.
    """

    agreement: str
    unit: str
    severity: Literal["soft", "hard"]
    until: datetime
    why: str
    exempt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spent:
    """A budget, with whose it is.

    Attributes:
        agreement: whose promise.
        unit: what it is kept for.
        hours: when service time passes.
        until: when the period is over, by the clock of the agreement; of a rolling one, now.
        budget: how it stands.
        window: the window it is of, as the target says it.
        promised: the share of time that is promised.
        down: of a rolling window, the service time that was down, in order.
    """

    agreement: Agreement
    unit: str
    hours: Hours
    until: datetime
    budget: Budget
    window: str = "month"
    promised: Decimal = Decimal(0)
    down: tuple[Interval, ...] = ()

    def at(self, moment: datetime) -> tuple[timedelta, datetime | None]:
        """Tell what will be left at a moment if nothing more is down, and until when that is to last.

        Returns:
            What is left, and the end of the window that the moment lies in; None for a rolling one, which has none.
        """
        length = rolling(self.window)
        if length is not None:
            return self.budget.allowed - total(shared(self.down, ((moment - length, moment),))), None
        if moment < self.until:
            return self.budget.left, self.until
        start, end = window(self.window, moment, self.until.tzinfo or UTC)
        return business_elapsed(self.hours, start, end) * float(1 - self.promised), end.astimezone(self.until.tzinfo)

    def thaws(self, share: float) -> datetime:
        """Find when less than a share of it will be used: when the window is over, or enough has left a rolling one."""
        length = rolling(self.window)
        if length is None or not self.down:
            return self.until
        excess = self.budget.used - self.budget.allowed * share
        for start, end in self.down:
            if excess < end - start:
                return (start + max(excess, timedelta(0)) + length).astimezone(self.until.tzinfo)
            excess -= end - start
        return (self.down[-1][1] + length).astimezone(self.until.tzinfo)


def freezes(spent: Iterable[Spent], policy: ErrorBudgetPolicy, now: datetime) -> Iterator[Freeze]:
    """List what policy freezes, because too much of a budget is used.

    A promise without budget never freezes, nor does a period that is over: its budget is spent, and nobody can save it.
    """
    for one in spent:
        kind = "ua" if one.agreement.is_underpinning else one.agreement.type
        used = one.budget.share_used
        if policy.severity == "none" or kind in policy.not_for or used is None or used < policy.freeze_from:
            continue
        until = one.thaws(float(policy.freeze_from))
        if until <= now:
            continue
        for_ = f"until {until:%Y-%m-%d}" if rolling(one.window) is None else f"in {one.window.removeprefix('rolling ')}"
        yield Freeze(
            one.agreement.ref,
            one.unit,
            policy.severity,
            until,
            f"{one.unit} was down {minutes(one.budget.used)} of the {minutes(one.budget.allowed)} that "
            f"{one.agreement.ref} allows {for_}",
            policy.exempt,
        )

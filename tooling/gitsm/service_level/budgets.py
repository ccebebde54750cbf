"""Error budgets: how much may still be down, how fast that is used up, and what follows (domain.md §8.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from gitsm.service_level.calendars import Hours, Interval, business_elapsed, deadline
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
        until: when the period is over, and the budget new.
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
        until: when the period is over.
        budget: how it stands.
    """

    agreement: Agreement
    unit: str
    hours: Hours
    until: datetime
    budget: Budget


def freezes(spent: Iterable[Spent], policy: ErrorBudgetPolicy, now: datetime) -> Iterator[Freeze]:
    """List what policy freezes, because too much of a budget is used.

    A promise without budget never freezes, nor does a period that is over: its budget is spent, and nobody can save it.
    """
    for one in spent:
        kind = "ua" if one.agreement.is_underpinning else one.agreement.type
        used = one.budget.share_used
        if policy.severity == "none" or kind in policy.not_for or one.until <= now:
            continue
        if used is None or used < policy.freeze_from:
            continue
        yield Freeze(
            one.agreement.ref,
            one.unit,
            policy.severity,
            one.until,
            f"{one.unit} was down {minutes(one.budget.used)} of the {minutes(one.budget.allowed)} that "
            f"{one.agreement.ref} allows until {one.until:%Y-%m-%d}",
            policy.exempt,
        )

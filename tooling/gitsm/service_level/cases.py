"""Incidents, requests and tickets as promises look at them: when they came, were answered and were done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from gitsm.service_level.calendars import Hours, Interval, business_elapsed
from gitsm_schemas.catalogue import Target

Sort = Literal["incident", "service_request", "change"]


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a case waited for somebody else."""

    reason: str
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One time that somebody was waiting.

    Attributes:
        ref: the record, or the number of the ticket.
        sort: incident, service_request or change.
        subjects: services and offerings it is about.
        priority: 1 critical to 5 planning.
        opened: when the clock started.
        answered: when somebody took it; None while nobody has.
        done: when it was over; None while it is not.
        pauses: when it waited, and for what.
    """

    ref: str
    sort: Sort
    subjects: tuple[str, ...]
    priority: int
    opened: datetime
    answered: datetime | None = None
    done: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Timed:
    """How long one case took.

    Attributes:
        case: the case.
        taken: the service time until it was answered or done, or until now.
        over: whether it was.
    """

    case: Case
    taken: timedelta
    over: bool


def concerns(case: Case, target: Target, covered: Iterable[str], period: Interval) -> bool:
    """Tell whether a target is about a case: its sort, its priority, what it is about, and when it came.

    Of one that is done and does not say when it was answered, nothing is known of the response.
    """
    silent = target.metric == "response" and case.answered is None and case.done is not None
    return (
        not silent
        and (not target.applies_to or case.sort in target.applies_to)
        and target.priority in {None, case.priority}
        and not set(covered).isdisjoint(case.subjects)
        and period[0] <= case.opened < period[1]
    )


def timed(case: Case, target: Target, hours: Hours, now: datetime) -> Timed:
    """Measure the service time a case took; it stands still where the target says so."""
    end = case.answered if target.metric == "response" else case.done
    pauses = [(one.start, one.end or now) for one in case.pauses if one.reason in target.pause_on]
    return Timed(case, business_elapsed(hours, case.opened, end or now, pauses), end is not None)


def percentile(values: Iterable[timedelta], share: float) -> timedelta:
    """Find the shortest time within which at least so many percent of cases were kept (nearest rank)."""
    in_order = sorted(values)
    return in_order[max(ceil(len(in_order) * share / 100) - 1, 0)]

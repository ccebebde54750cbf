"""Incidents, requests and tickets as promises look at them: when they came, were answered and were done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import Final, Literal, get_args

from gitsm.service_level.calendars import Hours, business_elapsed
from gitsm_schemas.catalogue import Target

Sort = Literal["incident", "service_request", "change"]
SORTS: Final[frozenset[Sort]] = frozenset(get_args(Sort))
VENDOR: Final = "awaiting_vendor"
_ELSEWHERE: Final = "not with the supplier"
"""Why the clock of a supplier stands still, whatever its agreement says."""


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
        subjects: services, offerings and components it is about.
        priority: 1 critical to 5 planning.
        opened: when the clock started.
        answered: when somebody took it; None while nobody has.
        done: when it was over; None while it is not.
        pauses: when it waited, and for what.
        updates: when those who waited were told how it stands.
        answers: whether its record can say when somebody took it.
    """

    ref: str
    sort: Sort
    subjects: tuple[str, ...]
    priority: int
    opened: datetime
    answered: datetime | None = None
    done: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    updates: tuple[datetime, ...] = ()
    answers: bool = True

    def known(self, now: datetime) -> "Case":
        """See it as it stood at a moment: what came later had not happened."""
        return replace(
            self,
            answered=self.answered if self.answered and self.answered <= now else None,
            done=self.done if self.done and self.done <= now else None,
            pauses=tuple(
                replace(one, end=one.end if one.end and one.end <= now else None)
                for one in self.pauses
                if one.start <= now
            ),
            updates=tuple(one for one in self.updates if one <= now),
        )

    def with_supplier(self) -> "Case | None":
        """See it as the supplier does: from when it was handed over until it came back; None where it never was.

        Between two times that it was with the supplier, the supplier's clock stands still. When the supplier answered
        stands in no record.
        """
        waits = sorted((one for one in self.pauses if one.reason == VENDOR), key=lambda one: one.start)
        if not waits:
            return None
        ends = [one.end or self.done for one in waits]
        known = [end for end in ends if end is not None]
        last = max(known) if len(known) == len(ends) else None
        away, until = [], waits[0].start
        for wait, end in zip(waits, ends, strict=True):
            if until < wait.start:
                away.append(Pause(_ELSEWHERE, until, wait.start))
            until = max(until, end or wait.start)
        rest = tuple(one for one in self.pauses if one.reason != VENDOR)
        return replace(self, opened=waits[0].start, answered=None, done=last, pauses=(*rest, *away), updates=())


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


def silent(case: Case, metric: str) -> bool:
    """Tell whether a case says nothing of a promise: it is done and does not say, or it could not say at all."""
    if metric == "response":
        return case.answered is None and (case.done is not None or not case.answers)
    return metric == "update" and case.done is not None and not case.updates


def timed(case: Case, target: Target, hours: Hours, now: datetime) -> Timed:
    """Measure the service time a case took; of updates, the longest that those who waited heard nothing.

    The clock stands still where the target says so.
    """
    end = case.answered if target.metric == "response" else case.done
    pauses = [
        (one.start, one.end or now) for one in case.pauses if one.reason in target.pause_on or one.reason == _ELSEWHERE
    ]
    moments = [case.opened, end or now]
    if target.metric == "update":
        moments[1:1] = sorted(one for one in case.updates if case.opened < one < moments[1])
    taken = max(business_elapsed(hours, start, stop, pauses) for start, stop in pairwise(moments))
    return Timed(case, taken, end is not None)


def percentile(values: Iterable[timedelta], share: float) -> timedelta:
    """Find the shortest time within which at least so many percent of cases were kept (nearest rank)."""
    in_order = sorted(values)
    return in_order[max(ceil(len(in_order) * share / 100) - 1, 0)]

"""What error budgets have against a change: those that are used up, and those it would use up (domain.md §8.7)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from gitsm.change.conflicts import Conflict
from gitsm.change.scope import Work
from gitsm.service_level.budgets import Freeze, Spent
from gitsm.service_level.calendars import business_elapsed
from gitsm.service_level.words import minutes


def exhausted(work: Work, freezes: Iterable[Freeze]) -> Iterator[Conflict]:
    """List the promises that have no room left for what a change may do to them; policy says how hard that is.

    What merely loses a spare is not counted, and a type of change that policy exempts is not held.
    """
    reached = work.scope.interrupted
    for freeze in freezes:
        held = work.planned[0] < freeze.until and work.type not in freeze.exempt
        if freeze.unit in reached and held:
            name = freeze.agreement.partition(":")[2]
            yield Conflict(
                f"error_budget_exhausted:{name}",
                "error_budget_exhausted",
                freeze.severity,
                (freeze.agreement, freeze.unit),
                None,
                freeze.why,
                f"do it from {freeze.until:%Y-%m-%d %H:%M} on, when the budget is new, or spare {freeze.unit}",
            )


def short(work: Work, expected: timedelta, spent: Iterable[Spent]) -> Iterator[Conflict]:
    """List the promises that the outage a change expects would break, were it to count.

    Planned work does not count where it is announced as the agreement says; it is told all the same, because an outage
    that was planned and goes on too long is one that was not.
    """
    if work.type == "emergency":
        return
    for one in spent:
        start = work.planned[0]
        taken = business_elapsed(one.hours, start, min(start + expected, one.until))
        if one.unit in work.scope.interrupted and start < one.until and timedelta(0) <= one.budget.left < taken:
            name = one.agreement.id
            yield Conflict(
                f"error_budget_short:{name}",
                "error_budget_short",
                "soft",
                (one.agreement.ref, one.unit),
                None,
                f"{minutes(taken)} of service time are expected to be lost, and {one.agreement.ref} has "
                f"{minutes(one.budget.left)} left for {one.unit} until {one.until:%Y-%m-%d}",
                "announce it as the agreement says, choose a time outside service hours, or make it shorter",
            )

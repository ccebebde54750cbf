"""What error budgets have against a change: those that are used up, and those it would use up (domain.md §8.7)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from gitsm.change.conflicts import Conflict
from gitsm.change.scope import Work
from gitsm.service_level.budgets import Freeze, Spent
from gitsm.service_level.calendars import business_elapsed
from gitsm.service_level.terms import in_force
from gitsm.service_level.words import minutes


def exhausted(work: Work, freezes: Iterable[Freeze]) -> Iterator[Conflict]:
    """List the promises that have no room left for what a change may do to them; policy says how hard that is.

    What merely loses a spare is not counted, and a type of change that policy exempts is not held.
    """
    reached, told = work.scope.interrupted, set[str]()
    for freeze in freezes:
        held = work.planned[0] < freeze.until and work.type not in freeze.exempt
        if freeze.unit in reached and held and freeze.agreement not in told:
            told.add(freeze.agreement)
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
    start, told = work.planned[0], set[str]()
    for one in spent:
        left, until = one.at(start)
        taken = business_elapsed(one.hours, start, min(start + expected, until) if until else start + expected)
        name = one.agreement.id
        if (
            name in told
            or one.unit not in work.scope.interrupted
            or not in_force(one.agreement, start.astimezone(one.until.tzinfo).date())
        ):
            continue
        if timedelta(0) <= left < taken:
            told.add(name)
            yield Conflict(
                f"error_budget_short:{name}",
                "error_budget_short",
                "soft",
                (one.agreement.ref, one.unit),
                None,
                f"{minutes(taken)} of service time are expected to be lost, and {one.agreement.ref} has "
                f"{minutes(left)} left for {one.unit} " + (f"until {until:%Y-%m-%d}" if until else "then"),
                "announce it as the agreement says, choose a time outside service hours, or make it shorter",
            )

"""How long a request takes by its tasks, against what is promised for it."""

from collections.abc import Mapping
from datetime import timedelta

from gitsm.service_level.calendars import Hours, length
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.shortfall import Compared, Shortfall
from gitsm.service_level.words import span
from gitsm_schemas.catalogue import Agreement, RequestOffering, Task


def fulfilled(portfolio: Portfolio, agreement: Agreement, promised: timedelta) -> Compared:
    """Compare a promised fulfilment with the longest way through the tasks of what may be requested.

    Tasks that do not wait for each other are done side by side. A request offering whose tasks do not all say how long
    they take, or that has none, leaves it unknown, unless it promises a time of its own.
    """
    hours = portfolio.hours(agreement.calendar)
    assert hours is not None  # a time is read by them
    covered = set(portfolio.units(agreement.covers))
    asked = [each for _, each in portfolio.snapshot.records(RequestOffering) if each.offering in covered]
    longest, missing, short = timedelta(0), [], []
    for each in sorted(asked, key=lambda one: one.id):
        own = length(hours, each.fulfilment) if each.fulfilment else None
        tasks = longest_way(each.tasks, hours)
        takes = max((one for one in (own, tasks) if one is not None), default=None)
        if takes is None:
            missing.append(each.ref)
            continue
        longest = max(longest, takes)
        if takes > promised:
            short.append(
                Shortfall(
                    "slower",
                    each.ref,
                    f"{span(promised)} of service time is promised for fulfilment, and {each.ref} takes up to "
                    f"{span(takes)}",
                    f"promise {span(takes)}, or shorten its tasks",
                )
            )
    unknown = tuple(missing) if asked else tuple(sorted(covered))
    return Compared(None if unknown else longest, unknown, tuple(short))


def longest_way(tasks: tuple[Task, ...], hours: Hours) -> timedelta | None:
    """Measure the longest way through tasks, each after those it waits for; None where one does not say how long."""
    if not tasks or any(task.duration is None for task in tasks):
        return None
    takes = {task.name: length(hours, task.duration) for task in tasks if task.duration is not None}
    waits = {task.name: tuple(name for name in task.after if name in takes) for task in tasks}
    done: dict[str, timedelta] = {}
    for name in takes:
        _finish(name, takes, waits, done, frozenset())
    return max(done.values())


def _finish(
    name: str,
    takes: Mapping[str, timedelta],
    waits: Mapping[str, tuple[str, ...]],
    done: dict[str, timedelta],
    open_: frozenset[str],
) -> timedelta:
    """Compute when a task is done; one that waits for itself does not wait."""
    if name not in done:
        before = (_finish(each, takes, waits, done, open_ | {name}) for each in waits[name] if each not in open_)
        done[name] = takes[name] + max(before, default=timedelta(0))
    return done[name]

"""How a request is fulfilled: its steps in order, and when each is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gitsm.service_level.calendars import Hours, deadline, length
from gitsm_schemas.catalogue import Task


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        name: what is done.
        group: who does it, `team:id`.
        after: the steps that come before.
        due: when it is done if everybody starts at once and takes the time that is planned; in UTC.
    """

    name: str
    group: str
    after: tuple[str, ...]
    due: datetime


def in_order(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Order tasks so that each comes after those it waits for; as they are written, where both ways are right.

    Tasks that wait for each other in a circle, or for a task there is not, come last: a rule names them.
    """
    names = {task.name for task in tasks}
    left, found, done = list(tasks), [], set[str]()
    while left:
        ready = next((task for task in left if names.intersection(task.after) <= done), left[0])
        left.remove(ready)
        found.append(ready)
        done.add(ready.name)
    return tuple(found)


def steps(tasks: Sequence[Task], hours: Hours, start: datetime) -> tuple[Step, ...]:
    """Lay the tasks of a request out.

    Args:
        tasks: as the offering names them.
        hours: when people work on it.
        start: when it was asked for, with an offset.
    """
    ends: dict[str, datetime] = {}
    found = []
    for task in in_order(tasks):
        begin = max((ends[name] for name in task.after if name in ends), default=start)
        took = length(hours, task.duration) if task.duration else timedelta(0)
        ends[task.name] = deadline(hours, begin, took)
        found.append(Step(task.name, task.group, task.after, ends[task.name]))
    return tuple(found)

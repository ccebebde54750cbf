"""What is promised about an incident or a request, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gitsm.service_level.calendars import Hours, Interval, always, deadline, length
from gitsm.service_level.cases import Pause, Sort
from gitsm.service_level.promises import Promises, judging
from gitsm.service_level.terms import in_force
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, RequestOffering, Service, ServiceOffering, Target
from gitsm_schemas.scalars import Duration

_ORDER: Final = {"sla": 0, "ola": 1}
_METRICS: Final = ("response", "resolution", "update", "fulfilment")
"""Promises that a deadline follows from."""


@dataclass(frozen=True, slots=True)
class Due:
    """A moment by which something is promised.

    Attributes:
        metric: response, resolution, update or fulfilment.
        at: the moment, in UTC.
        within: the time that is promised.
        by: who promises it: an agreement, a request offering, or a service.
    """

    metric: str
    at: datetime
    within: Duration
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, as far as deadlines look at it.

    Attributes:
        subjects: what is hurt or asked for.
        sort: incident or service_request.
        priority: from 1 critical to 5 planning.
        start: when the clock started, with an offset.
        pauses: when the clock may stand still; one that lasts, until now.
        told: when those who wait were last told how it stands; None where they were not yet.
    """

    subjects: tuple[str, ...]
    sort: Sort
    priority: int
    start: datetime
    pauses: tuple[Pause, ...] = ()
    told: datetime | None = None


def covering(promises: Promises, refs: Iterable[str], at: datetime) -> tuple[Agreement, ...]:
    """List the agreements with customers and teams about something, in force at a moment; with customers first."""
    wanted = set(refs)
    found = [
        agreement
        for agreement in promises.agreements
        if agreement.type in _ORDER and not wanted.isdisjoint(promises.subjects(agreement))
        if in_force(agreement, promises.day(agreement, at))
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER[one.type], one.id)))


def dues(snapshot: Snapshot, waiting: Waiting, now: datetime) -> tuple[Due, ...]:
    """Compute until when what is promised, by the hours that count for each target; the earliest of each metric.

    Args:
        snapshot: the records.
        waiting: who waits, for what, and since when.
        now: until when a pause that still lasts has lasted; an aware time.
    """
    promises = Promises(snapshot)
    found: dict[str, Due] = {}
    for agreement in covering(promises, waiting.subjects, waiting.start):
        for target, promised in _times(agreement, waiting):
            hours = promises.measured(agreement, target) or always()
            start = (waiting.told or waiting.start) if target.metric == "update" else waiting.start
            pauses = tuple(_pauses(waiting, target, now))
            at = deadline(hours, start, length(hours, promised), pauses)
            if target.metric not in found or at < found[target.metric].at:
                found[target.metric] = Due(target.metric, at, promised, agreement.ref)
    return tuple(sorted(found.values(), key=lambda due: (due.at, due.metric)))


def _times(agreement: Agreement, waiting: Waiting) -> Iterator[tuple[Target, Duration]]:
    for metric in _METRICS:
        for target in judging(agreement, metric, waiting.sort, waiting.priority):
            promised = target.promised
            assert isinstance(promised, Duration)  # all these metrics are times
            yield target, promised


def _pauses(waiting: Waiting, target: Target, now: datetime) -> Iterator[Interval]:
    for one in waiting.pauses:
        if one.reason in target.pause_on:
            yield one.start, one.end or now


def of_request(snapshot: Snapshot, offering: RequestOffering, level: int, start: datetime) -> tuple[Due, ...]:
    """Compute until when a request is promised to be fulfilled: by agreements, else as its offering says."""
    found = dues(snapshot, Waiting((offering.offering,), "service_request", level, start), start)
    if offering.fulfilment is None or any(due.metric == "fulfilment" for due in found):
        return found
    hours = working_hours(snapshot, offering.offering, start)
    at = deadline(hours, start, length(hours, offering.fulfilment))
    return (*found, Due("fulfilment", at, offering.fulfilment, f"request_offering:{offering.id}"))


def working_hours(snapshot: Snapshot, ref: str, at: datetime) -> Hours:
    """Find the hours in which people work on something: its service's support hours, else its agreement's calendar."""
    promises = Promises(snapshot)
    record = snapshot.record(ref)
    service = snapshot.record(record.service) if isinstance(record, ServiceOffering) else record
    if isinstance(service, Service) and service.support is not None:
        return promises.hours(service.support.hours) or always()
    agreements = covering(promises, (ref,), at)
    calendar = agreements[0].calendar if agreements else getattr(record, "service_hours", "")
    return promises.hours(calendar) or always()

"""What is promised about an incident or a request, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from gitsm.service_level.calendars import Hours, always, deadline, length
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, RequestOffering, Service, ServiceOffering, Target
from gitsm_schemas.organisation import Calendar
from gitsm_schemas.scalars import Duration

Sort = Literal["incident", "service_request"]
_ORDER = {"sla": 0, "ola": 1}


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


def covering(snapshot: Snapshot, refs: tuple[str, ...], on: date) -> tuple[Agreement, ...]:
    """List the agreements with customers and teams that cover something on a day, those with customers first."""
    wanted = {
        *refs,
        *(offering.service for ref in refs if isinstance(offering := snapshot.record(ref), ServiceOffering)),
    }
    found = [
        agreement
        for _, agreement in snapshot.records(Agreement)
        if agreement.type in _ORDER and wanted.intersection(agreement.covers)
        if agreement.starts <= on and (agreement.ends is None or on <= agreement.ends)
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER[one.type], one.id)))


def dues(snapshot: Snapshot, refs: tuple[str, ...], sort: Sort, priority: int, start: datetime) -> tuple[Due, ...]:
    """Compute until when what is promised, by each agreement's own calendar; the earliest of each metric.

    Args:
        snapshot: the records.
        refs: services and offerings that are hurt or asked of.
        sort: incident or service_request.
        priority: from 1 critical to 5 planning.
        start: when the clock started, with an offset.
    """
    found: dict[str, Due] = {}
    for agreement in covering(snapshot, refs, start.date()):
        hours = _hours(snapshot, agreement.calendar)
        for target, promised in _times(agreement, sort, priority):
            due = Due(
                target.metric, deadline(hours, start, length(hours, promised)), promised, f"agreement:{agreement.id}"
            )
            if target.metric not in found or due.at < found[target.metric].at:
                found[target.metric] = due
    return tuple(sorted(found.values(), key=lambda due: (due.at, due.metric)))


def _times(agreement: Agreement, sort: Sort, priority: int) -> Iterator[tuple[Target, Duration]]:
    exact = {target.metric for target in agreement.targets if target.priority == priority}
    for target in agreement.targets:
        if target.applies_to and sort not in target.applies_to:
            continue
        # A promise for this priority goes before one for all.
        if target.priority != priority and (target.priority is not None or target.metric in exact):
            continue
        promised = target.promised
        if isinstance(promised, Duration) and target.metric not in {"rto", "rpo"}:
            yield target, promised


def of_request(snapshot: Snapshot, offering: RequestOffering, start: datetime) -> tuple[Due, ...]:
    """Compute until when a request is promised to be fulfilled: by agreements, else as its offering says."""
    found = dues(snapshot, (offering.offering,), "service_request", 4, start)
    if offering.fulfilment is None or any(due.metric == "fulfilment" for due in found):
        return found
    hours = working_hours(snapshot, offering.offering, start)
    at = deadline(hours, start, length(hours, offering.fulfilment))
    return (*found, Due("fulfilment", at, offering.fulfilment, f"request_offering:{offering.id}"))


def working_hours(snapshot: Snapshot, ref: str, at: datetime) -> Hours:
    """Find the hours in which people work on something: its service's support hours, else its agreement's calendar."""
    record = snapshot.record(ref)
    service = snapshot.record(record.service) if isinstance(record, ServiceOffering) else record
    if isinstance(service, Service) and service.support is not None:
        return _hours(snapshot, service.support.hours)
    agreements = covering(snapshot, (ref,), at.date())
    calendar = agreements[0].calendar if agreements else getattr(record, "service_hours", "")
    return _hours(snapshot, calendar)


def _hours(snapshot: Snapshot, ref: str) -> Hours:
    calendar = snapshot.record(ref)
    return Hours.of(calendar) if isinstance(calendar, Calendar) else always()

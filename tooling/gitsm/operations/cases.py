"""Incidents and requests as promises look at them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from gitsm.operations.priority import priority, requested
from gitsm.operations.promises import Waiting
from gitsm.policy import Policies
from gitsm.service_level.cases import Case, Pause
from gitsm.service_level.happened import Happened
from gitsm.service_level.spells import History
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import RequestOffering
from gitsm_schemas.operations import Incident, Outage
from gitsm_schemas.policies import PriorityMatrix
from gitsm_schemas.requests import Request


def cases(snapshot: Snapshot, matrix: PriorityMatrix) -> tuple[Case, ...]:
    """List the incidents and requests of a tree; what was canceled, refused or withdrawn is none."""
    return (
        *incidents((one for _, one in snapshot.records(Incident)), matrix),
        *requests((one for _, one in snapshot.records(Request)), snapshot, matrix),
    )


def incidents(records: Iterable[Incident], matrix: PriorityMatrix) -> Iterator[Case]:
    """List incidents; one is over for whoever waits when service is restored."""
    for one in records:
        if one.canceled is None:
            yield Case(
                one.ref,
                "incident",
                (*one.services, *one.cis),
                priority(matrix, one.impact, one.urgency),
                one.detected_at,
                one.acknowledged_at,
                one.restored_at or one.resolved_at,
                tuple(Pause(each.reason, each.start, each.end) for each in one.holds),
                tuple(each.at for each in one.communications),
            )


def waits(incident: Incident, level: int) -> Waiting:
    """See who waits in an incident, as deadlines look at it."""
    return Waiting(
        (*incident.services, *incident.cis),
        "incident",
        level,
        incident.detected_at,
        tuple(Pause(each.reason, each.start, each.end) for each in incident.holds),
        max((each.at for each in incident.communications), default=None),
    )


def requests(records: Iterable[Request], snapshot: Snapshot, matrix: PriorityMatrix) -> Iterator[Case]:
    """List requests that were not refused or withdrawn, for what is offered.

    One is answered when somebody agrees to it, or when the first of its tasks is done; where nobody has to agree, an
    open one cannot say that it was not.
    """
    for one in records:
        offering = snapshot.record(one.offering)
        if isinstance(offering, RequestOffering) and one.outcome in {None, "fulfilled"}:
            done = (task.done_at for task in one.tasks)
            yield Case(
                one.ref,
                "service_request",
                (offering.offering,),
                requested(matrix),
                one.requested_at,
                min((at for at in (one.approved_at, *done) if at is not None), default=None),
                one.closed_at,
                answers=offering.approval not in {None, "none"},
            )


def happened(
    snapshot: Snapshot, history: History, now: datetime, policies: Policies, tickets: Iterable[Case] = ()
) -> Happened:
    """Gather what promises are measured by.

    Args:
        snapshot: the records.
        history: the graph over time.
        now: what counts as now.
        policies: how impact and urgency make a priority.
        tickets: cases that stand in no record.
    """
    outages = sorted((one for _, one in snapshot.records(Outage)), key=lambda one: (one.start, one.id))
    return Happened(outages, history, (*cases(snapshot, policies.priority_matrix), *tickets), now)

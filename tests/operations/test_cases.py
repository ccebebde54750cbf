"""Incidents and requests as promises look at them."""

from datetime import datetime

from gitsm.graph.wiring import Wiring
from gitsm.operations.cases import cases, happened
from gitsm.policy import Policies
from gitsm.service_level.cases import silent
from gitsm.service_level.spells import History
from gitsm_schemas.policies import PriorityMatrix
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import snapshot
from tests.support.estates import estate
from tests.support.judging import offering, service

TEXT = (
    service("booking")
    + offering("web", "booking")
    + BACKDROP
    + """---
kind: incident
id: inc-2026-10-05-web
title: Nobody can book
impact: high
urgency: medium
services: [service:booking]
started_at: 2026-10-05T10:00:00+02:00
detected_at: 2026-10-05T10:05:00+02:00
resolved_at: 2026-10-05T15:00:00+02:00
holds: [{reason: awaiting_vendor, start: 2026-10-05T11:00:00+02:00}]
---
kind: incident
id: inc-2026-10-06-none
title: Nothing
impact: high
urgency: high
services: [service:booking]
started_at: 2026-10-06T10:00:00+02:00
detected_at: 2026-10-06T10:00:00+02:00
canceled: Reported twice
---
kind: request_offering
id: account
offering: web
---
kind: request
id: req-2026-10-07-a
offering: account
requested_by: amara
requested_at: 2026-10-07T09:00:00+02:00
answers: {}
outcome: fulfilled
closed_at: 2026-10-07T12:00:00+02:00
---
kind: request
id: req-2026-10-08-b
offering: account
requested_by: amara
requested_at: 2026-10-08T09:00:00+02:00
answers: {}
outcome: withdrawn
closed_at: 2026-10-08T12:00:00+02:00
---
kind: outage
id: out-2026-10-06-b
type: outage
affects: [service:booking]
start: 2026-10-06T10:00:00Z
---
kind: outage
id: out-2026-10-05-a
type: outage
affects: [service:booking]
start: 2026-10-05T10:00:00Z
"""
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+02:00")


def test_what_people_wait_for_is_a_case() -> None:
    tree = snapshot(TEXT)
    incident, request = cases(tree, Policies.of([]).priority_matrix)
    assert (incident.ref, incident.sort, incident.priority) == ("incident:inc-2026-10-05-web", "incident", 2)
    assert (incident.opened, incident.answered, incident.done) == (
        at("2026-10-05T10:05"), None, at("2026-10-05T15:00")
    )  # fmt: skip
    assert [(one.reason, one.end) for one in incident.pauses] == [("awaiting_vendor", None)]
    assert (request.ref, request.sort, request.subjects, request.done) == (
        "request:req-2026-10-07-a", "service_request", ("service_offering:web",), at("2026-10-07T12:00")
    )  # fmt: skip


ASKED = (
    TEXT
    + """---
kind: request_offering
id: laptop
offering: web
approval: line_manager
---
kind: request
id: req-2026-10-09-a
offering: laptop
requested_by: amara
requested_at: 2026-10-09T09:00:00+02:00
answers: {}
---
kind: request
id: req-2026-10-09-b
offering: account
requested_by: amara
requested_at: 2026-10-09T09:00:00+02:00
answers: {}
---
kind: request
id: req-2026-10-09-c
offering: account
requested_by: amara
requested_at: 2026-10-09T09:00:00+02:00
answers: {}
tasks:
  - {name: Look, group: desk, done_at: 2026-10-09T10:00:00+02:00, by: elin}
  - {name: Do, group: desk}
"""
)


def test_a_request_is_answered_when_it_is_agreed_to_or_begun() -> None:
    found = {one.ref: one for one in cases(snapshot(ASKED), Policies.of([]).priority_matrix)}
    waits, open_, begun = (found[f"request:req-2026-10-09-{name}"] for name in "abc")
    assert [silent(one, "response") for one in (waits, open_, begun)] == [False, True, False]
    assert begun.answered == at("2026-10-09T10:00")


def test_the_priority_of_a_request_is_that_of_the_matrix() -> None:
    matrix = PriorityMatrix(high=(1, 2, 3), medium=(2, 3, 4), low=(3, 5, 5))
    assert {one.priority for one in cases(snapshot(TEXT), matrix) if one.sort == "service_request"} == {5}


def test_what_happened_is_in_the_order_of_time() -> None:
    found = happened(snapshot(TEXT), History.still(Wiring(estate(TEXT))), at("2026-11-01T00:00"), Policies.of([]))
    assert [one.id for one in found.outages] == ["out-2026-10-05-a", "out-2026-10-06-b"]
    assert len(found.cases) == 2

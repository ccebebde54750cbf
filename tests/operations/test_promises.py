"""Deadlines by the agreement's calendar, steps in order, and who works on it."""

from datetime import UTC, datetime, timedelta

import pytest

from gitsm.operations.fulfilment import in_order, steps
from gitsm.operations.promises import Due, Waiting, covering, dues, of_request, working_hours
from gitsm.operations.responsible import responsible
from gitsm.service_level.calendars import always
from gitsm.service_level.cases import Pause, Sort
from gitsm.service_level.promises import Promises
from gitsm_schemas.catalogue import RequestOffering, Task
from tests.support.catalogues import snapshot
from tests.support.desk import DESK

SNAPSHOT = snapshot(DESK)
FRIDAY = datetime.fromisoformat("2026-11-20T15:00:00+01:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def due(
    ref: str, sort: Sort, priority: int, text: str = DESK, *,
    pauses: tuple[Pause, ...] = (), told: datetime | None = None, now: datetime = FRIDAY,
) -> tuple[Due, ...]:  # fmt: skip
    return dues(snapshot(text), Waiting((ref,), sort, priority, FRIDAY, pauses, told), now)


def test_a_promise_for_the_priority_goes_before_one_for_all() -> None:
    # One hour of service is left on Friday: response within it, resolution seven hours into Monday.
    found = due("service_offering:mail-staff", "incident", 2)
    assert [(due.metric, due.at, due.by) for due in found] == [
        ("response", at("2026-11-20T16:00:00+01:00"), "agreement:mail-sla"),
        ("resolution", at("2026-11-23T15:00:00+01:00"), "agreement:mail-sla"),
    ]
    found = due("service:mail", "incident", 3)
    assert [(due.metric, due.at) for due in found] == [("response", at("2026-11-23T11:00:00+01:00"))]
    assert due("service:mail", "service_request", 2) == ()


def targets(*written: str) -> str:
    head, _, tail = DESK.partition("targets:\n")
    rest = tail[tail.index("---\n") :]
    return head + "targets:\n" + "".join(f"  - {{{each}}}\n" for each in written) + rest


def when(found: tuple[Due, ...]) -> list[tuple[str, datetime]]:
    return [(one.metric, one.at) for one in found]


def test_a_promise_for_requests_does_not_hide_one_for_incidents() -> None:
    text = targets(
        "metric: response, value: 1h", "metric: response, value: 2h, priority: 4, applies_to: [service_request]"
    )
    assert when(due("service:mail", "incident", 4, text)) == [("response", at("2026-11-20T16:00:00+01:00"))]
    assert when(due("service:mail", "service_request", 4, text)) == [("response", at("2026-11-23T09:00:00+01:00"))]


def test_each_metric_is_of_its_cases() -> None:
    text = targets("metric: resolution, value: 1h", "metric: fulfilment, value: 1h")
    assert [one.metric for one in due("service:mail", "incident", 4, text)] == ["resolution"]
    assert [one.metric for one in due("service:mail", "service_request", 4, text)] == ["fulfilment"]


def test_a_promise_over_every_moment_runs_by_night() -> None:
    text = targets("metric: response, value: 4h, measured_over: always")
    assert when(due("service:mail", "incident", 1, text)) == [("response", at("2026-11-20T19:00:00+01:00"))]


def test_a_deadline_waits_as_long_as_the_clock_stands_still() -> None:
    text = targets("metric: resolution, value: 1h, pause_on: [awaiting_caller]")
    half = Pause("awaiting_caller", at("2026-11-20T15:10:00+01:00"), at("2026-11-20T15:30:00+01:00"))
    vendor = Pause("awaiting_vendor", at("2026-11-20T15:30:00+01:00"), at("2026-11-20T15:40:00+01:00"))
    lasting = Pause("awaiting_caller", at("2026-11-20T15:50:00+01:00"), None)
    (one,) = due("service:mail", "incident", 1, text, pauses=(half, vendor))
    assert one.at == at("2026-11-23T08:20:00+01:00")
    # Twenty minutes were waited, and on Monday until nine: ten minutes of the hour are left then.
    (one,) = due("service:mail", "incident", 1, text, pauses=(half, lasting), now=at("2026-11-23T09:00:00+01:00"))
    assert one.at == at("2026-11-23T09:30:00+01:00")


OLA = """---
kind: agreement
id: cloud-ola
type: ola
provider: network
customer: team:desk
covers: [{}]
starts: 2026-01-01
review_due: 2026-12-01
calendar: office
targets: [{{metric: response, value: 10min}}]
"""


@pytest.mark.parametrize("covers", ["service:mail", "service_offering:mail-staff"])
def test_a_team_that_promises_a_service_is_meant_where_what_delivers_it_fails(covers: str) -> None:
    assert due("ci:mail-cloud", "incident", 1) == ()
    (one,) = due("ci:mail-cloud", "incident", 1, DESK + OLA.format(covers))
    assert (one.by, one.at) == ("agreement:cloud-ola", at("2026-11-20T15:10:00+01:00"))
    assert due("ci:filter", "incident", 1, DESK + OLA.format(covers)) == ()


def test_the_next_update_is_due_after_the_last() -> None:
    text = targets("metric: update, value: 30min")
    assert when(due("service:mail", "incident", 1, text)) == [("update", at("2026-11-20T15:30:00+01:00"))]
    told = at("2026-11-20T15:20:00+01:00")
    assert when(due("service:mail", "incident", 1, text, told=told)) == [("update", at("2026-11-20T15:50:00+01:00"))]


def test_only_agreements_in_force_promise() -> None:
    # Midnight comes to Oslo first: by its clock the first of January has begun.
    assert covering(Promises(SNAPSHOT), ("service:mail",), at("2025-12-31T22:59:59+00:00")) == ()
    (found,) = covering(Promises(SNAPSHOT), ("service:mail",), at("2025-12-31T23:00:00+00:00"))
    assert found.id == "mail-sla"


def test_a_request_is_due_as_its_offering_says_in_support_hours() -> None:
    offering = SNAPSHOT.record("request_offering:mailbox")
    assert isinstance(offering, RequestOffering)
    # A working day is eight hours: one on Friday, seven on Monday.
    (due,) = of_request(SNAPSHOT, offering, 4, FRIDAY)
    assert (due.metric, due.at, due.by) == (
        "fulfilment", at("2026-11-23T15:00:00+01:00"), "request_offering:mailbox"
    )  # fmt: skip
    laid_out = steps(offering.tasks, working_hours(SNAPSHOT, offering.offering, FRIDAY), FRIDAY)
    assert [(step.name, step.due) for step in laid_out] == [
        ("Check the name", at("2026-11-20T15:30:00+01:00")), ("Create it", at("2026-11-23T09:30:00+01:00")),
    ]  # fmt: skip


def test_an_agreement_on_requests_goes_before_the_offering() -> None:
    text = DESK.replace("targets:\n", "targets:\n  - {metric: fulfilment, value: 2h, applies_to: [service_request]}\n")
    changed = snapshot(text)
    offering = changed.record("request_offering:mailbox")
    assert isinstance(offering, RequestOffering)
    (due,) = of_request(changed, offering, 4, FRIDAY)
    assert (due.at, due.by) == (at("2026-11-23T09:00:00+01:00"), "agreement:mail-sla")
    plain = changed.record("request_offering:plain")
    assert isinstance(plain, RequestOffering)
    assert len(of_request(changed, plain, 4, FRIDAY)) == 1


def test_hours_where_there_is_no_support() -> None:
    text = DESK.replace('support: {hours: office, contact: {phone: "+47 55 50 12 00"}}\n', "")
    assert working_hours(snapshot(text), "service_offering:mail-staff", FRIDAY).working_day == timedelta(hours=8)
    assert working_hours(snapshot(text), "ci:mail-cloud", FRIDAY).always
    assert working_hours(snapshot(text), "ci:nothing", FRIDAY).always


def test_tasks_wait_for_each_other() -> None:
    def task(name: str, *after: str) -> Task:
        return Task(name=name, group="team:desk", after=after)

    assert [one.name for one in in_order([task("c", "b"), task("a"), task("b", "a")])] == ["a", "b", "c"]
    assert [one.name for one in in_order([task("a", "b"), task("b", "a"), task("c", "nowhere")])] == ["c", "a", "b"]
    assert steps([task("a", "nowhere")], always(), FRIDAY)[0].due == FRIDAY


@pytest.mark.parametrize(
    ("refs", "teams"),
    [
        (["ci:mail-cloud", "service:mail"], ("team:network", "team:desk")),
        (["service_offering:mail-staff"], ("team:desk",)),
        (["service_offering:mail-lists"], ("team:network",)),
        (["ci:nothing"], ()),
    ],
)
def test_who_works_on_it(refs: list[str], teams: tuple[str, ...]) -> None:
    assert responsible(SNAPSHOT, refs) == teams


def test_a_support_group_goes_before_the_owner() -> None:
    text = DESK.replace("id: filter\n", "id: filter\nsupport_group: desk\n")
    assert responsible(snapshot(text), ["ci:filter"]) == ("team:desk",)

"""What was achieved: the vectors of domain.md §8.3, carried through graphs, and what does not count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.graph.network import Network, Redundancy
from gitsm.graph.propagation import Level, propagate
from gitsm.service_level.achieved import Achieved, achieved, spent
from gitsm.service_level.budgets import Freeze, freezes
from gitsm.service_level.cases import Case, Pause, percentile
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import Days, days, window
from gitsm.service_level.spells import Downtime, History
from gitsm_schemas.operations import Outage
from gitsm_schemas.policies import ErrorBudgetPolicy
from tests.support.catalogues import ci
from tests.support.estates import wiring
from tests.support.judging import offering, service
from tests.support.promises import portfolio, promising

HOURS = """---
kind: calendar
id: long-days
timezone: UTC
hours: {mon: ["08:00-18:00"], tue: ["08:00-18:00"], wed: ["08:00-18:00"], thu: ["08:00-18:00"], fri: ["08:00-18:00"]}
---
kind: calendar
id: every-moment
timezone: UTC
hours: always
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def out(name: str, affects: str, start: str, end: str | None, **more: object) -> Outage:
    return Outage.model_validate({
        "kind": "outage", "id": f"out-{name}", "type": "outage", "affects": affects.split(), "start": f"{start}Z",
        **({"end": f"{end}Z"} if end else {}), **more,
    })  # fmt: skip


def happened(text: str, *outages: Outage, now: str = "2026-12-01 00:00", cases: tuple[Case, ...] = ()) -> Happened:
    return Happened(outages, History.still(wiring(text + BACKED)), cases, at(now))


BACKED = """---
kind: team
id: desk
name: Desk
members: [amara]
contact: {chat: c}
"""


def judged(
    text: str, *outages: Outage, now: str = "2026-12-01 00:00", asked: str | None = "2026-11",
    cases: tuple[Case, ...] = (), history: History | None = None, index: int = 0, name: str = "sla",
) -> Achieved:  # fmt: skip
    found = portfolio(text + HOURS)
    agreement = found.agreement(f"agreement:{name}")
    assert agreement is not None
    then = Happened(outages, history or History.still(found.wiring), cases, at(now))
    return achieved(found, agreement, index, then, days(asked) if asked else None)


def sla(value: str = "99.9%", calendar: str = "every-moment", covers: str = "service:booking", rest: str = "") -> str:
    return promising("sla", "sla", covers, f"{{metric: availability, value: {value}}}", f"calendar: {calendar}\n{rest}")


BOOKING = service("booking", "delivered_by: [ci:app]\n") + ci("app")


def test_thirty_days_with_fifty_and_thirty_minutes() -> None:
    found = judged(
        BOOKING + sla(),
        out("2026-11-03-a", "service:booking", "2026-11-03T10:00", "2026-11-03T10:50"),
        out("2026-11-20-b", "service:booking", "2026-11-20T03:00", "2026-11-20T03:30"),
    )
    (kept,) = found.kept
    assert round(float(found.achieved) * 100, 4) == 99.8148  # type: ignore[arg-type]
    assert kept.mtbf is not None
    assert round(kept.mtbf / timedelta(hours=1), 2) == 359.33
    assert kept.mtrs == timedelta(minutes=40)
    assert found.met is False


@pytest.mark.parametrize(("start", "share"), [("09:00", "99.2857"), ("20:00", "100.0"), ("17:00", "99.5238")])
def test_only_service_time_counts(start: str, share: str) -> None:
    end = (at(f"2026-11-10 {start}") + timedelta(minutes=90)).isoformat()[:16]
    found = judged(
        BOOKING + sla("99%", "long-days"), out("2026-11-10-a", "service:booking", f"2026-11-10T{start}", end)
    )
    assert found.kept[0].elapsed == timedelta(minutes=12_600)
    assert f"{round(float(found.achieved) * 100, 4)}" == share  # type: ignore[arg-type]
    # From 17:00 to 18:30 an hour is inside; by night none is, and nothing failed.
    assert len(found.kept[0].counted) == (0 if share == "100.0" else 1)


def test_the_budget_of_twenty_eight_days() -> None:
    rolling = sla().replace("value: 99.9%", "value: 99.9%, window: rolling 28d")
    found = judged(BOOKING + rolling, asked=None)
    assert found.period == (at("2026-11-03 00:00"), at("2026-12-01 00:00"))
    assert found.budget is not None
    assert found.budget.allowed == timedelta(minutes=40.32)
    assert (found.achieved, found.met, found.kept[0].mtbf, found.kept[0].mtrs) == (Decimal(1), True, None, None)


def test_a_month_that_is_not_over_is_told_so_far() -> None:
    down = out("2026-11-03-a", "service:booking", "2026-11-03T10:00", "2026-11-03T10:40")
    found = judged(BOOKING + sla(), down, now="2026-11-10 00:00", asked=None)
    assert found.budget is not None
    # 0.1 % of thirty days are 43.2 minutes; forty of them are used after nine days.
    assert found.budget.allowed == timedelta(minutes=43.2)
    assert found.budget.left == timedelta(minutes=3.2)
    assert found.met is True
    assert found.achieved == 1 - Decimal(40) / Decimal(9 * 24 * 60)
    assert found.budget.burn_rate == pytest.approx(40 / (9 * 24 * 60) / 0.001)
    assert found.budget.forecast == timedelta(minutes=40) * 30 / 9
    # 3.2 minutes at 40 in nine days last 0.72 days.
    assert found.budget.exhausted_at is not None
    assert abs(found.budget.exhausted_at - (at("2026-11-10 00:00") + timedelta(days=0.72))) < timedelta(seconds=1)
    assert found.budget.share_used == pytest.approx(40 / 43.2)
    later = judged(BOOKING + sla(), down, now="2026-11-30 12:00", asked=None)
    assert later.budget is not None
    assert later.budget.exhausted_at is None


def test_a_promise_of_everything_has_no_budget() -> None:
    found = judged(BOOKING + sla("100%"), out("2026-11-03-a", "ci:app", "2026-11-03T10:00", "2026-11-03T10:01"))
    assert found.budget is not None
    assert (found.budget.allowed, found.budget.share_used, found.budget.burn_rate) == (timedelta(0), None, None)
    assert (found.met, found.budget.kept) == (False, False)


PAIR = (
    service("booking")
    + offering("web", "booking", "delivered_by: [{any_of: [ci:n1, ci:n2], min_up: 1}]\n")
    + offering("kiosk", "booking", "delivered_by: [ci:n1]\n")
    + ci("n1", "hosted_on: [ci:host]\n")
    + ci("n2")
    + ci("host")
)
N1 = out("2026-11-03-n1", "ci:n1", "2026-11-03T10:00", "2026-11-03T12:00")
N2 = out("2026-11-03-n2", "ci:n2", "2026-11-03T11:00", "2026-11-03T13:00")


def test_an_outage_of_a_ci_counts_for_what_it_takes_down() -> None:
    found = judged(PAIR + sla(), N1, N2)
    # The kiosk stands on n1 alone; the web is down only while both are.
    assert [(each.unit, each.down) for each in found.kept] == [
        ("service_offering:kiosk", timedelta(hours=2)),
        ("service_offering:web", timedelta(hours=1)),
    ]
    web = found.kept[1].counted
    assert [(one.start, one.end, one.causes) for one in web] == [
        (at("2026-11-03 11:00"), at("2026-11-03 12:00"), (N1.ref, N2.ref))
    ]
    assert found.kept[0].counted[0].causes == (N1.ref,)
    under = judged(PAIR + sla(), out("2026-11-03-h", "ci:host", "2026-11-03T10:00", "2026-11-03T10:30"))
    assert [each.down for each in under.kept] == [timedelta(minutes=30), timedelta(0)]


def test_an_outage_of_a_service_is_one_of_each_offering() -> None:
    found = judged(PAIR + sla(), out("2026-11-03-a", "service:booking", "2026-11-03T10:00", "2026-11-03T10:10"))
    assert [each.down for each in found.kept] == [timedelta(minutes=10)] * 2


def test_planned_work_and_degradation_do_not_count() -> None:
    planned = out("2026-11-03-p", "ci:n1", "2026-11-03T10:00", "2026-11-03T12:00", type="planned_outage")
    slow = out("2026-11-04-s", "ci:n1", "2026-11-04T10:00", "2026-11-04T12:00", type="degradation")
    found = judged(PAIR + sla(), planned, slow)
    assert [each.down for each in found.kept] == [timedelta(0)] * 2
    assert [one.planned for one in found.kept[0].spells] == [True]
    # While one node is worked on, the other fails: that was not planned.
    found = judged(PAIR + sla(), planned, N2)
    assert {each.unit: each.down for each in found.kept} == {
        "service_offering:web": timedelta(hours=1), "service_offering:kiosk": timedelta(0)
    }  # fmt: skip


def test_short_outages_and_excused_ones_do_not_count() -> None:
    short = out("2026-11-03-a", "ci:app", "2026-11-03T10:00", "2026-11-03T10:04")
    text = BOOKING + sla(rest="minimum_downtime: 5min\n")
    found = judged(text, short)
    assert (found.kept[0].counted, len(found.kept[0].spells), found.achieved) == ((), 1, Decimal(1))
    # Two that adjoin are one, and one that the month cuts is as long as it was.
    more = out("2026-11-03-b", "ci:app", "2026-11-03T10:04", "2026-11-03T10:06")
    assert judged(text, short, more).kept[0].down == timedelta(minutes=6)
    over = out("2026-10-31-a", "ci:app", "2026-10-31T23:00", "2026-11-01T00:02")
    assert judged(text, over).kept[0].down == timedelta(minutes=2)
    excused = out(
        "2026-11-05-x", "ci:app", "2026-11-05T10:00", "2026-11-05T12:00",
        excused=[{"agreement": "sla", "reason": "Force majeure at sea"}],
    )  # fmt: skip
    other = text + sla().replace("id: sla", "id: other")
    assert judged(other, excused).kept[0].down == timedelta(0)
    assert judged(other, excused, name="other").kept[0].down == timedelta(hours=2)


def test_the_graph_counts_as_it_was_then() -> None:
    found = portfolio(PAIR + sla() + HOURS)
    alone = wiring(PAIR.replace("{any_of: [ci:n1, ci:n2], min_up: 1}", "ci:n1") + BACKED)
    history = History.of((at("2026-11-03 10:30"), found.wiring), (at("2026-01-01 00:00"), alone))
    result = judged(PAIR + sla(), N1, history=history)
    # Until half past ten the web stood on n1 alone.
    assert {each.unit: each.down for each in result.kept} == {
        "service_offering:web": timedelta(minutes=30), "service_offering:kiosk": timedelta(hours=2)
    }  # fmt: skip
    early = judged(PAIR + sla(), N1, history=History.of((at("2026-11-20 00:00"), alone)))
    assert [each.down for each in early.kept] == [timedelta(hours=2)] * 2
    # A tree from before n1 was recorded says nothing of it; the first one that knows it does.
    blank = History.of((at("2026-01-01 00:00"), wiring(BACKED)), (at("2026-11-20 00:00"), alone))
    assert [each.down for each in judged(PAIR + sla(), N1, history=blank).kept] == [timedelta(hours=2)] * 2
    unknown = out("2026-11-03-u", "ci:gone", "2026-11-03T10:00", "2026-11-03T12:00")
    assert [each.down for each in judged(PAIR + sla(), unknown, history=blank).kept] == [timedelta(0)] * 2


def test_an_outage_that_lasts_counts_until_now() -> None:
    lasting = out("2026-11-09-l", "ci:app", "2026-11-09T23:00", None)
    found = judged(BOOKING + sla(), lasting, now="2026-11-10 00:00", asked=None)
    assert found.kept[0].down == timedelta(hours=1)
    ahead = out("2026-11-12-f", "ci:app", "2026-11-12T23:00", "2026-11-13T00:00")
    assert judged(BOOKING + sla(), ahead, now="2026-11-10 00:00", asked=None).kept[0].down == timedelta(0)


def test_only_the_term_of_an_agreement_counts() -> None:
    text = BOOKING + sla().replace("starts: 2026-01-01", "starts: 2026-11-16")
    found = judged(text, N1)
    assert found.kept[0].elapsed == timedelta(days=15)
    before = judged(text, asked="2026-10")
    assert (before.achieved, before.met, before.kept) == (None, None, ())
    endless = judged(BOOKING + sla().replace("ends: 2026-12-31\n", ""), now="2027-02-01 00:00", asked="2027-01")
    assert endless.kept[0].elapsed == timedelta(days=31)
    last = judged(BOOKING + sla().replace("2026-12-31", "9999-12-31"), asked="2026-11")
    assert last.achieved == 1
    closed = promising("sla", "sla", "service:booking", "{metric: availability, value: 99%}", "calendar: sundays\n")
    sundays = "---\nkind: calendar\nid: sundays\ntimezone: UTC\nhours: {sun: ['10:00-12:00']}\n"
    found = judged(BOOKING + closed + sundays, now="2026-12-02 00:00", asked=None)
    assert (found.achieved, found.met) == (None, None)
    assert found.budget is not None
    assert (found.budget.burn_rate, found.budget.forecast) == (None, None)
    nothing = judged(BOOKING + sla(covers=""))
    assert (nothing.achieved, nothing.met, nothing.kept) == (None, None, ())


def case(name: str, opened: str, answered: str | None, done: str | None, **more: Any) -> Case:
    values: dict[str, Any] = {"sort": "incident", "subjects": ("service:booking",), "priority": 1, **more}
    return Case(
        name, opened=at(opened), answered=at(answered) if answered else None, done=at(done) if done else None, **values
    )


def times(metric: str, value: str, more: str = "") -> str:
    return promising(
        "sla", "sla", "service:booking", f"{{metric: {metric}, value: {value}{more}}}", "calendar: long-days\n"
    )


CASES = (
    case("a", "2026-11-03 09:00", "2026-11-03 09:10", "2026-11-03 12:00"),
    case("b", "2026-11-05 17:50", "2026-11-06 08:20", "2026-11-06 09:50"),
    case("c", "2026-11-10 09:00", "2026-11-10 09:05", "2026-11-10 17:00"),
    case("d", "2026-11-11 09:00", "2026-11-11 12:00", "2026-11-11 13:00", priority=3),
    case("e", "2026-10-30 09:00", "2026-10-30 17:00", "2026-10-30 17:30"),
    case("f", "2026-11-12 09:00", "2026-11-12 17:00", "2026-11-12 17:30", subjects=("service:mail",)),
    case("g", "2026-11-13 09:00", "2026-11-13 17:00", "2026-11-13 17:30", sort="service_request"),
)


@pytest.mark.parametrize(
    ("target", "took", "met", "counted"),
    [
        # In service time a was answered after 10, b after 30, c after 5 minutes.
        (times("response", "30min", ", priority: 1, applies_to: [incident]"), timedelta(minutes=30), True, "bac"),
        (times("response", "15min", ", priority: 1, applies_to: [incident]"), timedelta(minutes=30), False, "bac"),
        (times("response", "15min", ", priority: 1, applies_to: [incident], percentile: 60"), timedelta(minutes=10), True, "bac"),  # noqa: E501
        (times("response", "15min", ", priority: 3, applies_to: [incident]"), timedelta(hours=3), False, "d"),
        (times("resolution", "4h", ", priority: 1, applies_to: [incident]"), timedelta(hours=8), False, "cab"),
        (times("fulfilment", "9h", ", applies_to: [service_request]"), timedelta(hours=8.5), True, "g"),
        (times("resolution", "4h", ", priority: 5"), None, None, ""),
        (times("update", "1h"), None, None, ""),
        (times("latency", "300ms"), None, None, ""),
    ],
)  # fmt: skip
def test_times_are_told_by_cases(target: str, took: timedelta | None, *, met: bool | None, counted: str) -> None:
    found = judged(BOOKING + target, cases=CASES)
    assert (found.achieved, found.met) == (took, met)
    assert "".join(one.case.ref for one in found.cases) == counted


def test_the_clock_stands_still_while_it_waits() -> None:
    pauses = (Pause("awaiting_caller", at("2026-11-03 10:00"), at("2026-11-03 11:00")),
              Pause("awaiting_vendor", at("2026-11-03 11:00"), None))  # fmt: skip
    waiting = case("a", "2026-11-03 09:00", None, "2026-11-03 13:00", pauses=pauses)
    assert judged(BOOKING + times("resolution", "4h"), cases=(waiting,)).achieved == timedelta(hours=4)
    caller = times("resolution", "4h", ", pause_on: [awaiting_caller]")
    assert judged(BOOKING + caller, cases=(waiting,)).achieved == timedelta(hours=3)
    both = times("resolution", "4h", ", pause_on: [awaiting_caller, awaiting_vendor]")
    assert judged(BOOKING + both, cases=(waiting,)).achieved == timedelta(hours=1)


def test_what_is_still_open_counts_once_it_is_late() -> None:
    open_ = case("a", "2026-11-03 09:00", None, None)
    late = judged(BOOKING + times("response", "1h"), cases=(open_,), now="2026-11-03 11:00", asked=None)
    assert (late.achieved, late.met, late.cases[0].over) == (timedelta(hours=2), False, False)
    early = judged(BOOKING + times("response", "4h"), cases=(open_,), now="2026-11-03 11:00", asked=None)
    assert (early.achieved, early.met, early.cases) == (None, None, ())


def several(*targets: str, kind: str = "sla", covers: str = "service:booking", rest: str = "") -> str:
    written = ", ".join(f"{{{each}}}" for each in targets)
    return promising("sla", kind, covers, written, f"calendar: long-days\n{rest}")


def test_a_target_for_a_priority_goes_before_one_for_all() -> None:
    text = BOOKING + several("metric: response, value: 1h", "metric: response, value: 4h, priority: 3")
    found = [judged(text, cases=CASES, index=index) for index in (0, 1)]
    # d came at priority 3 and was answered after three hours; g is a request.
    assert [("".join(one.case.ref for one in each.cases), each.met) for each in found] == [("gbac", False), ("d", True)]


def test_a_resolution_is_of_incidents_and_a_fulfilment_of_requests() -> None:
    text = BOOKING + several("metric: resolution, value: 9h", "metric: fulfilment, value: 9h")
    found = ["".join(one.case.ref for one in judged(text, cases=CASES, index=index).cases) for index in (0, 1)]
    assert found == ["cdab", "g"]


UPDATED = case(
    "a", "2026-11-03 16:00", "2026-11-03 16:05", "2026-11-04 09:30",
    updates=(at("2026-11-03 16:20"), at("2026-11-03 17:30"), at("2026-11-04 10:00")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("told", "now", "took", "met"),
    [
        # From 17:30 to 18:00, and from 08:00 to 09:30: two hours without news; what was said afterwards is no news.
        (UPDATED, "2026-12-01 00:00", timedelta(hours=2), False),
        (case("a", "2026-11-03 09:00", None, "2026-11-03 09:50", updates=(at("2026-11-03 09:20"),)),
         "2026-12-01 00:00", timedelta(minutes=30), True),
        # Nobody wrote down that anybody was told; while it lasts, nobody was.
        (case("a", "2026-11-03 09:00", None, "2026-11-03 12:00"), "2026-12-01 00:00", None, None),
        (case("a", "2026-11-03 09:00", None, None), "2026-11-03 11:30", timedelta(hours=2.5), False),
        (case("a", "2026-11-03 09:00", None, None, updates=(at("2026-11-03 11:00"),)), "2026-11-03 11:30",
         timedelta(hours=2), False),
        (case("a", "2026-11-03 09:00", None, None, updates=(at("2026-11-03 10:00"),)), "2026-11-03 10:30", None, None),
        (case("a", "2026-11-03 09:00", None, "2026-11-03 13:00", updates=(at("2026-11-03 10:00"),),
              pauses=(Pause("awaiting_caller", at("2026-11-03 10:00"), at("2026-11-03 12:30")),)),
         "2026-12-01 00:00", timedelta(hours=1), True),
    ],
)  # fmt: skip
def test_updates_are_told_by_the_longest_silence(
    told: Case, now: str, took: timedelta | None, *, met: bool | None
) -> None:
    text = BOOKING + several("metric: update, value: 1h, pause_on: [awaiting_caller]")
    found = judged(text, cases=(told,), now=now, asked="2026-11")
    assert (found.achieved, found.met) == (took, met)


def test_a_recovery_is_told_by_outages() -> None:
    outages = (
        # Two of them at once are one recovery, of an hour of service time; by night none passes.
        out("2026-11-03-a", "ci:app", "2026-11-03T09:00", "2026-11-03T09:40"),
        out("2026-11-03-b", "service:booking", "2026-11-03T09:20", "2026-11-03T10:00"),
        out("2026-11-04-c", "ci:app", "2026-11-04T17:30", "2026-11-05T08:15"),
        out("2026-11-06-d", "ci:app", "2026-11-06T09:00", "2026-11-06T12:00", type="planned_outage"),
        out("2026-11-09-e", "ci:app", "2026-11-09T09:00", "2026-11-09T12:00",
            excused=[{"agreement": "sla", "reason": "Storm"}]),
        out("2026-10-30-f", "ci:app", "2026-10-30T09:00", "2026-11-02T12:00"),
        out("2026-11-10-g", "ci:app", "2026-11-10T09:00", "2026-11-10T09:04"),
    )  # fmt: skip
    text = BOOKING + several("metric: rto, value: 1h", rest="minimum_downtime: 5min\n")
    found = judged(text, *outages)
    assert [(one.case.ref, one.taken) for one in found.cases] == [
        ("outage:out-2026-11-03-a", timedelta(hours=1)), ("outage:out-2026-11-04-c", timedelta(minutes=45)),
    ]  # fmt: skip
    assert (found.achieved, found.met) == (timedelta(hours=1), True)
    lasting = out("2026-11-10-h", "ci:app", "2026-11-10T09:00", None)
    late = judged(text, lasting, now="2026-11-10 10:30", asked=None)
    assert (late.achieved, late.met, late.cases[0].over) == (timedelta(minutes=90), False, False)
    early = judged(text, lasting, now="2026-11-10 09:30", asked=None)
    assert (early.achieved, early.met) == (None, None)


def test_lost_data_is_what_outages_say() -> None:
    text = BOOKING + several("metric: rpo, value: 15min")
    lost = out("2026-11-03-a", "ci:app", "2026-11-03T03:00", "2026-11-03T03:10", data_lost="20min")
    none = out("2026-11-04-b", "ci:app", "2026-11-04T03:00", "2026-11-04T03:10", data_lost="0min")
    silent = out("2026-11-05-c", "ci:app", "2026-11-05T03:00", "2026-11-05T03:10")
    elsewhere = out("2026-11-06-d", "ci:other", "2026-11-06T03:00", "2026-11-06T03:10", data_lost="4h")
    excused = out("2026-11-07-e", "ci:app", "2026-11-07T03:00", "2026-11-07T03:10", data_lost="4h",
                  excused=[{"agreement": "sla", "reason": "Storm"}])  # fmt: skip
    text += ci("other")
    found = judged(text, lost, none, silent, elsewhere, excused)
    # Data is lost by night as by day: no calendar makes the loss shorter.
    assert [(one.case.ref, one.taken) for one in found.cases] == [
        ("outage:out-2026-11-03-a", timedelta(minutes=20)), ("outage:out-2026-11-04-b", timedelta(0)),
    ]  # fmt: skip
    assert (found.achieved, found.met) == (timedelta(minutes=20), False)
    before = out("2026-10-31-f", "ci:app", "2026-10-31T03:00", "2026-10-31T03:10", data_lost="4h")
    assert judged(text, none, silent, before).met is True
    assert judged(text, silent).met is None


def test_a_supplier_is_judged_by_the_time_it_had() -> None:
    handed = (
        Pause("awaiting_vendor", at("2026-11-03 09:30"), at("2026-11-03 10:00")),
        Pause("awaiting_caller", at("2026-11-03 10:00"), at("2026-11-03 11:00")),
        Pause("awaiting_vendor", at("2026-11-03 11:00"), at("2026-11-03 12:15")),
    )
    known = case("a", "2026-11-03 09:00", "2026-11-03 09:05", "2026-11-03 14:00", pauses=handed, subjects=("ci:app",))
    ours = case("b", "2026-11-04 09:00", "2026-11-04 09:05", "2026-11-04 17:00", subjects=("ci:app",))
    text = BOOKING + several(
        "metric: resolution, value: 2h", "metric: response, value: 1min", kind="ua", covers="ci:app"
    )
    found = judged(text, cases=(known, ours))
    # Half an hour and an hour and a quarter were the supplier's; what it never had says nothing of it.
    assert [(one.case.ref, one.taken) for one in found.cases] == [("a", timedelta(minutes=105))]
    assert found.met is True
    assert judged(text, cases=(known, ours), index=1).met is None
    pending = case("c", "2026-11-10 09:00", None, None, subjects=("ci:app",),
                   pauses=(Pause("awaiting_vendor", at("2026-11-10 10:00"), None),))  # fmt: skip
    late = judged(text, cases=(pending,), now="2026-11-10 13:00", asked=None)
    assert (late.achieved, late.met, late.cases[0].over) == (timedelta(hours=3), False, False)


def test_what_counts_as_now_is_not_remembered() -> None:
    found = portfolio(BOOKING + sla() + HOURS)
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    lasting = out("2026-11-09-l", "ci:app", "2026-11-09T23:00", None)
    first = Happened((lasting,), History.still(found.wiring), (), at("2026-11-10 00:00"))
    assert achieved(found, agreement, 0, first).kept[0].down == timedelta(hours=1)
    then = replace(first, now=at("2026-11-10 01:00"))
    assert achieved(found, agreement, 0, then).kept[0].down == timedelta(hours=2)


def test_what_came_later_had_not_happened() -> None:
    late = case("a", "2026-11-03 09:00", "2026-11-03 09:40", "2026-11-03 17:00", updates=(at("2026-11-03 16:00"),),
                pauses=(Pause("awaiting_caller", at("2026-11-03 10:00"), at("2026-11-03 12:00")),))  # fmt: skip
    for metric, took in (("response", 30), ("resolution", 60), ("update", 60)):
        now = "2026-11-03 09:30" if metric == "response" else "2026-11-03 11:00"
        text = BOOKING + times(metric, "15min", ", pause_on: [awaiting_caller]")
        found = judged(text, cases=(late,), now=now, asked=None)
        assert (found.achieved, found.met, found.cases[0].over) == (timedelta(minutes=took), False, False)


def test_a_case_about_the_service_is_one_about_the_offering_that_is_covered() -> None:
    text = PAIR + times("response", "15min").replace("covers: [service:booking]", "covers: [service_offering:web]")
    about = {name: case("a", "2026-11-03 09:00", "2026-11-03 09:10", None, subjects=(name,)) for name in
             ("service:booking", "service_offering:web", "service_offering:kiosk")}  # fmt: skip
    assert {name for name, one in about.items() if judged(text, cases=(one,)).cases} == {
        "service:booking", "service_offering:web"
    }  # fmt: skip


def test_an_exhausted_budget_freezes_as_policy_says() -> None:
    found = portfolio(BOOKING + sla() + HOURS)
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    down = out("2026-11-03-a", "service:booking", "2026-11-03T10:00", "2026-11-03T10:50")
    then = Happened((down,), History.still(found.wiring), (), at("2026-11-10 00:00"))
    budgets = tuple(spent(found, [achieved(found, agreement, 0, then)]))
    (freeze,) = freezes(budgets, ErrorBudgetPolicy(), then.now)
    assert (freeze.agreement, freeze.severity, freeze.until) == ("agreement:sla", "soft", at("2026-12-01 00:00"))
    assert freeze.why == (
        "service:booking was down 50 min of the 43.2 min that agreement:sla allows until 2026-12-01"
    )  # fmt: skip
    assert list(freezes(budgets, ErrorBudgetPolicy(severity="none"), then.now)) == []
    assert list(freezes(budgets, ErrorBudgetPolicy(), at("2026-12-01 00:00"))) == []
    assert list(freezes(budgets, ErrorBudgetPolicy(not_for=("sla",)), then.now)) == []
    small = out("2026-11-03-a", "service:booking", "2026-11-03T10:00", "2026-11-03T10:40")
    then = Happened((small,), History.still(found.wiring), (), at("2026-11-10 00:00"))
    budgets = tuple(spent(found, [achieved(found, agreement, 0, then)]))
    assert list(freezes(budgets, ErrorBudgetPolicy(), then.now)) == []
    hard = ErrorBudgetPolicy.model_validate({"freeze_from": "90%", "severity": "hard"})
    assert [one.severity for one in freezes(budgets, hard, then.now)] == ["hard"]
    whole = portfolio(BOOKING + sla("100%") + HOURS)
    agreement = whole.agreement("agreement:sla")
    assert agreement is not None
    assert list(freezes(spent(whole, [achieved(whole, agreement, 0, then)]), ErrorBudgetPolicy(), then.now)) == []
    timely = portfolio(BOOKING + times("response", "1h") + HOURS)
    agreement = timely.agreement("agreement:sla")
    assert agreement is not None
    assert list(spent(timely, [achieved(timely, agreement, 0, then)])) == []


def test_a_rolling_window_thaws_when_enough_of_it_is_back() -> None:
    found = portfolio(BOOKING + sla().replace("value: 99.9%", "value: 99.9%, window: rolling 28d") + HOURS)
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    downs = (out("2026-11-03-a", "ci:app", "2026-11-03T10:00", "2026-11-03T10:05"),
             out("2026-11-05-b", "ci:app", "2026-11-05T10:00", "2026-11-05T10:45"))  # fmt: skip

    def frozen(now: datetime) -> list[Freeze]:
        then = Happened(downs, History.still(found.wiring), (), now)
        return list(freezes(spent(found, [achieved(found, agreement, 0, then)]), ErrorBudgetPolicy(), now))

    # 50 minutes are used of 40.32: it thaws when the first five and 4.68 of the others are 28 days old.
    (freeze,) = frozen(at("2026-11-10 00:00"))
    assert abs(freeze.until - at("2026-12-03 10:04:40.8")) < timedelta(seconds=1)
    assert freeze.why == "service:booking was down 50 min of the 40.32 min that agreement:sla allows in 28d"
    assert len(frozen(freeze.until - timedelta(seconds=2))) == 1
    assert frozen(freeze.until + timedelta(seconds=2)) == []


def test_each_covered_thing_has_a_budget_of_its_own() -> None:
    found = portfolio(PAIR + sla("99.9%", covers="service_offering:web, service_offering:kiosk") + HOURS)
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    downs = (out("2026-11-03-a", "service_offering:web", "2026-11-03T10:00", "2026-11-03T11:00"),
             out("2026-11-04-b", "service_offering:kiosk", "2026-11-04T10:00", "2026-11-04T10:50"))  # fmt: skip
    then = Happened(downs, History.still(found.wiring), (), at("2026-11-10 00:00"))
    held = freezes(spent(found, [achieved(found, agreement, 0, then)]), ErrorBudgetPolicy(), then.now)
    assert [(one.unit, one.why.partition(" of ")[0]) for one in held] == [
        ("service_offering:web", "service_offering:web was down 60 min"),
        ("service_offering:kiosk", "service_offering:kiosk was down 50 min"),
    ]


def test_a_calendar_that_is_nowhere_tells_nothing() -> None:
    from gitsm.service_level.portfolio import Portfolio
    from gitsm.snapshot import Snapshot

    whole = portfolio(BOOKING + sla() + HOURS)
    found = Portfolio.of(Snapshot.of(entry for entry in whole.snapshot if entry.ref != "calendar:every-moment"))
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    assert achieved(found, agreement, 0, happened(BOOKING, N1)).achieved is None


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-10", "2026-10-01", "2026-11-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026Q1", "2026-01-01", "2026-04-01"),
        ("2026", "2026-01-01", "2027-01-01"),
    ],
)
def test_periods_are_read(text: str, first: str, after: str) -> None:
    assert days(text) == Days(at(first).date(), at(after).date())


@pytest.mark.parametrize("text", ["2026-13", "2026-10-01", "Q4", "9999", "0001-01", "20261", "2026-Q5", ""])
def test_what_is_no_period_is_none(text: str) -> None:
    assert days(text) is None


def test_a_quarter_is_that_of_the_zone() -> None:
    from zoneinfo import ZoneInfo

    late = at("2026-09-30 22:30")
    assert window("quarter", late, ZoneInfo("Europe/Oslo"))[0] == at("2026-09-30 22:00")
    assert window("quarter", late, UTC) == (at("2026-07-01 00:00"), at("2026-10-01 00:00"))


def test_percentiles_are_of_the_nearest_rank() -> None:
    values = [timedelta(minutes=each) for each in (15, 20, 35, 40, 50)]
    # The worked example of the nearest-rank method.
    assert [percentile(values, share).seconds // 60 for share in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]


NODES = ("ci:n1", "ci:n2", "ci:n3")
MOMENTS = st.integers(0, 40)


@given(
    st.lists(st.tuples(st.sampled_from(NODES), MOMENTS, MOMENTS, st.booleans()), max_size=6),
    st.integers(1, 3),
    MOMENTS,
)
def test_downtime_is_what_a_look_every_minute_finds(
    raw: list[tuple[str, int, int, bool]], needed: int, change: int
) -> None:
    start = at("2026-11-01 00:00")
    before = Network.of({}, {"ci:app": [Redundancy(NODES, needed, "runs_on")]})
    after = Network.of({}, {"ci:app": [Redundancy(NODES[:2], 1, "runs_on")]})
    history = History((start, start + timedelta(minutes=change)), (before, after), (NODES, NODES))
    outages = [
        out(f"2026-11-01-{number}", ref, f"{start + timedelta(minutes=first):%Y-%m-%dT%H:%M}",
            f"{start + timedelta(minutes=last):%Y-%m-%dT%H:%M}", type="planned_outage" if planned else "outage")
        for number, (ref, first, last, planned) in enumerate(raw)
    ]  # fmt: skip
    spells = Downtime(outages, history, start + timedelta(hours=1)).spells("ci:app")
    for minute in range(41):
        graph = after if minute >= change else before
        lasting = [(ref, planned) for ref, first, last, planned in raw if first <= minute < last]
        every, planned = {ref for ref, _ in lasting}, {ref for ref, planned in lasting if planned}
        down, meant = (
            propagate(graph, dict.fromkeys(failed, Level.DOWN)).get("ci:app") is Level.DOWN
            for failed in (every, planned)
        )
        now = start + timedelta(minutes=minute)
        assert [one.planned for one in spells if one.start <= now < one.end] == ([meant] if down else [])

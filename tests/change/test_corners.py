"""Rare turns of the change computations, each with the small case that takes it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gitsm.change.calendar import Relevance, events, subscribed
from gitsm.change.conflicts import scheduled
from gitsm.change.facts import Facts
from gitsm.change.footprint import Footprint
from gitsm.change.lanes import Booking, lanes
from gitsm.change.scope import Ground, Scope, Work
from gitsm.change.sides import Side
from gitsm.change.thresholds import exceeded
from gitsm.change.tip import Tip, carried_by, stood_on
from gitsm.change.transitions import illegal
from gitsm.change.windows import openings
from gitsm.diff.compare import compare
from gitsm.graph.estate import Memory
from gitsm_schemas.changes import Change, Window
from gitsm_schemas.policies import Threshold, ThresholdsPolicy
from tests.change.test_thresholds import TODAY, edits
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import TEAM, ci, loaded, snapshot
from tests.support.estates import assessed, estate
from tests.support.gates import BASE, change, heard, missing, stops
from tests.support.judging import offering, service

TEN = datetime(2026, 11, 28, 22, tzinfo=UTC)
ELEVEN = TEN + timedelta(hours=1)


def test_a_group_of_which_only_one_of_two_takes_members_is_no_conflict() -> None:
    known = snapshot(
        TEAM + ci("n1") + ci("n2") + ci("cache")
        + ci("app", "runs_on: [{any_of: [ci:n1, ci:n2], min_up: 1}]\n") + ci("page", "depends_on: [ci:app]\n")
    )  # fmt: skip
    ground = Ground(Memory.of(known))

    def work(name: str, touched: str) -> Work:
        scope = Scope(frozenset({touched}), ground.reached({touched}))
        return Work(f"change:{name}", "normal", (TEN, ELEVEN), name, scope)

    # The first takes a spare of the application; the second works on the application itself, and on no member.
    found = scheduled(work("chg-a", "ci:n1"), [work("chg-b", "ci:app")], ground)
    assert [(one.severity, one.refs) for one in found if "together" in one.why] == []


def test_nothing_brings_down_what_is_not_there() -> None:
    facts = Facts.of(estate(TEAM + ci("a1")))
    assert facts.single_points("ci:gone") == set()
    assert facts.availability("ci:gone") is None


def test_a_group_keeps_its_spare_and_another_one_of_the_same_record_loses_it() -> None:
    text = TEAM + "".join(map(ci, ("a1", "a2", "b1", "b2")))
    both = "runs_on: [{{any_of: [ci:a1, ci:a2], min_up: 1}}, {{any_of: [ci:b1, ci:b2], min_up: {}}}]\n"
    found = assessed(text + ci("app", both.format(1)), text + ci("app", both.format(2)))
    # The group that was edited is told, and the one that was not is left out.
    (lost,) = found.redundancy
    assert (lost.ref, lost.before, lost.after) == ("ci:app", 1, 0)
    assert "ci:b1" in lost.group
    assert "ci:a1" not in lost.group


def test_an_hour_inside_another_s_does_not_end_it() -> None:
    taken = frozenset({"ci:db"})

    def from_to(start: int, end: int) -> list[Booking]:
        return [Booking((TEN + timedelta(minutes=start), TEN + timedelta(minutes=end)), taken)]

    # The first goes on after the second is over, so the third meets it; the fourth meets nobody.
    booked = {
        "a": from_to(0, 60),
        "b": from_to(10, 20),
        "c": from_to(30, 90),
        "d": from_to(90, 99),
        "e": from_to(95, 95),
    }
    assert lanes(dict.fromkeys(booked, Footprint()), booked) == (("a", "b", "c"), ("d",), ("e",))


MODEL = BASE.replace("owner: ops\nexpires: 2027-12-31\n", "owner: ops\nexpires: 2027-12-31\napprovals: {APPROVALS}\n")


@pytest.mark.parametrize(
    ("approvals", "rules"),
    [("{count: 0}", set()), ("{teams: [board], count: 1}", {"model"}), ("{count: 2}", {"model-count"})],
)
def test_a_model_may_ask_for_nobody(approvals: str, rules: set[str]) -> None:
    before = MODEL.replace("{APPROVALS}", approvals)
    after = before.replace('version: "16.1"', 'version: "16.2"') + change(type="standard", model="db-patch")
    assert {one for one in missing(heard(after, before=before)) if one.startswith("model")} == rules


def test_of_two_tiers_of_one_size_the_first_counts() -> None:
    limits = ThresholdsPolicy(
        limits=(
            Threshold(kinds=("ci",), actions=("removed",), max_count=5, from_total=10),
            Threshold(kinds=("ci",), actions=("removed",), max_count=2),
        )
    )
    (found,) = exceeded(edits(6), {"ci": 10}, limits, None, TODAY)
    assert found.limit == 5
    assert exceeded(edits(4), {"ci": 10}, limits, None, TODAY) == ()


def test_what_failure_is_carried_to_and_what_names_nothing_is_not_stood_on() -> None:
    data = {"member_of": ["ci:farm"], "depends_on": ["ci:db"], "covers": ["ci:web", "?", 3], "suppliers": ["northsat"]}
    assert sorted(stood_on("ci:n1", data)) == [
        ("ci:db", "ci:n1"), ("ci:web", "ci:n1"), ("supplier:northsat", "ci:n1")
    ]  # fmt: skip
    assert [*carried_by("ci:n1", data)] == [("ci:n1", "ci:farm")]


def test_a_blackout_of_something_else_leaves_the_hour_free() -> None:
    text = (
        TEAM + ci("db") + ci("other")
        + "---\nkind: window\nid: elsewhere\ntype: blackout\n"
        "at: {start: 2026-11-28T00:00:00Z, end: 2026-11-30T00:00:00Z}\n"
        "applies_to: {cis: [ci:other]}\nreason: Not here.\n"
    )  # fmt: skip
    known = snapshot(text)
    ground = Ground(Memory.of(known))
    what = Work("change:chg-a", "normal", (TEN, ELEVEN), "amara", Scope(frozenset({"ci:db"})))
    windows = [window for _, window in known.records(Window)]
    assert openings(what, windows, [], ground, now=TEN, soft=False, horizon=timedelta(days=1))[0].start == TEN
    there = Work("change:chg-a", "normal", (TEN, ELEVEN), "amara", Scope(frozenset({"ci:other"})))
    first = openings(there, windows, [], ground, now=TEN, soft=False, horizon=timedelta(days=3))[0].start
    assert first == datetime(2026, 11, 30, tzinfo=UTC)


def test_a_promise_is_judged_once_for_each_side() -> None:
    known = snapshot(
        service("shop", "delivered_by: [ci:app]\n") + offering("web", "shop") + ci("app", availability="99%") + BACKDROP
        + "---\nkind: agreement\nid: sla\ntype: sla\nprovider: desk\ncustomer: customer:passengers\n"
        "covers: [service:shop]\n"
        "starts: 2026-01-01\nreview_due: 2026-11-01\ncalendar: always\n"
        "targets: [{metric: availability, value: 99.9%}]\n"
    )  # fmt: skip
    tip, side = Tip(known, TODAY), Side({}, Footprint())
    assert (side.keeps("agreement:sla", tip), side.keeps("agreement:sla", tip)) == (False, False)


def test_what_is_taken_over_from_another_system_has_the_end_it_had_there() -> None:
    done = {"outcome": "successful", "planned": "{start: 2026-11-20T22:00:00Z, end: 2026-11-20T23:00:00Z}"}
    brought = "source: {system: old-desk, id: CHG1}\n"
    assert "change-move" in str(stops(heard(BASE + change("chg-2026-11-20-old", **done))))
    assert "change-move" not in str(stops(heard(BASE + change("chg-2026-11-20-old", brought, **done))))


def test_only_a_conflict_that_is_there_has_to_be_accepted_by_whoever_is_named() -> None:
    accepted = "acknowledged_conflicts: [{conflict: 'in_blackout:nowhere', by: eva, reason: It is agreed.}]\n"
    text = BASE.replace('version: "16.1"', 'version: "16.2"') + change("chg-2026-11-24-work", accepted)
    assert "acknowledged-conflict" not in missing(heard(text))


def test_of_what_nobody_owns_nobody_is_asked_whether_it_is_hit() -> None:
    spared = "[{ci: db}, {ci: gone, impact_code: not_impacted, reason: It is away.}]"
    text = BASE.replace('version: "16.1"', 'version: "16.2"') + change(affected=spared)
    assert "not-impacted" not in missing(heard(text))
    named = text.replace("ci: gone", "ci: app")
    assert "not-impacted" in missing(heard(named))


def test_a_change_that_cannot_be_read_makes_no_move() -> None:
    before, after = loaded(BASE + change()).snapshot, loaded(BASE + change() + "surprise: 1\n").snapshot
    assert illegal(compare(before, after), before, after, TEN) == ()
    gone = loaded(BASE).snapshot
    later = TEN + timedelta(minutes=30)
    assert [one.ref for one in illegal(compare(before, gone), before, gone, later)] == ["change:chg-2026-11-24-work"]


def test_subscribers_see_a_quarter_back_and_a_year_ahead() -> None:
    assert subscribed(datetime(2026, 11, 28, 23, tzinfo=ZoneInfo("Europe/Oslo"))) == (
        datetime(2026, 8, 30, 22, tzinfo=UTC), datetime(2027, 11, 28, 22, tzinfo=UTC)
    )  # fmt: skip


def test_what_recurs_has_each_time_to_do_with_the_same() -> None:
    known = snapshot(
        TEAM + ci("db") + ci("app", "depends_on: [ci:db]\n") + change(affected="[{ci: db}]").replace("cleo", "amara")
    )
    changes = [record for _, record in known.records(Change)]
    relevance = Relevance(changes, [], Ground(Memory.of(known)))
    found = events(changes, [], (TEN - timedelta(days=9), TEN + timedelta(days=9)))
    assert [one.ref for one in relevance.of(found, ["ci:app"])] == ["change:chg-2026-11-24-work"]
    # Asked again, about another record, it answers for that one.
    assert relevance.of(found, ["ci:gone"]) == ()


def test_where_everybody_who_may_agree_made_the_change_or_nobody_is_there_it_is_said() -> None:
    alone = BASE.replace("members: [cleo, dan]", "members: [cleo]")
    text = alone.replace('version: "16.1"', 'version: "16.2"') + change()
    (own,) = [one.message for one in heard(text, before=alone).blockers if one.id == "approval:owners"]
    assert "cleo is there, and made the change, or pushed last" in own
    empty = BASE.replace("members: [cleo, dan]", "members: []")
    text = empty.replace('version: "16.1"', 'version: "16.2"') + change()
    (nobody,) = [one.message for one in heard(text, before=empty).blockers if one.id == "approval:owners"]
    assert nobody == "nobody is left who may agree for ops: what is altered is theirs"

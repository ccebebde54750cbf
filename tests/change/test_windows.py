"""Windows against pieces of work, and free times: the vectors of domain.md §8.7, and more."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitsm.change.scope import Ground, Scope, Work
from gitsm.change.windows import free, hindrances, judged, openings
from gitsm.graph.estate import Memory
from gitsm.graph.propagation import Level
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, Window
from tests.support.catalogues import TEAM, ci, snapshot
from tests.support.judging import offering, service

SATURDAY = """---
kind: window
id: saturday
type: maintenance
rrule: FREQ=WEEKLY;BYDAY=SA
starts: 2026-01-03T22:00:00Z
duration: 4h
timezone: UTC
applies_to: {cis: [ci:db]}
reason: Quiet.
"""
FREEZE = """---
kind: window
id: freeze
type: blackout
at: {start: 2026-12-18T00:00:00Z, end: 2027-01-04T00:00:00Z}
applies_to: {cis: [ci:db]}
exempt: [emergency]
reason: Few people at work.
"""
ESTATE = TEAM + ci("db", class_="database_instance") + ci("app", "depends_on: [ci:db]\n", class_="application")


def work(start: str, end: str, touched: str = "ci:db", type_: str = "normal", accepted: str = "") -> Work:
    span = (datetime.fromisoformat(start), datetime.fromisoformat(end))
    marks = {accepted: "ingrid: Known."} if accepted else {}
    return Work("change:chg-2026-12-01-x", type_, span, "amara", Scope(frozenset({touched})), marks)  # type: ignore[arg-type]


def ids(text: str, what: Work) -> list[str]:
    known = snapshot(ESTATE + text)
    return [one.id for one in hindrances(what, windows(known), Ground(Memory.of(known)))]


def windows(known: Snapshot) -> list[Window]:
    return [window for _, window in known.records(Window)]


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2026-11-28T23:00Z", "2026-11-29T01:00Z", True),
        ("2026-11-29T01:30Z", "2026-11-29T02:30Z", False),
        ("2026-11-28T22:00Z", "2026-11-29T02:00Z", True),
        ("2026-11-28T21:59Z", "2026-11-28T23:00Z", False),
    ],
)
def test_work_lies_in_a_maintenance_window_or_does_not(start: str, end: str, fits: bool) -> None:  # noqa: FBT001
    assert ids(SATURDAY, work(start, end)) == ([] if fits else ["not_in_maintenance_window:saturday"])


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2026-12-17T22:00Z", "2026-12-18T00:00Z", True),
        ("2026-12-17T22:00Z", "2026-12-18T00:01Z", False),
        ("2027-01-04T00:00Z", "2027-01-04T01:00Z", True),
        ("2027-01-03T23:59Z", "2027-01-04T01:00Z", False),
    ],
)
def test_work_that_ends_as_a_blackout_begins_fits(start: str, end: str, fits: bool) -> None:  # noqa: FBT001
    assert ids(FREEZE, work(start, end)) == ([] if fits else ["in_blackout:freeze"])


def test_windows_that_adjoin_are_one() -> None:
    sunday = SATURDAY.replace("id: saturday", "id: sunday").replace("BYDAY=SA", "BYDAY=SU").replace("22:00", "02:00")
    both = SATURDAY + sunday.replace("2026-01-03", "2026-01-04")
    assert ids(both, work("2026-11-29T01:30Z", "2026-11-29T02:30Z")) == []
    assert ids(both, work("2026-11-29T01:30Z", "2026-11-29T06:01Z")) == ["not_in_maintenance_window:saturday+sunday"]


def test_a_hindrance_says_why_and_what_to_do() -> None:
    known = snapshot(ESTATE + FREEZE + SATURDAY)
    blackout, outside = hindrances(
        work("2026-12-21T12:00+01:00", "2026-12-21T13:00+01:00"), windows(known), Ground(Memory.of(known))
    )
    assert (blackout.kind, blackout.severity, blackout.refs, blackout.other) == (
        "in_blackout",
        "hard",
        ("window:freeze", "ci:db"),
        None,
    )
    assert blackout.why == "window:freeze is in force until 2027-01-04T01:00+01:00: Few people at work."
    assert "to end by 2026-12-18T01:00+01:00 or to start at 2027-01-04T01:00+01:00" in blackout.remedy
    assert outside.why == (
        "ci:db may be worked on in window:saturday only; "
        "the next one is 2026-12-26T23:00+01:00 to 2026-12-27T03:00+01:00"
    )


def test_an_exempt_type_is_told_and_not_bound() -> None:
    known = snapshot(ESTATE + FREEZE)
    urgent = work("2026-12-21T12:00Z", "2026-12-21T13:00Z", type_="emergency")
    ground = Ground(Memory.of(known))
    assert hindrances(urgent, windows(known), ground) == ()
    assert [(one.ref, one.verdict) for one in judged(urgent, windows(known), ground)] == [("window:freeze", "exempt")]


def test_an_emergency_waits_for_no_maintenance_window() -> None:
    assert ids(SATURDAY, work("2026-11-27T12:00Z", "2026-11-27T13:00Z", type_="emergency")) == []
    assert ids(SATURDAY, work("2026-11-27T12:00Z", "2026-11-27T13:00Z", type_="standard")) != []
    # A blackout exempts whom it says.
    bound = FREEZE.replace("exempt: [emergency]\n", "")
    assert ids(bound, work("2026-12-21T12:00Z", "2026-12-21T13:00Z", type_="emergency")) == ["in_blackout:freeze"]


def test_what_is_acknowledged_stands_no_more_but_is_told() -> None:
    known = snapshot(ESTATE + FREEZE)
    named = work("2026-12-21T12:00Z", "2026-12-21T13:00Z", accepted="in_blackout:freeze")
    (one,) = hindrances(named, windows(known), Ground(Memory.of(known)))
    assert (one.acknowledged, one.stands) == ("ingrid: Known.", False)


TREE = (
    TEAM
    + service("shop", "depends_on: [service:pay]\ndelivered_by: [ci:app]\n")
    + service("pay", "delivered_by: [ci:db]\n")
    + offering("web-shop", "shop")
    + ci("db", class_="database_instance", tags="[prod]")
    + ci("app", "depends_on: [ci:db]\n", class_="application", maintenance_window="own")
    + "---\nkind: ci_class\nid: sql_database\nparent: database_instance\ndescription: SQL.\n"
    + ci("sql", class_="sql_database")
)


@pytest.mark.parametrize(
    ("selector", "dependents", "refs"),
    [
        ("{all: true}", False, {"ci:db", "ci:app", "ci:sql", "service:shop", "service_offering:web-shop"}),
        ("{classes: [database_instance]}", False, {"ci:db", "ci:sql"}),  # a class that refines it counts
        ("{tags: [prod]}", False, {"ci:db"}),
        ("{services: [service:shop]}", False, {"service:shop", "service_offering:web-shop"}),
        ("{services: [service:pay]}", True, {"service:shop", "service_offering:web-shop"}),
        ("{cis: [ci:db]}", True, {"ci:db", "ci:app", "service:shop", "service_offering:web-shop"}),
        ("{cis: [ci:sql]}", True, {"ci:sql"}),
    ],
)
def test_selectors_choose_services_cis_classes_tags_and_dependents(
    selector: str,
    dependents: bool,  # noqa: FBT001
    refs: set[str],
) -> None:
    text = FREEZE.replace("{cis: [ci:db]}", selector) + f"include_dependents: {str(dependents).lower()}\n"
    known = snapshot(TREE + text + FREEZE.replace("id: freeze", "id: own").replace("blackout", "maintenance"))
    ground = Ground(Memory.of(known))
    freeze = [window for window in windows(known) if window.id == "freeze"]
    hit = {
        ref
        for ref in ("ci:db", "ci:app", "ci:sql", "service:shop", "service_offering:web-shop")
        if hindrances(work("2026-12-21T12:00Z", "2026-12-21T13:00Z", ref), freeze, ground)
    }
    assert hit == refs


def test_a_ci_may_name_its_own_window() -> None:
    own = SATURDAY.replace("id: saturday", "id: own").replace("ci:db", "ci:sql")
    known = snapshot(TREE + own)
    found = hindrances(
        work("2026-11-27T12:00Z", "2026-11-27T13:00Z", "ci:app"), windows(known), Ground(Memory.of(known))
    )
    assert [one.refs for one in found] == [("window:own", "ci:app")]


def test_a_blackout_protects_what_loses_a_spare_a_maintenance_window_only_what_is_interrupted() -> None:
    known = snapshot(ESTATE + FREEZE + SATURDAY)
    span = (datetime(2026, 12, 21, 12, tzinfo=UTC), datetime(2026, 12, 21, 13, tzinfo=UTC))
    for level, expected in (
        (Level.AT_RISK, ["in_blackout:freeze"]),
        (Level.DOWN, ["in_blackout:freeze", "not_in_maintenance_window:saturday"]),
    ):
        scope = Scope(frozenset({"ci:other"}), {"ci:db": level})
        what = Work("change:chg-2026-12-01-x", "normal", span, "amara", scope)
        assert [one.id for one in hindrances(what, windows(known), Ground(Memory.of(known)))] == expected


def change(name: str, affected: str, start: str, end: str, rest: str = "") -> str:
    return (
        f"---\nkind: change\nid: {name}\ntitle: Work\ntype: normal\nreason: It is old.\naffected: [{affected}]\n"
        f"planned: {{start: {start}, end: {end}}}\nassignee: oskar\nimplementation_plan: Do it.\ntest_plan: Look.\n"
        f"backout_plan: {{steps: Undo., tested: true}}\n{rest}"
    )


def test_free_times_begin_now_with_a_window_or_when_a_block_ends() -> None:
    other = change("chg-2026-12-05-db", "{ci: db}", "2026-12-05T22:00:00Z", "2026-12-05T23:30:00Z")
    known = snapshot(ESTATE + SATURDAY + FREEZE + other)
    ground = Ground(Memory.of(known))
    others = [Work.of(each, ground.scope_of(each)) for _, each in known.records(Change) if each.agreed]
    now = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
    what = Work("", "normal", (now, now + timedelta(hours=2)), "amara", ground.scope(["ci:db"]))
    found = openings(what, windows(known), others, ground, now=now)
    assert [(f"{one.start:%m-%d %H:%M}", f"{one.end:%m-%d %H:%M}") for one in found[:4]] == [
        ("11-28 23:00", "11-29 02:00"),  # now
        ("12-05 23:30", "12-06 02:00"),  # the other work ends
        ("12-12 22:00", "12-13 02:00"),  # a window starts
        ("01-09 22:00", "01-10 02:00"),  # the blackout is over
    ]


def test_soft_windows_bind_unless_they_are_passed_over() -> None:
    known = snapshot(ESTATE + SATURDAY + "severity: soft\n")
    ground = Ground(Memory.of(known))
    now = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    what = Work("", "normal", (now, now + timedelta(hours=5)), "amara", ground.scope(["ci:db"]))
    assert openings(what, windows(known), (), ground, now=now) == ()
    (one,) = openings(what, windows(known), (), ground, now=now, soft=False)
    assert one.start == now


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=6)


@settings(max_examples=80, deadline=None)
@given(st.lists(spans, max_size=3), spans, st.integers(1, 8))
def test_free_times_are_those_that_trying_every_minute_finds(
    inside: list[list[tuple[int, int]]], blocked: list[tuple[int, int]], long: int
) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)

    def at(minute: int) -> datetime:
        return now + timedelta(minutes=minute)

    def minutes(series: list[tuple[int, int]]) -> set[int]:
        return {minute for start, length in series for minute in range(start, start + length)}

    horizon = 50
    found = free(
        now,
        timedelta(minutes=long),
        [[(at(start), at(start + length)) for start, length in series] for series in inside],
        [(at(start), at(start + length)) for start, length in blocked],
        timedelta(minutes=horizon),
    )
    closed = minutes(blocked)
    allowed = [minutes(series) for series in inside]
    tried = {
        start
        for start in range(horizon)
        if all(
            minute not in closed and all(minute in series for series in allowed)
            for minute in range(start, start + long)
        )
    }
    starts = {
        start for one in found for start in range(horizon) if one.start <= at(start) and at(start + long) <= one.end
    }
    assert starts == tried

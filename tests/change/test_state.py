"""Where a change stands: the table of domain.md §7, for each type and on each side of every moment."""

from datetime import UTC, datetime, timedelta

import pytest

from gitsm.change.state import STEPS, Facts, needs_review, state
from gitsm_schemas.changes import Change
from tests.support.catalogues import snapshot
from tests.support.gates import BASE, change

START = datetime(2026, 11, 28, 22, tzinfo=UTC)
END = datetime(2026, 11, 28, 23, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
REVIEWED = "review: {summary: As planned.}\n"


def record(rest: str = "", /, **lines: str) -> Change:
    found = snapshot(BASE + change("chg-2026-11-24-work", rest, **lines)).record("change:chg-2026-11-24-work")
    assert isinstance(found, Change)
    return found


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (Facts(merged=False, draft=True), "new"),
        (Facts(merged=False, sound=False), "assess"),
        (Facts(merged=False, approved=False), "authorize"),
        (Facts(merged=False, free=False), "authorize"),
        (Facts(merged=False), "scheduled"),
        (Facts(merged=False, closed=True), "canceled"),
        (Facts(merged=False, closed=True, draft=True), "canceled"),
    ],
)
def test_before_the_merge_the_pull_request_tells(facts: Facts, name: str) -> None:
    assert state(record(), facts, START).name == name


@pytest.mark.parametrize(
    ("now", "name"),
    [
        (START - MOMENT, "scheduled"),
        (START, "implement"),
        (END - MOMENT, "implement"),
        (END, "review"),
    ],
)
def test_after_the_merge_time_tells(now: datetime, name: str) -> None:
    assert state(record(), Facts(), now).name == name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ({"outcome": "successful"}, "closed"),
        ({"outcome": "successful_with_issues"}, "closed"),
        ({"outcome": "unsuccessful"}, "review"),
        ({"outcome": "backed_out"}, "review"),
        ({"outcome": "successful", "type": "emergency"}, "review"),
        ({"outcome": "successful", "major": "true"}, "review"),
        ({"outcome": "successful", "type": "standard"}, "closed"),
    ],
)
def test_an_outcome_closes_what_needs_no_review(lines: dict[str, str], name: str) -> None:
    found = record(**lines)
    assert state(found, Facts(), END).name == name
    assert needs_review(found) is (name == "review")
    assert state(record(REVIEWED, **lines), Facts(), END).name == "closed"


def test_an_emergency_is_not_closed_before_those_who_must_agree_have() -> None:
    done = record(REVIEWED, type="emergency", outcome="successful")
    assert state(done, Facts(approved=False), END).name == "authorize"


def test_what_is_late_is_told() -> None:
    due = timedelta(days=2)
    assert not state(record(), Facts(outcome_due=due), END + due - MOMENT).overdue
    assert state(record(), Facts(outcome_due=due), END + due).overdue


def test_on_hold_is_a_flag() -> None:
    waits = record(on_hold="Waiting for the vendor")
    assert (state(waits, Facts(merged=False), START).name, state(waits, Facts(merged=False), START).on_hold) == (
        "scheduled",
        True,
    )
    assert not state(waits, Facts(merged=False, closed=True), START).on_hold


def test_each_type_has_its_way() -> None:
    assert "authorize" not in STEPS["standard"]
    assert STEPS["emergency"].index("implement") < STEPS["emergency"].index("authorize")
    assert all(steps[0] == "new" and steps[-1] == "closed" for steps in STEPS.values())

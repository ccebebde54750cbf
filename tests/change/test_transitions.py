"""How a change moves between two revisions of its record: the table of domain.md §7, for each type."""

import pytest

from gitsm.change.state import STEPS, Facts, state
from gitsm.change.transitions import MOVES
from gitsm.change.verdict import Verdict
from gitsm.cli.options import moment
from gitsm_schemas.changes import Change
from tests.support.catalogues import snapshot
from tests.support.gates import BASE, change, heard

NAME = "chg-2026-11-24-work"
BEFORE, DURING, AFTER = "2026-11-24T12:00:00Z", "2026-11-28T22:30:00Z", "2026-11-29T12:00:00Z"
"""The work is planned from 22 to 23 o'clock on the 28th."""
DONE = {"outcome": "successful"}
FAILED = {"outcome": "backed_out"}
REVIEW = "review: {summary: The replica lagged.}\n"
TOMORROW = {"planned": "{start: 2026-12-05T22:00:00Z, end: 2026-12-05T23:00:00Z}"}
SOURCE = "source: {system: old-desk, id: CHG1}\n"


def moved(before: str, after: str, now: str) -> list[str]:
    """Judge a branch that alters nothing but a change record, and list the moves that are refused."""
    return moves(heard(BASE + after, before=BASE + before, now=now))


def moves(found: Verdict) -> list[str]:
    return [one.message for one in found.blockers if one.id == f"change-move:change:{NAME}"]


@pytest.mark.parametrize("type_", ["standard", "normal"])
@pytest.mark.parametrize(
    ("before", "after", "now", "legal"),
    [
        # not there yet
        (None, {}, BEFORE, True),
        (None, {}, DURING, True),
        (None, DONE, AFTER, False),
        (None, DONE, BEFORE, False),
        (None, FAILED, AFTER, False),
        # scheduled
        ({}, TOMORROW, BEFORE, True),
        ({}, None, BEFORE, True),
        ({}, DONE, BEFORE, False),
        ({}, FAILED, BEFORE, False),
        # implement
        ({}, DONE, DURING, True),
        ({}, FAILED, DURING, True),
        ({}, TOMORROW, DURING, False),
        ({}, None, DURING, False),
        # review
        ({}, DONE, AFTER, True),
        ({}, TOMORROW, AFTER, False),
        ({}, None, AFTER, False),
        (FAILED, DONE, AFTER, True),
        # closed
        (DONE, {}, AFTER, False),
        (DONE, FAILED, AFTER, False),
        (DONE, None, AFTER, False),
        (DONE, {**DONE, "title": "It went well"}, AFTER, True),
        # on hold: nothing of it was done
        ({"on_hold": "Parts are late."}, TOMORROW, AFTER, True),
        ({"on_hold": "Parts are late."}, None, AFTER, True),
        ({"on_hold": "Parts are late.", **DONE}, None, AFTER, False),
    ],
)
def test_a_change_that_is_agreed_to_first_goes_one_way(
    type_: str, before: dict[str, str] | None, after: dict[str, str] | None, now: str, *, legal: bool
) -> None:
    old, new = ("" if one is None else change(type=type_, **one) for one in (before, after))
    assert (moved(old, new, now) == []) is legal


@pytest.mark.parametrize(
    ("before", "after", "rest", "now", "legal"),
    [
        (None, {}, "", BEFORE, True),
        (None, {}, "", AFTER, True),
        (None, DONE, "", AFTER, True),  # its review is due
        (None, DONE, REVIEW, AFTER, False),
        ({}, DONE, REVIEW, BEFORE, True),  # it may be done before it was planned
        ({}, DONE, REVIEW, AFTER, True),
        ({}, None, "", BEFORE, True),
        ({}, None, "", AFTER, False),
        ({}, TOMORROW, "", AFTER, False),
        (DONE, None, "", AFTER, False),
    ],
)
def test_an_emergency_may_come_late_and_is_never_born_closed(
    before: dict[str, str] | None, after: dict[str, str] | None, rest: str, now: str, *, legal: bool
) -> None:
    old, new = ("" if one is None else change(NAME, rest, type="emergency", **one) for one in (before, after))
    assert (moved(old, new, now) == []) is legal


def test_the_review_of_what_is_closed_stays() -> None:
    reviewed = change(NAME, REVIEW, type="emergency", **DONE)
    assert moved(reviewed, change(type="emergency", **DONE), AFTER) == [
        f"change:{NAME} is closed on the target branch, and cannot become review"
    ]


@pytest.mark.parametrize("now", [DURING, AFTER])
def test_what_it_was_agreed_to_as_stays_once_its_time_has_come(now: str) -> None:
    emergency = change(type="emergency")
    assert moved(emergency, change(type="normal", **DONE), now) == [
        f"change:{NAME} was agreed to as emergency, and becomes normal after the fact"
    ]
    assert moved(change(major="true"), change(**DONE), now) == [f"change:{NAME} was agreed to as a major change"]
    # Before its time another change is asked for anew, and judged as what it then is; an emergency went first already.
    assert moved(change(), emergency, BEFORE) == []
    assert moved(emergency, change(), BEFORE) == [
        f"change:{NAME} was agreed to as emergency, and becomes normal after the fact"
    ]


def test_an_outcome_is_not_told_ahead() -> None:
    later = {**DONE, "actual": "{start: 2026-11-28T22:00:00Z, end: 2026-11-28T22:40:00Z}"}
    assert moved(change(), change(**later), DURING) == [
        f"change:{NAME} tells of work until 2026-11-28T22:40:00+00:00, and that has not come"
    ]
    assert moved(change(), change(**later), AFTER) == []


def test_a_change_of_another_system_comes_with_the_end_it_had_there() -> None:
    assert moved("", change(NAME, SOURCE, **DONE), AFTER) == []
    # Only as long as it is new: what stands here is moved by our table.
    assert moved(change(NAME, SOURCE, **DONE), change(NAME, SOURCE), AFTER) != []


def test_another_name_is_no_way_round() -> None:
    other = change("chg-2026-11-24-other", f"moved: {{from: {NAME}}}\n")
    assert moved(change(**DONE), other, AFTER) == [
        f"change:{NAME} is closed on the target branch, and cannot become review"
    ]


def test_a_refused_move_says_what_to_do_instead() -> None:
    found = heard(BASE + change(**TOMORROW), before=BASE + change(), now=AFTER)
    remedy = next(one.remedy for one in found.blockers if one.id.startswith("change-move:"))
    assert remedy == "write how it ended (backed_out where nothing was done), and plan another change"


def test_what_is_agreed_to_may_be_put_on_hold_and_taken_off_again() -> None:
    waits = change(on_hold="Parts are late.")
    for before, after in ((change(), waits), (waits, change(**TOMORROW))):
        found = heard(BASE + after, before=BASE + before)
        assert {one.id for one in found.blockers} == {"approval:requests"}
    # What is not there yet, or brings edits along, does not wait on the target branch.
    for before in ("", change()):
        found = heard(BASE.replace('"16.1"', '"16.2"') + waits, before=BASE + before)
        assert "on-hold" in {one.id for one in found.blockers}


def test_each_move_follows_the_steps_of_its_type() -> None:
    for type_, table in MOVES.items():
        steps = STEPS[type_]
        for start, ends in table.items():
            assert start in steps
            assert all(end == "canceled" or steps.index(end) >= steps.index(start) for end in ends)
        assert table["closed"] == {"closed"}


def test_the_moments_of_this_table_are_the_states_they_are_meant_to_be() -> None:
    record = snapshot(BASE + change()).record(f"change:{NAME}")
    assert isinstance(record, Change)
    names = [state(record, Facts(), moment(now)).name for now in (BEFORE, DURING, AFTER)]
    assert names == ["scheduled", "implement", "review"]

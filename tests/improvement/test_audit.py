"""Decisions computed again: what differs is said in words, and what nobody decided on fails."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gitsm.improvement.audit import Audit, Merge, Sort, differences

KEPT: dict[str, Any] = {
    "plan_hash": "ab", "allowed": True, "change": "change:chg-1", "type": "normal", "policy_version": "p1",
    "risk": {"band": "low", "score": 19, "upper": 25},
    "approvals": {"required": [{"rule": "owners", "satisfied_by": ["amara"]}]},
}  # fmt: skip


def merge(sort: Sort, *differ: str) -> Merge:
    return Merge("0" * 40, datetime(2026, 11, 24, tzinfo=UTC), "Work", sort, differences=differ)


def test_the_same_decision_has_no_difference() -> None:
    assert differences(KEPT, {**KEPT, "as_of": "later", "next": {}}) == ()


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ({"allowed": False}, "allowed: it says True, it is False"),
        ({"plan_hash": "cd"}, "plan hash: it says ab, it is cd"),
        ({"policy_version": "p2"}, "policy version: it says p1, it is p2"),
        ({"change": None}, "change: it says change:chg-1, it is None"),
        ({"risk": {"band": "high", "score": 19, "upper": 25}}, "risk band: it says low, it is high"),
        ({"risk": {"band": "low", "score": 20, "upper": 25}}, "risk score: it says 19, it is 20"),
        ({"risk": {"band": "low", "score": 19}}, "risk upper: it says 25, it is None"),
        ({"approvals": {"required": [{"rule": "owners", "satisfied_by": []}]}}, "the approvals are others"),
        ({"approvals": {"required": []}}, "the approvals are others"),
    ],
)
def test_each_difference_is_said(again: dict[str, Any], said: str) -> None:
    assert differences(KEPT, {**KEPT, **again}) == (said,)


def test_several_differences_are_all_said() -> None:
    assert len(differences(KEPT, {**KEPT, "allowed": False, "type": "standard", "risk": {}})) == 5


@pytest.mark.parametrize(
    ("merges", "unauthorized", "fails"),
    [
        ([], 0, False),
        ([merge("normal"), merge("uncontrolled"), merge("standard"), merge("emergency")], 0, False),
        ([merge("normal"), merge("unauthorized")], 1, True),
        ([merge("normal", "allowed: it says True, it is False")], 0, True),
    ],
)
def test_an_audit_fails_by_what_nobody_decided_on_or_what_comes_out_otherwise(
    merges: list[Merge],
    unauthorized: int,
    fails: bool,  # noqa: FBT001
) -> None:
    found = Audit("base", "head", tuple(merges))
    assert (len(found.unauthorized), found.fails) == (unauthorized, fails)


@pytest.mark.parametrize(("ends", "said"), [({}, ("what it reaches is another",)), ({"base": "other"}, ())])
def test_another_reach_counts_where_the_same_is_compared(ends: dict[str, str], said: tuple[str, ...]) -> None:
    kept = {**KEPT, "base": "b", "tree": "t", "impact": {"affected": ["ci:db"]}}
    assert differences(kept, {**kept, **ends, "impact": {"affected": []}}) == said

"""Why a pipeline runs, from events that are whole, lack fields, or lie."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.errors import NoForgeError
from gitsm.forge.occasion import Occasion, occasion

A, B = "a" * 40, "b" * 40
GITHUB = {"GITHUB_ACTIONS": "true"}
PULL = {"number": 12, "head": {"sha": B, "ref": "x"}, "base": {"sha": A, "ref": "main"}}


def asked(event: object) -> Occasion:
    return occasion(GITHUB, json.dumps(event).encode())


def test_a_pull_request_is_judged_against_the_targets_tip() -> None:
    assert asked({"pull_request": PULL}) == Occasion(12, ("refs/remotes/origin/main", A), B, "main")
    assert asked({"pull_request": PULL, "review": {"state": "approved"}}).number == 12


def test_a_place_in_the_merge_queue_names_its_pull_request() -> None:
    group = {"head_sha": B, "base_sha": A, "base_ref": "refs/heads/main",
             "head_ref": f"refs/heads/gh-readonly-queue/main/pr-12-{A}"}  # fmt: skip
    assert asked({"merge_group": group}) == Occasion(12, (A,), B, "main")
    assert asked({"merge_group": {**group, "head_ref": "refs/heads/x"}}).number is None
    assert asked({"merge_group": {**group, "base_ref": None}}).target == ""


def test_a_push_is_no_change() -> None:
    assert asked({"before": A, "after": B}) == Occasion(None, (A,), B)


def test_gitlab_says_it_in_variables() -> None:
    env = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "7", "CI_COMMIT_SHA": A,
           "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": B, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
           "CI_MERGE_REQUEST_DIFF_BASE_SHA": A}  # fmt: skip
    assert occasion(env, None) == Occasion(7, ("refs/remotes/origin/main", A), B, "main")
    pushed = {"GITLAB_CI": "true", "CI_COMMIT_SHA": B, "CI_COMMIT_BEFORE_SHA": A}
    assert occasion(pushed, None) == Occasion(None, (A,), B)
    for lacking in ({"CI_COMMIT_SHA": "x", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": ""},
                    {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "--upload-pack=x"}):  # fmt: skip
        with pytest.raises(NoForgeError):
            occasion({**env, **lacking}, None)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({}, "the event is no pull request, merge group or push"),
        ([], "the event is no object"),
        ({"pull_request": None}, "no base.sha"),
        ({"pull_request": {**PULL, "number": None}}, "the event has no number"),
        ({"pull_request": {**PULL, "number": True}}, "the event has no number"),
        ({"pull_request": {**PULL, "number": -1}}, "the event has no number"),
        ({"pull_request": {**PULL, "head": {"sha": "HEAD"}}}, "no head.sha"),
        ({"pull_request": {**PULL, "head": {"sha": "--output=x"}}}, "no head.sha"),
        ({"pull_request": {**PULL, "base": {"sha": A, "ref": "../../x y"}}}, "the event names no branch"),
        ({"pull_request": {**PULL, "base": {"sha": A, "ref": "-x"}}}, "the event names no branch"),
        ({"merge_group": {}}, "no base_sha"),
        ({"before": "x", "after": B}, "no before"),
    ],
)
def test_what_an_event_lacks_is_named(event: Any, said: str) -> None:
    with pytest.raises(NoForgeError) as caught:
        asked(event)
    assert said in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("event", [None, b"", b"{", b"\xff", b"[" * 100_000, b" " * 20_000_001])
def test_what_is_no_event_is_told(event: bytes | None) -> None:
    with pytest.raises(NoForgeError):
        occasion(GITHUB, event)


KEYS = st.sampled_from(["number", "head", "base", "sha", "ref", "head_sha", "base_sha"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.just(A),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=6,
)


@given(st.sampled_from(["pull_request", "merge_group", "before"]), JSON)
def test_any_event_is_an_occasion_or_a_sentence(key: str, value: object) -> None:
    try:
        found = asked({key: value, "after": B})
    except NoForgeError:
        return
    assert len(found.head) == 40

"""Conditions on records."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.errors import BadConditionError
from gitsm.graph.selection import condition

RECORD = {
    "owner": "platform-team",
    "class": "server",
    "name": "Web server",
    "availability": "99.95%",
    "tags": ["a", "b"],
    "verified": {"at": "2026-08-17"},
    "major": True,
    "depends_on": ["ci:pg-main"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("owner == platform-team", True),
        ("owner == team:platform-team", True),
        ("owner != platform-team", False),
        ("class in (server, hypervisor)", True),
        ("class in (router)", False),
        ("name ~ WEB", True),
        ("name == 'Web server'", True),
        ("availability >= 99.9%", True),
        ("availability < 100", True),
        ("availability > 99.95%", False),
        ("availability <= 99.95%", True),
        ("verified.at < 2026-09-01", True),
        ("verified.at > 2026-09-01", False),
        ("verified.by == x", False),
        ("tags == b", True),
        ("tags != b", False),
        ("major == true", True),
        ("depends_on == pg-main", True),
        ("has availability", True),
        ("has serial", False),
        ("not has serial and (owner == x or class == server)", True),
        ("owner == x and class == server or name ~ web", True),
        ("owner == x and (class == server or name ~ web)", False),
    ],
)
def test_conditions(text: str, expected: bool) -> None:  # noqa: FBT001  # a column of the table
    assert condition(text)(RECORD) is expected


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("owner", 6),
        ("owner = x", 7),
        ("owner == ", 9),
        ("owner == x y", 12),
        ("(owner == x", 12),
        ("class in x", 10),
        ("== x", 1),
        ("owner == x and", 15),
        ("not " * 30 + "owner == x", 21 * len("not ") + 1),
    ],
)
def test_what_cannot_be_read_is_told_with_its_column(text: str, column: int) -> None:
    with pytest.raises(BadConditionError, match=f"column {column}:"):
        condition(text)


@given(st.lists(st.sampled_from("owner == x ( ) , in not and or has ~ < 'a b' ; $ __class__ .".split()), max_size=12))  # noqa: SIM905
def test_no_condition_crashes(words: list[str]) -> None:
    try:
        condition(" ".join(words))(RECORD)
    except BadConditionError:
        return


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("class=server", "at column 6: one = compares nothing, == does"),
        ("class  = server", "at column 8: one = compares nothing, == does"),
        ("class ? server", "at column 7: this is no part of a condition"),
    ],
)
def test_what_is_no_condition_is_told_with_what_was_meant(text: str, why: str) -> None:
    with pytest.raises(BadConditionError, match=re.escape(why)):
        condition(text)

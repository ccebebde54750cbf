"""Statuses and the stages they belong to (domain.md §2)."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", lifecycle="operational/in_use") + ci("bb", lifecycle="end_of_life/obsolete"), []),
        (ci("aa", lifecycle="inventory/reserved") + ci("bb", lifecycle="ideation/pilot"), []),
        (ci("aa", lifecycle="operational/retired"), ["ci:aa/lifecycle"]),
        (ci("aa", lifecycle="deploy/in_use"), ["ci:aa/lifecycle"]),
        (ci("aa", lifecycle="operation/in_use"), ["ci:aa/lifecycle"]),
        (ci("aa", lifecycle="operational/asleep"), ["ci:aa/lifecycle"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("lifecycle-status", text) == expected

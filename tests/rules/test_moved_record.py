"""Renames whose old id is still there."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("bb", "moved: {from: aa}\n"), []),
        (ci("bb", "moved: {from: aa}\n") + ci("aa"), ["ci:bb/moved/from"]),
        (ci("aa", "moved: {from: aa}\n"), ["ci:aa/moved/from"]),
        (ci("bb", "moved: {from: aa}\n") + ci("cc", "moved: {from: aa}\n"), ["ci:cc/moved/from"]),
        # Another kind has ids of its own.
        (ci("bb", "moved: {from: desk}\n"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("moved-record", text) == expected

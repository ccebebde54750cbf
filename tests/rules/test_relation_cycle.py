"""Circles of what runs on, is hosted on or is part of what."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            ci("aa", "runs_on: [ci:bb]\n") + ci("bb", "runs_on: [ci:cc]\n") + ci("cc", "runs_on: [ci:aa]\n"),
            ["ci:aa/runs_on/0"],
        ),
        (ci("aa", "runs_on: [ci:bb]\n") + ci("bb", "hosted_on: [ci:aa]\n"), ["ci:aa/runs_on/0"]),
        (ci("aa", "part_of: [ci:bb]\n") + ci("bb", "part_of: [ci:aa]\n"), ["ci:aa/part_of/0"]),
        # A part of something may run on it.
        (ci("aa", "part_of: [ci:bb]\n") + ci("bb", "runs_on: [ci:aa]\n"), []),
        (
            ci("aa", "runs_on: [ci:bb, ci:cc]\n")
            + ci("bb", "runs_on: [ci:dd]\n")
            + ci("cc", "runs_on: [ci:dd]\n")
            + ci("dd"),
            [],
        ),
        (ci("aa", "runs_on: [ci:aa]\n"), []),
        # Two circles that share a record are one knot, shown by its shortest circle.
        (
            ci("aa", "runs_on: [ci:bb]\n") + ci("bb", "runs_on: [ci:aa, ci:cc]\n") + ci("cc", "runs_on: [ci:bb]\n"),
            ["ci:aa/runs_on/0"],
        ),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("relation-cycle", text) == expected

"""Circles of dependencies."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "depends_on: [ci:bb]\n") + ci("bb", "depends_on: [ci:aa]\n"), ["ci:aa/depends_on/0"]),
        (
            service("aa", "depends_on: [service:bb]\n") + service("bb", "depends_on: [service:aa]\n"),
            ["service:aa/depends_on/0"],
        ),
        (ci("aa", "depends_on: [ci:bb]\n") + ci("bb", "runs_on: [ci:aa]\n"), []),
        (
            ci("aa", "depends_on: [ci:bb]\n")
            + ci("bb", "depends_on: [{any_of: [ci:aa, ci:cc], min_up: 1}]\n")
            + ci("cc"),
            ["ci:aa/depends_on/0"],
        ),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("dependency-cycle", text) == expected

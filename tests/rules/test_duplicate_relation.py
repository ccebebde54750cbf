"""A target that one relation names twice."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "depends_on: [ci:bb, ci:bb, ci:bb]\n") + ci("bb"), ["ci:aa/depends_on/1", "ci:aa/depends_on/2"]),
        (
            ci("aa", "runs_on: [ci:bb, {any_of: [ci:bb, ci:cc], min_up: 1}]\n") + ci("bb") + ci("cc"),
            ["ci:aa/runs_on/1/any_of/0"],
        ),
        (ci("aa", "depends_on: [ci:bb]\nruns_on: [ci:bb]\n") + ci("bb"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("duplicate-relation", text) == expected

"""Groups and clusters of one."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "runs_on: [{any_of: [ci:bb], min_up: 1}]\n") + ci("bb"), ["ci:aa/runs_on/0/any_of"]),
        (ci("aa", "runs_on: [{any_of: [ci:bb, ci:bb], min_up: 1}]\n") + ci("bb"), ["ci:aa/runs_on/0/any_of"]),
        (ci("aa", "runs_on: [{any_of: [ci:bb, ci:cc], min_up: 1}]\n") + ci("bb") + ci("cc"), []),
        (ci("farm") + ci("m1", "member_of: [ci:farm]\n"), ["ci:farm"]),
        (ci("farm") + ci("m1", "member_of: [ci:farm]\n") + ci("m2", "member_of: [ci:farm]\n"), []),
        (
            service("aa", "depends_on: [{any_of: [service:bb], min_up: 1}]\n") + service("bb"),
            ["service:aa/depends_on/0/any_of"],
        ),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("single-member-group", text) == expected

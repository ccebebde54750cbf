"""Groups and clusters that need more than they have (domain.md §8.1)."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots

NODES = ci("n1") + ci("n2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "runs_on: [{any_of: [ci:n1, ci:n2], min_up: 3}]\n") + NODES, ["ci:aa/runs_on/0/min_up"]),
        (ci("aa", "runs_on: [{any_of: [ci:n1, ci:n2], min_up: 2}]\n") + NODES, []),
        (ci("aa", "runs_on: [{any_of: [ci:n1, ci:n1], min_up: 2}]\n") + NODES, ["ci:aa/runs_on/0/min_up"]),
        (ci("aa", "runs_on: [{any_of: [ci:n1, ci:n2], min_up: 100%}]\n") + NODES, []),
        (ci("aa", "connects_to: [{any_of: [ci:n1], min_up: 2}]\n") + NODES, ["ci:aa/connects_to/0/min_up"]),
        (
            ci("farm", "min_up: 3\n") + ci("m1", "member_of: [ci:farm]\n") + ci("m2", "member_of: [ci:farm]\n"),
            ["ci:farm/min_up"],
        ),
        (ci("farm", "min_up: 2\n") + ci("m1", "member_of: [ci:farm]\n") + ci("m2", "member_of: [ci:farm]\n"), []),
        (ci("farm", "min_up: 1\n"), ["ci:farm/min_up"]),
        (ci("farm", "min_up: 50%\n"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("min-up-exceeds-members", text) == expected

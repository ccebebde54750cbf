"""Priority by impact and urgency: the matrix of domain.md §8.5."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.graph.propagation import Level
from gitsm.operations.priority import LEVELS, WORDS, priority, proposed_impact
from gitsm.policy import Policies
from gitsm_schemas.policies import Policy, PriorityMatrix
from tests.support.catalogues import snapshot

DEFAULT = Policies.of([]).priority_matrix
ROWS = {"high": (1, 2, 3), "medium": (2, 3, 4), "low": (3, 4, 5)}


def test_the_packaged_matrix() -> None:
    assert {impact: tuple(priority(DEFAULT, impact, urgency) for urgency in LEVELS) for impact in LEVELS} == ROWS
    assert list(WORDS) == [1, 2, 3, 4, 5]


def test_a_policy_has_another() -> None:
    text = "kind: policy\nid: ours\npriority_matrix: {high: [1, 1, 2], medium: [2, 3, 3], low: [4, 5, 5]}\n"
    matrix = Policies.of(record for _, record in snapshot(text).records(Policy)).priority_matrix
    assert (priority(matrix, "high", "medium"), priority(matrix, "low", "high")) == (1, 4)


@given(st.permutations([1, 2, 3, 4, 5]))
def test_every_cell_is_looked_up_where_it_stands(values: list[int]) -> None:
    cells = itertools.cycle(values)
    rows = {impact: tuple(next(cells) for _ in LEVELS) for impact in LEVELS}
    matrix = PriorityMatrix.model_validate(rows)
    for impact, urgency in itertools.product(LEVELS, LEVELS):
        assert priority(matrix, impact, urgency) == rows[impact][LEVELS.index(urgency)]


@pytest.mark.parametrize(
    ("offerings", "impact"),
    [
        ([], "low"),
        ([(Level.AT_RISK, "most_critical")], "low"),
        ([(Level.DEGRADED, "most_critical")], "medium"),
        ([(Level.DOWN, "less_critical")], "medium"),
        ([(Level.DOWN, None)], "medium"),
        ([(Level.AT_RISK, None), (Level.DOWN, "somewhat_critical")], "high"),
        ([(Level.DOWN, "most_critical")], "high"),
    ],
)
def test_impact_is_proposed_from_what_is_hit(offerings: list[tuple[Level, str | None]], impact: str) -> None:
    assert proposed_impact(offerings) == impact

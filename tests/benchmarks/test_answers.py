"""The right runbook is among the first three for most questions that were written before any result was seen."""

from pathlib import Path

from tests.benchmarks.answers import FIRST, answered

GOAL = 24


def test_most_questions_find_their_runbook(shared_data: Path) -> None:
    told = list(answered(shared_data / "gitlab-service-catalogue" / "runbooks"))
    assert len(told) == 30
    assert sum(one.place is not None and one.place <= FIRST for one in told) >= GOAL

"""How soon something is worked on: priority by impact and urgency (domain.md §8.5)."""

from collections.abc import Iterable
from typing import Final

from gitsm.graph.propagation import Level as Hit
from gitsm_schemas.operations import Level
from gitsm_schemas.policies import PriorityMatrix

LEVELS: Final[tuple[Level, ...]] = ("high", "medium", "low")
"""From the worst to the mildest; columns of the matrix."""
WORDS: Final = {1: "critical", 2: "high", 3: "moderate", 4: "low", 5: "planning"}
"""What people call a priority."""
_WEIGHTY: Final = frozenset({"most_critical", "somewhat_critical"})


def priority(matrix: PriorityMatrix, impact: Level, urgency: Level) -> int:
    """Look a priority up, from 1 critical to 5 planning.

    Args:
        matrix: rows by impact, columns by urgency.
        impact: how many or how much is hurt.
        urgency: how soon it hurts more.
    """
    rows = {"high": matrix.high, "medium": matrix.medium, "low": matrix.low}
    return rows[impact][LEVELS.index(urgency)]


def requested(matrix: PriorityMatrix) -> int:
    """Look up the priority of a request: nothing is broken, and somebody waits."""
    return priority(matrix, "low", "medium")


def proposed_impact(offerings: Iterable[tuple[Hit, str | None]]) -> Level:
    """Propose an impact from the offerings that are hit, each with its criticality (domain.md §8.5).

    High where a most or somewhat critical offering is down, medium where any is down or degraded, else low.
    """
    hit = list(offerings)
    if any(level is Hit.DOWN and criticality in _WEIGHTY for level, criticality in hit):
        return "high"
    return "medium" if any(level >= Hit.DEGRADED for level, _ in hit) else "low"

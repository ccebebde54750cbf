"""How figures of health read."""

from fractions import Fraction

from gitsm.improvement.health import Metric, Score

HINTS = {
    "required": "parts that policy requires",
    "recommended": "parts that policy recommends",
    "orphan": "related to something",
    "stale": "looked at in time",
    "duplicate": "there once",
    "compliance": "no error and no warning",
    "relationships": "relations that lead to something in use",
}


def share(value: Fraction | None, metric: Metric | None = None) -> str:
    """Write a share: `89.9 %`."""
    if value is None:
        return "incomplete" if metric is not None and metric.incomplete else "nothing to measure"
    # Never rounded up to a whole that is not one.
    return f"{int(value * 1000) / 10:.1f} %"


def said(score: Score) -> str:
    """Write the figure of a score."""
    return share(score.value, score.metrics["required"])

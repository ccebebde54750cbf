"""Health as JSON."""

from fractions import Fraction

from gitsm.improvement.health import FLAWS, Metric, Score
from gitsm.render import escape
from gitsm.render.health import Examined


def health(examined: Examined) -> str:
    """Write every figure as a share from 0 to 1; what is no number is `null`."""
    found = examined.health
    return escape.json(
        {
            "schema": "gitsm/health/v1",
            "as_of": found.as_of.isoformat(),
            **_score(found.whole),
            "relationships": _metric(found.relationships),
            "teams": [{"ref": one.name, **_score(one)} for one in found.teams],
            "classes": [{"ref": one.name, **_score(one)} for one in found.classes],
            "failing": [{"ref": one.ref, "flaw": one.flaw, "why": one.why} for one in found.failing],
        }
    )


def _score(score: Score) -> dict[str, object]:
    figures = {
        figure: {"value": _number(score.figure(figure)), **{flaw: _metric(score.metrics[flaw]) for flaw in flaws}}
        for figure, flaws in FLAWS.items()
        if figure != "compliance"
    }
    return {
        "value": _number(score.value),
        "color": score.color,
        "evaluated": score.evaluated,
        **figures,
        "compliance": _metric(score.metrics["compliance"]),
    }


def _metric(metric: Metric) -> dict[str, object]:
    return {
        "value": _number(metric.value),
        "evaluated": metric.evaluated,
        "failing": metric.failing,
        "incomplete": metric.incomplete,
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)

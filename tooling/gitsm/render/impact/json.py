"""Impact as JSON, as `interface.md` promises it."""

from decimal import Decimal

from gitsm.change.impact import Impact
from gitsm.change.reach import Affected
from gitsm.change.simulation import Simulation
from gitsm.render import escape
from gitsm.render.impact import Costs, Judgement


def impact(judgement: Judgement) -> str:
    """Write an impact."""
    found = judgement.impact
    return escape.json(
        {
            "schema": "gitsm/impact/v1",
            "base": judgement.base,
            "head": judgement.head,
            "sources": list(found.sources),
            "affected": [_affected(one) for one in found.affected],
            "offerings": [_affected(one) for one in found.of_kind("service_offering")],
            "services": [_affected(one) for one in found.of_kind("service")],
            **_facts(found),
            "promises": [
                {
                    "ref": one.ref,
                    "target": one.target,
                    "verdict": one.verdict,
                    "kind": one.short.kind,
                    "by": one.short.ref,
                    "why": one.short.why,
                    "remedy": one.short.remedy,
                }
                for one in judgement.promises
            ],
            "articles": list(found.articles),
            "owners": list(found.owners),
            "customers": list(found.customers),
        }
    )


def _facts(found: Impact) -> dict[str, object]:
    return {
        "agreements": [
            {
                "ref": one.ref,
                "target": one.target,
                "promised": _number(one.promised),
                "backed_before": _number(one.before),
                "backed_after": _number(one.after),
                "verdict": one.verdict,
            }
            for one in found.agreements
        ],
        "derived": [
            {"ref": one.ref, "fact": one.fact, "before": _number(one.before), "after": _number(one.after)}
            for one in found.derived
        ],
        "redundancy": [
            {
                "ref": one.ref,
                "group": one.group,
                "before": one.before,
                "after": one.after,
                "single_points": list(one.single_points),
            }
            for one in found.redundancy
        ],
    }


def simulation(found: Simulation, costs: Costs = None) -> str:
    """Write a simulation, and what it would cost in minutes of service time."""
    return escape.json(
        {
            "schema": "gitsm/simulate/v1",
            "sources": list(found.sources),
            "affected": [_affected(one) for one in found.affected],
            "cost": [
                {
                    "agreement": one.agreement,
                    "partner": one.partner,
                    "metric": one.metric,
                    "unit": one.unit,
                    "service_minutes": round(one.service_time.total_seconds() / 60, 4),
                    "budget_left_minutes": round(one.left.total_seconds() / 60, 4),
                    "verdict": one.verdict,
                }
                for one in costs or ()
            ],
        }
    )


def _affected(one: Affected) -> dict[str, object]:
    return {
        "ref": one.ref,
        "kind": one.kind,
        "level": one.level.word,
        "distance": one.hit.distance,
        "reason": one.hit.reason,
        "path": list(one.hit.path),
        "edges": list(one.hit.relations),
        "owner": one.owner,
        "criticality": one.criticality,
    }


def _number(value: Decimal | None) -> float | str:
    return "unknown" if value is None else round(float(value), 12)

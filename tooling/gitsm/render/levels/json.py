"""Service levels as JSON, as `interface.md` promises them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from gitsm.render import escape
from gitsm.service_level.achieved import Achieved, Kept
from gitsm.service_level.backing import Standing
from gitsm.service_level.chains import Link
from gitsm.service_level.credits import Credit
from gitsm.service_level.periods import window
from gitsm.service_level.reports import Line, Report
from gitsm.service_level.shortfall import Shortfall


def report(found: Report) -> str:
    """Write the levels; shares are fractions, lengths are minutes of service time."""
    period = found.asked.within(UTC) if found.asked else window("month", found.now, UTC)
    return escape.json(
        {
            "schema": "gitsm/sla/v1",
            "as_of": _moment(found.now),
            "period": {"start": _moment(period[0]), "end": _moment(period[1])},
            "subject": found.subject,
            "agreements": [_standing(one) for one in found.standings],
            "targets": [_line(one) for one in found.lines],
            "freezes": [
                {
                    "agreement": one.agreement,
                    "unit": one.unit,
                    "severity": one.severity,
                    "until": _moment(one.until),
                    "why": one.why,
                    "exempt": list(one.exempt),
                }
                for one in found.freezes
            ],
        }
    )


def _standing(one: Standing) -> dict[str, object]:
    agreement = one.agreement
    return {
        "ref": agreement.ref,
        "type": "ua" if agreement.is_underpinning else agreement.type,
        "provider": agreement.provider,
        "customer": agreement.customer,
        "supplier": agreement.supplier,
        "verdict": one.verdict,
        "gaps": [_shortfall(each) for each in one.gaps],
        "chain": [_link(each) for each in one.chain],
    }


def _link(one: Link) -> dict[str, object]:
    return {"ref": one.ref, "type": one.type, "partner": one.partner, "below": [_link(each) for each in one.below]}


def _line(line: Line) -> dict[str, object]:
    backing, found = line.backing, line.achieved
    weak, budget = backing.weakest, found.budget
    return {
        "agreement": line.agreement.ref,
        "covers": list(line.agreement.covers),
        "metric": backing.target.metric,
        "priority": backing.target.priority,
        "unit": "share" if backing.target.metric == "availability" else "minutes",
        "promised": _figure(backing.promised),
        "backed": _figure(backing.backed),
        "at_most": _figure(backing.at_most) if backing.at_most is not None else None,
        "method": backing.method,
        "achieved": _figure(found.achieved),
        "period": {"start": _moment(found.period[0]), "end": _moment(found.period[1])},
        "allowed_minutes": _minutes(budget.allowed) if budget else None,
        "used_minutes": _minutes(budget.used) if budget else None,
        "left_minutes": _minutes(budget.left) if budget else None,
        "burn_rate": _rate(budget.burn_rate) if budget else None,
        "forecast_minutes": _minutes(budget.forecast) if budget and budget.forecast is not None else None,
        "exhausted_at": _moment(budget.exhausted_at) if budget and budget.exhausted_at else None,
        "met": line.met,
        "verdict": backing.verdict,
        "worst": backing.unit,
        "weakest": {
            "ref": weak.ref,
            "availability": _figure(weak.availability),
            "needed": None if weak.needed is None else _figure(weak.needed),
            "nines": _rate(weak.nines),
        }
        if weak
        else None,
        "missing": list(backing.missing),
        "shortfalls": [_shortfall(each) for each in backing.shortfalls],
        "units": [_kept(each) for each in found.kept],
        "cases": [{"ref": each.case.ref, "minutes": _minutes(each.taken), "over": each.over} for each in found.cases],
        "credit": _credit(line.credits[0]) if line.credits and not line.windows else None,
        "windows": [_window(one, line) for one in line.windows],
    }


def _window(one: Achieved, line: Line) -> dict[str, object]:
    credit = next((each for each in line.credits if each.period == one.period), None)
    return {
        "period": {"start": _moment(one.period[0]), "end": _moment(one.period[1])},
        "achieved": _figure(one.achieved),
        "met": one.met,
        "left_minutes": _minutes(one.budget.left) if one.budget else None,
        "credit": _credit(credit) if credit else None,
    }


def _kept(one: Kept) -> dict[str, object]:
    return {
        "ref": one.unit,
        "availability": _figure(one.availability),
        "down_minutes": _minutes(one.down),
        "mtbf_minutes": _minutes(one.mtbf) if one.mtbf is not None else None,
        "mtrs_minutes": _minutes(one.mtrs) if one.mtrs is not None else None,
        "spells": [
            {
                "start": _moment(each.start),
                "end": _moment(each.end),
                "counts": each in one.counted,
                "planned": each.planned,
                "causes": list(each.causes),
            }
            for each in one.spells
        ],
    }


def _credit(one: Credit) -> dict[str, object]:
    return {
        "share": _figure(one.share),
        "below": _figure(one.below),
        "claim_until": _moment(one.claim_until) if one.claim_until else None,
        "final": one.final,
    }


def _shortfall(one: Shortfall) -> dict[str, object]:
    return {"kind": one.kind, "ref": one.ref, "why": one.why, "remedy": one.remedy}


def _figure(value: Decimal | timedelta | None) -> float | str:
    if value is None:
        return "unknown"
    return round(float(value), 12) if isinstance(value, Decimal) else _minutes(value)


def _minutes(value: timedelta) -> float:
    return round(value.total_seconds() / 60, 4)


def _rate(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

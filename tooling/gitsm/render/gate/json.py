"""A verdict as JSON, as `interface.md` promises it."""

from gitsm.change.approvals import Met
from gitsm.change.pieces import Piece
from gitsm.change.verdict import Verdict
from gitsm.render import escape
from gitsm.render.conflicts import json as conflicts
from gitsm.render.gate.words import who


def verdict(found: Verdict) -> str:
    """Write a verdict."""
    return escape.json(shape(found))


def shape(found: Verdict) -> dict[str, object]:
    """Bring a verdict into the shape that is written."""
    return {
        "schema": "gitsm/gate/v1",
        "base": found.compared.base,
        "head": found.compared.head,
        "tree": found.compared.tree,
        "as_of": found.as_of.isoformat(),
        "policy_version": found.compared.policy,
        "plan_hash": found.plan_hash,
        "allowed": found.allowed,
        "change": found.change,
        "record": _record(found),
        "type": found.type,
        "state": found.state.name if found.state is not None else None,
        "on_hold": found.state is not None and found.state.on_hold,
        "risk": _risk(found),
        "conflicts": conflicts.conflicts(found.conflicts),
        "windows": conflicts.windows(found.windows),
        "open_changes": conflicts.open_changes(found.rivals) if found.rivals is not None else None,
        "approvals": {
            "required": [_required(one) for one in found.agreement.met],
            "missing": [_missing(one) for one in found.agreement.missing],
            "ignored": [{"by": one.by, "why": one.why} for one in found.agreement.ignored],
            "objections": list(found.agreement.objections),
        },
        "thresholds": _limits(found),
        "findings": _findings(found),
        "impact": _impact(found),
        "controlled": [piece.name for piece in found.controlled],
        "plan": [_piece(piece) for piece in found.plan],
        "blockers": [
            {"id": one.id, "message": one.message, "who": one.who, "remedy": one.remedy} for one in found.blockers
        ],
        "notes": list(found.notes),
        "next": {"who": who(found.next.who), "what": found.next.what},
    }


def _record(found: Verdict) -> dict[str, object] | None:
    record = found.record
    if record is None:
        return None
    planned = {"start": record.planned.start.isoformat(), "end": record.planned.end.isoformat()}
    return {"title": record.title, "type": record.type, "major": record.major, "planned": planned}


def _risk(found: Verdict) -> dict[str, object]:
    risk = found.risk
    return {
        "band": risk.band,
        "score": risk.score,
        "upper": risk.upper,
        "decided_by": risk.decided,
        "history": risk.history,
        "factors": [{"name": one.name, "points": one.points, "most": one.most, "why": one.why} for one in risk.factors],
    }


def _required(one: Met) -> dict[str, object]:
    asked = one.requirement
    return {
        "rule": asked.rule,
        "why": asked.why,
        "pointers": list(asked.names),
        "from": list(asked.people or asked.teams),
        "count": asked.count,
        "whole": asked.whole,
        "satisfied_by": list(one.by),
    }


def _missing(one: Met) -> dict[str, object]:
    asked = one.requirement
    return {
        "rule": asked.rule,
        "from": list(asked.people or asked.teams),
        "count": one.missing,
        "eligible": list(one.may),
    }


def _limits(found: Verdict) -> list[dict[str, object]]:
    return [
        {
            "kind": one.kind,
            "action": one.action,
            "count": one.count,
            "total": one.total,
            "limit": one.limit,
            "share": float(one.share) if one.share is not None else None,
            "accepted_by": one.by.by if one.by is not None else None,
        }
        for one in found.exceeded
    ]


def _findings(found: Verdict) -> list[dict[str, object]]:
    return [
        {
            "rule": one.rule,
            "severity": one.severity.word,
            "path": one.spot.path,
            "line": one.place.line if one.place else None,
            "message": one.message,
            "hint": one.hint,
        }
        for one in found.findings
    ]


def _impact(found: Verdict) -> dict[str, object]:
    impact = found.impact
    return {
        "sources": list(impact.sources),
        "affected": [{"ref": one.ref, "level": one.level.word, "owner": one.owner} for one in impact.affected],
        "redundancy_lost": sorted({one.ref for one in impact.redundancy if (one.after or 0) < (one.before or 0)}),
        "not_backed": sorted({one.ref for one in impact.agreements if one.verdict == "not_backed"}),
        "owners": list(impact.owners),
        "customers": list(impact.customers),
    }


def _piece(piece: Piece) -> dict[str, object]:
    return {
        "ref": piece.ref,
        "pointer": piece.pointer,
        "action": piece.action,
        "before": piece.before,
        "after": piece.after,
    }

"""Results of a judging job for tests, as JSON of the shapes that are published."""

import json
from typing import Any

A, B = "a" * 40, "b" * 40


def about(**values: Any) -> dict[str, Any]:
    return {
        "schema": "gitsm/judged/v1",
        "number": 1,
        "target": "main",
        "base": A,
        "head": B,
        "status": 1,
        "notes": [],
        **values,
    }


def gate(**values: Any) -> dict[str, Any]:
    return {
        "schema": "gitsm/gate/v1", "base": A, "head": B, "plan_hash": "c" * 64, "allowed": False,
        "change": "change:chg-2026-11-28-x", "type": "normal", "state": "authorize",
        "record": {"title": "A third machine", "type": "standard", "major": True,
                   "planned": {"start": "2026-11-28T23:30:00+01:00", "end": "2026-11-29T00:30:00+01:00"}},
        "risk": {"band": "moderate", "score": 26, "upper": 44,
                 "factors": [{"name": "criticality", "points": 15, "most": 15, "why": "hits what is critical"}]},
        "conflicts": [], "windows": [],
        "approvals": {"required": [{"rule": "owners", "why": "a rule covers it", "pointers": ["ci:web"],
                                    "from": ["team:desk"], "count": 1, "whole": False, "satisfied_by": []}],
                      "missing": [], "ignored": [], "objections": []},
        "plan": [{"ref": "ci:web", "pointer": "/version", "action": "modified", "before": 1, "after": ["2", None]}],
        "blockers": [{"id": "approval:owners", "message": "nobody has agreed", "who": "team:desk", "remedy": "review"}],
        "notes": [], "next": {"who": "team:desk", "what": "review and approve"}, **values,
    }  # fmt: skip


def reach(affected: int = 1, **values: Any) -> dict[str, Any]:
    hit = [
        {"ref": f"service:s{one}", "kind": "service", "level": "down", "distance": 1, "reason": "needs it",
         "path": ["ci:web", f"service:s{one}"], "edges": ["delivered_by"], "owner": "team:desk", "criticality": None}
        for one in range(affected)
    ]  # fmt: skip
    return {
        "schema": "gitsm/impact/v1", "base": A, "head": B, "sources": ["ci:web"], "affected": hit, "agreements": [],
        "derived": [], "redundancy": [], "articles": [], "owners": ["team:desk"], "customers": [], **values,
    }  # fmt: skip


def found(count: int = 1, message: str = "there is no ci web-edg", **values: Any) -> dict[str, Any]:
    place = {"path": "cmdb/a.yaml", "column": 1, "end_column": 2, "pointer": "", "hint": "did you mean web-edge?"}
    rows: list[dict[str, Any]] = [
        {"rule": "unknown-reference", "severity": ("note", "warning", "error")[one % 3], **place, "line": one + 1,
         "end_line": one + 1, "message": f"{message} {one}", "related": []}
        for one in range(count)
    ]  # fmt: skip
    return {"schema": "gitsm/check/v1", "root": ".", "tree": None, "findings": rows, **values}


def left(**files: Any) -> dict[str, bytes]:
    """Write what a judging job leaves; a value None leaves the file out."""
    whole = {"about": about(), "gate": gate(), "impact": reach(), "check": found(), **files}
    return {f"{name}.json": json.dumps(value).encode() for name, value in whole.items() if value is not None}

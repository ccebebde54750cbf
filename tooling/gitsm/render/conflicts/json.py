"""Conflicts, windows and lanes for programs."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from gitsm.change.conflicts import Conflict
from gitsm.change.open_changes import Contention
from gitsm.change.windows import Verdict
from gitsm.render import escape


def conflicts(found: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Write conflicts."""
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "severity": one.severity,
            "refs": list(one.refs),
            "other": one.other,
            "why": one.why,
            "remedy": one.remedy,
            "acknowledged": one.acknowledged,
        }
        for one in found
    ]


def windows(found: Iterable[Verdict]) -> list[dict[str, Any]]:
    """Write what windows say; moments are in UTC."""
    return [
        {
            "ref": one.ref,
            "type": one.type,
            "severity": one.severity,
            "verdict": one.verdict,
            "refs": list(one.refs),
            "spans": [{"start": _iso(start), "end": _iso(end)} for start, end in one.spans],
            "reason": one.reason,
        }
        for one in found
    ]


def open_changes(found: Contention) -> dict[str, Any]:
    """Write what else is open, and which of it may go in parallel."""
    return {
        "count": found.count,
        "met": list(found.met),
        "lanes": [list(lane) for lane in found.lanes],
        "stale": list(found.stale),
        "unreadable": [{"name": name, "paths": list(paths)} for name, paths in sorted(found.unreadable.items())],
    }


def contention(found: Contention) -> str:
    """Write a change's conflicts with other open changes."""
    shape = {"schema": "gitsm/change-conflicts/v1", "conflicts": conflicts(found.conflicts)}
    return escape.json({**shape, "open_changes": open_changes(found)})


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

"""A form that was recorded or refused, for programs."""

from gitsm.editing.recording import Recorded
from gitsm.render import escape
from gitsm.render.recordings import Told


def told(what: Told) -> str:
    """Write what was recorded and what follows, or every reason against it."""
    found = what.recorded
    return escape.json(
        {
            "schema": "gitsm/record/v1",
            "ref": found.filed.ref if found else None,
            "branch": what.branch,
            "commit": what.commit,
            "record": None if found is None else _record(found),
            "refused": [{"field": one.field, "why": one.why, "remedy": one.remedy} for one in what.refused],
        }
    )


def _record(found: Recorded) -> dict[str, object]:
    filed = found.filed
    return {
        "priority": filed.priority,
        "groups": list(filed.groups),
        "due": [
            {"metric": due.metric, "at": due.at.isoformat(), "within": str(due.within), "by": due.by}
            for due in filed.dues
        ],
        "tasks": [
            {"name": step.name, "group": step.group, "after": list(step.after), "due": step.due.isoformat()}
            for step in filed.steps
        ],
        "helpful": [{"ref": one.ref, "title": one.title, "score": one.score} for one in filed.helpful],
        "change": found.change,
        "files": sorted(found.files),
        "redacted": [{"field": field, "sort": sort} for field, sort in filed.redacted],
        "findings": [
            {"rule": one.rule, "severity": one.severity.word, "path": one.spot.path, "message": one.message}
            for one in found.findings
        ],
    }

"""An incident that was looked at, for programs."""

from gitsm.operations.triage import Triage
from gitsm.render import escape


def triage(found: Triage) -> str:
    """Write what an incident hurts and what may be behind it."""
    return escape.json(
        {
            "schema": "gitsm/incident-triage/v1",
            "ref": found.ref,
            "state": found.state,
            "impact": found.impact,
            "proposed_impact": found.proposed_impact,
            "urgency": found.urgency,
            "priority": found.priority,
            "proposed_priority": found.proposed_priority,
            "major": {
                "handled": found.major,
                "trigger": found.trigger.name if found.trigger else None,
                "why": found.trigger.why if found.trigger else None,
            },
            "affected": [
                {"ref": hit.ref, "level": hit.level.word, "reason": hit.reason, "path": list(hit.path)}
                for hit in found.hits
            ],
            "groups": list(found.groups),
            "due": [
                {"metric": due.metric, "at": due.at.isoformat(), "within": str(due.within), "by": due.by}
                for due in found.dues
            ],
            "causes": [
                {
                    "ref": one.ref,
                    "sort": one.sort,
                    "title": one.title,
                    "score": one.score,
                    "reasons": list(one.reasons),
                }
                for one in found.causes
            ],
            "helpful": [{"ref": one.ref, "title": one.title, "score": one.score} for one in found.helpful],
        }
    )

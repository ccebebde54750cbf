"""The post-incident review, drafted from the record; people write what was learnt."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from gitsm.operations.triage import Triage
from gitsm_schemas.operations import Incident

_STEPS: Final = (
    ("began", "started_at"), ("was noticed", "detected_at"), ("was taken", "acknowledged_at"),
    ("was over for users", "restored_at"), ("was resolved", "resolved_at"),
)  # fmt: skip
MOST_FACTORS: Final = 3


def draft(incident: Incident, found: Triage) -> dict[str, Any]:
    """Draft a review: what happened when, how long each step took, and what may have contributed.

    Args:
        incident: the record.
        found: what triage says of it.
    """
    factors = [f"{cause.title} ({cause.ref}): {'; '.join(cause.reasons)}" for cause in found.causes[:MOST_FACTORS]]
    return {
        "overview": "\n".join(_overview(incident, found)) + "\n",
        "findings": [*_delays(incident)],
        "contributing_factors": [factor[:300] for factor in factors],
    }


def _overview(incident: Incident, found: Triage) -> Iterator[str]:
    yield f"{incident.title}. Priority {found.priority}{', a major incident' if incident.major else ''}."
    yield ""
    for said, key in _STEPS:
        at = getattr(incident, key)
        if at is not None:
            yield f"- It {said} at {at:%Y-%m-%d %H:%M %z}."
    for item in incident.timeline:
        yield f"- {item.at:%H:%M}: {item.what}"


def _delays(incident: Incident) -> Iterator[str]:
    known = [(said, at) for said, key in _STEPS if (at := getattr(incident, key)) is not None]
    for (before, start), (after, end) in pairwise(known):
        minutes = int((end - start).total_seconds() // 60)
        yield f"From when it {before} to when it {after}: {minutes} min"

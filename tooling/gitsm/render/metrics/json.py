"""Figures from history as JSON."""

from fractions import Fraction

from gitsm.improvement.metrics import Length, Metrics, Share
from gitsm.render import escape


def metrics(found: Metrics) -> str:
    """Write the figures: shares from 0 to 1, lengths in seconds; what there is none of is `null`."""
    return escape.json(
        {
            "schema": "gitsm/metrics/v1",
            "period": {"start": found.start.isoformat(), "end": found.end.isoformat()},
            "deployments": {
                "count": len(found.deployed),
                "per_week": _number(found.per_week),
                "changes": list(found.deployed),
            },
            "lead_time": _length(found.lead_time),
            "change_failure_rate": {**_share(found.failure_rate), "changes": list(found.failed)},
            "time_to_restore": _length(found.restore),
            "time_to_restore_caused_by_change": _length(found.restore_caused),
            "successful": _share(found.successful),
            "standard": _share(found.standard),
            "emergency": _share(found.emergency),
            "unauthorized": None if found.unauthorized is None else _share(found.unauthorized),
            "knowledge": {
                "validated": _share(found.validated),
                "stale": [{"ref": ref, "altered": list(cis)} for ref, cis in found.stale.items()],
            },
        }
    )


def _share(share: Share) -> dict[str, object]:
    return {"value": _number(share.value), "part": share.part, "whole": share.whole}


def _length(length: Length) -> dict[str, object]:
    seconds = None if length.median is None else round(length.median.total_seconds())
    return {"median_seconds": seconds, "count": length.count, "unknown": length.unknown}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)

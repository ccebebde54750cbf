"""Promises as OpenSLO v1 documents, and what that format cannot say."""

# https://github.com/OpenSLO/OpenSLO, the specification of openslo/v1 with its JSON Schema, and
# https://github.com/OpenSLO/go-sdk, by which `oslo validate` judges; what is written here keeps what either asks.

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from typing import Any, Final

from gitsm.exchange.exported import Exported
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, Service, ServiceOffering, Target
from gitsm_schemas.organisation import Calendar

VERSION: Final = "openslo/v1"
_LABEL: Final = re.compile(r"[^A-Za-z0-9._-]+")
_MOST: Final = 63
"""The longest name, name to show and label."""
_DESCRIPTION: Final = 1050
_WINDOWS: Final = {"month": "1M", "quarter": "1Q"}
_UTC: Final = "Etc/UTC"
"""Time zones are written with an area and a place there."""
_COUNTED: Final = frozenset({"response", "resolution", "fulfilment", "update"})


def export(snapshot: Snapshot) -> Exported:
    """Turn the promises to customers and teams into SLOs, and what they are about into services."""
    documents: list[dict[str, Any]] = []
    services: dict[str, dict[str, Any]] = {}
    remarks: list[tuple[str, str]] = []
    promises = sorted((one for _, one in snapshot.records(Agreement)), key=lambda one: one.id)
    for agreement in promises:
        if agreement.is_underpinning:
            remarks.append((agreement.ref, "a supplier's promise: an SLO is about a service of one's own"))
            continue
        about = _subject(snapshot, agreement)
        if about is None:
            remarks.append((agreement.ref, "what it covers is no service"))
            continue
        if about.id not in services:
            services[about.id] = _service(about)
            remarks += [(about.ref, what) for what in _cut(about.name, about.description)]
        remarks += [(agreement.ref, what) for what in _lost(snapshot, agreement)]
        for index, target in enumerate(agreement.targets):
            made = _objective(agreement, target)
            if isinstance(made, str):
                remarks.append((agreement.ref, f"{target.metric}: {made}"))
            else:
                documents.append(_slo(snapshot, (agreement, index), about, made))
    return Exported((*(services[name] for name in sorted(services)), *documents), tuple(dict.fromkeys(remarks)))


def _subject(snapshot: Snapshot, agreement: Agreement) -> Service | None:
    """Find the service a promise is about; of several the first."""
    for ref in agreement.covers:
        record = snapshot.record(ref)
        found = snapshot.record(record.service) if isinstance(record, ServiceOffering) else record
        if isinstance(found, Service):
            return found
    return None


def _service(record: Service) -> dict[str, Any]:
    return {
        "apiVersion": VERSION,
        "kind": "Service",
        "metadata": {"name": record.id, "displayName": _shown(record.name), "labels": {"owner": _label(record.owner)}},
        "spec": {"description": record.description[:_DESCRIPTION]},
    }


def _cut(name: str | None, description: str = "") -> Iterator[str]:
    """List what is too long to stand there as it is."""
    if name and len(name) > _MOST:
        yield f"its name beyond {_MOST} characters"
    if len(description) > _DESCRIPTION:
        yield f"its description beyond {_DESCRIPTION} characters"


def _objective(agreement: Agreement, target: Target) -> dict[str, Any] | str:
    """Say what is promised as a share below one; in words why not, where that cannot be."""
    if target.metric == "availability":
        promised = target.promised
        if not isinstance(promised, Decimal) or promised >= 1:
            return "a promise of 100 % leaves no budget, which an SLO must have"
        least = agreement.minimum_downtime.seconds if agreement.minimum_downtime else 60
        return {
            "displayName": "Availability",
            "target": float(promised),
            "timeSliceTarget": 1.0,
            "timeSliceWindow": f"{max(1, ceil(least / 60))}m",
        }
    if target.metric in _COUNTED:
        if target.percentile is None or target.percentile >= 100:  # noqa: PLR2004  # percent
            return "a promise for every case leaves no budget, which an SLO must have"
        return {
            "displayName": f"{target.metric.title()} within {target.value}",
            "target": float(target.percentile) / 100,
        }
    return "OpenSLO has no such measure"


def _slo(snapshot: Snapshot, where: tuple[Agreement, int], about: Service, objective: dict[str, Any]) -> dict[str, Any]:
    agreement, index = where
    target = agreement.targets[index]
    name = f"{agreement.id}-{index}"
    shown = _shown(agreement.name or agreement.id)
    labels = {
        "agreement": agreement.id,
        "type": agreement.type,
        "customer": _label(agreement.customer or ""),
        "provider": _label(agreement.provider),
        **({"priority": f"P{target.priority}"} if target.priority else {}),
    }
    metric = {"metric": target.metric, "covers": list(agreement.covers), "value": str(target.value)}
    sliced = "timeSliceTarget" in objective
    return {
        "apiVersion": VERSION,
        "kind": "SLO",
        "metadata": {"name": _named(name), "displayName": shown, "labels": labels},
        "spec": {
            "description": f"{target.metric} {target.value}, promised by {agreement.provider} in {agreement.ref}",
            "service": about.id,
            "indicator": {
                "metadata": {"name": _named(f"{name}-sli")},
                "spec": {
                    "ratioMetric": {
                        "counter": True,
                        "good": {"metricSource": {"type": "gitsm", "spec": {**metric, "counts": "kept"}}},
                        "total": {"metricSource": {"type": "gitsm", "spec": {**metric, "counts": "all"}}},
                    }
                },
            },
            "timeWindow": [_window(snapshot, agreement, target)],
            "budgetingMethod": "Timeslices" if sliced else "Occurrences",
            "objectives": [objective],
        },
    }


def _window(snapshot: Snapshot, agreement: Agreement, target: Target) -> dict[str, Any]:
    if target.window not in _WINDOWS:
        return {"duration": target.window.removeprefix("rolling "), "isRolling": True}
    calendar = snapshot.record(agreement.calendar)
    zone = calendar.timezone if isinstance(calendar, Calendar) else _UTC
    start = agreement.starts.replace(day=1)
    if target.window == "quarter":
        start = start.replace(month=(start.month - 1) // 3 * 3 + 1)
    return {
        "duration": _WINDOWS[target.window],
        "calendar": {"startTime": f"{start} 00:00:00", "timeZone": zone if "/" in zone else _UTC},
        "isRolling": False,
    }


def _lost(snapshot: Snapshot, agreement: Agreement) -> Iterator[str]:
    """List what stands in an agreement and cannot stand in an SLO."""
    yield from _cut(agreement.name)
    calendar = snapshot.record(agreement.calendar)
    if isinstance(calendar, Calendar) and (calendar.hours != "always" or calendar.holidays or calendar.overrides):
        yield f"service hours ({agreement.calendar}): every moment counts in OpenSLO"
    if isinstance(calendar, Calendar) and "/" not in calendar.timezone and calendar.timezone != "UTC":
        yield f"the time zone {calendar.timezone}, which names no place"
    if len(agreement.covers) > 1:
        yield "that it covers several things, each by itself"
    if agreement.exclusions:
        yield "exclusions"
    if agreement.penalties or agreement.claim_within or agreement.credit_limit:
        yield "credits, and until when they may be claimed"
    if any(target.pause_on for target in agreement.targets):
        yield "when the clock of a case stands still"
    if agreement.ends is not None:
        yield f"its end on {agreement.ends}"


def _named(name: str) -> str:
    """Bring a name to its length; two long ones stay two."""
    if len(name) <= _MOST:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: _MOST - len(mark) - 1].strip('-')}-{mark}"


def _shown(name: str) -> str:
    return name if len(name) <= _MOST else f"{name[: _MOST - 1].rstrip()}…"


def _label(ref: str) -> str:
    """Write a reference as a label: its id, in the characters that labels have."""
    return _LABEL.sub("-", ref.partition(":")[2] or ref)[:_MOST].strip("-._") or "none"

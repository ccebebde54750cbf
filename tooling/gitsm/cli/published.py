"""A tree opened for publishing: its records as an audience may read them, and which commit they are from."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

from gitsm.change.calendar import Remembered
from gitsm.cli.levels import levels
from gitsm.cli.options import Context
from gitsm.errors import EmptyRevisionError, NotARepositoryError, UnknownRevisionError
from gitsm.exchange.evidence import found
from gitsm.improvement.health import health
from gitsm.improvement.metrics import PERIOD, Metrics, metrics
from gitsm.inquiry.calendared import remembered
from gitsm.inquiry.checking import Judged, judged
from gitsm.inquiry.retrospect import history
from gitsm.publish.audiences import for_audience
from gitsm.publish.places import Places
from gitsm.publish.site import Forge, Site, Stamp
from gitsm.snapshot import Snapshot


def opened(context: Context, *, name: str, audience: str, forge: Forge, places: Places) -> Site:
    """Read the records that --at or the work tree holds.

    Raises:
        EmptyRevisionError: when the revision that was asked for holds none.
    """
    today = context.as_of.astimezone(UTC).date()
    tree = judged(context.source(), today)
    if context.at and not tree.source.blobs:
        raise EmptyRevisionError(context.at)
    inside = audience == "internal"
    start = context.start_of_history if inside else None
    snapshot = tree.loaded.snapshot
    lines = _lines(tree) if inside and forge.edit and "{line}" in forge.edit else {}
    return Site(
        for_audience(snapshot, audience),
        context.as_of.astimezone(UTC),
        name=name,
        stamp=_stamp(context),
        forge=forge if inside else Forge(issue=forge.issue),
        audience=audience,
        places=places,
        lines=lines,
        health=health(snapshot, tree.findings, today) if inside else None,
        happened=levels(context, tree.loaded)[1] if inside else None,
        metrics=_metrics(context, snapshot, start) if start else None,
        remembered=remembered(context.repository, snapshot, start, context.as_of) if start else Remembered(),
    )


def _lines(tree: Judged) -> dict[str, int]:
    """Say in which line of its file each record begins, comments on top left out."""
    refs = {entry.path: entry.ref for entry in tree.loaded.snapshot}
    found = {}
    for blob, content in tree.source.read([blob for blob in tree.source.blobs if blob.path in refs]):
        texts = content.splitlines() if isinstance(content, bytes) else []
        numbered = enumerate(texts, start=1)
        found[refs[blob.path]] = next((number for number, text in numbered if text.strip()[:1] not in {b"", b"#"}), 1)
    return found


def _metrics(context: Context, snapshot: Snapshot, start: str) -> Metrics:
    end = context.as_of.astimezone(UTC)
    return metrics(snapshot, history(context.repository, snapshot, start), end - PERIOD, end)


def decisions(folder: Path) -> dict[str, Mapping[str, Any]]:
    """By change, what was decided last, of what `gitsm gate --record` kept in a folder."""
    kept = sorted(found(folder), key=lambda one: (one.as_of, one.digest))
    return {str(one.verdict.get("change")): one.verdict for one in kept}


def _stamp(context: Context) -> Stamp | None:
    try:
        commit = context.repository.resolve(context.at or "HEAD")
    except (NotARepositoryError, UnknownRevisionError):
        if context.at:
            raise
        return None
    return Stamp(commit.short, commit.at, commit.subject, context.at)

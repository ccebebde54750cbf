"""How figures from history read."""

from collections.abc import Iterator
from datetime import timedelta

from gitsm.improvement.metrics import Length, Metrics, Share

Row = tuple[str, str, str]
"""What is measured, the figure, and of how many."""


def rows(found: Metrics) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """List the figures by what they are about."""
    many = f"{len(found.deployed)} in {(found.end - found.start).days} days"
    yield (
        "delivery",
        (
            ("deployments a week", f"{float(found.per_week):.2f}", many),
            ("lead time, median", _length(found.lead_time), _counted(found.lead_time)),
            ("change failure rate", _share(found.failure_rate), _of(found.failure_rate)),
            ("time to restore, median", _length(found.restore), _counted(found.restore)),
            ("of incidents that a change caused", _length(found.restore_caused), _counted(found.restore_caused)),
        ),
    )
    yield (
        "changes",
        tuple(
            (name, _share(share), _of(share))
            for name, share in (
                ("successful", found.successful),
                ("standard", found.standard),
                ("emergency", found.emergency),
                ("unauthorized", found.unauthorized),
            )
            if share is not None
        ),
    )
    stale = Share(len(found.stale), found.validated.whole)
    yield (
        "knowledge",
        (
            ("validated", _share(found.validated), _of(found.validated)),
            ("about something altered since their review", _share(stale), _of(stale)),
        ),
    )


def day(found: Metrics) -> str:
    """Name the period."""
    last = found.end - timedelta(microseconds=1)
    return f"{found.start:%Y-%m-%d} to {last:%Y-%m-%d}"


def _share(share: Share) -> str:
    return "–" if share.value is None else f"{float(share.value) * 100:.1f} %"


def _of(share: Share) -> str:
    return f"{share.part} of {share.whole}"


def _counted(length: Length) -> str:
    return f"{length.count} measured" + (f", {length.unknown} unknown" if length.unknown else "")


def _length(length: Length) -> str:
    if length.median is None:
        return "–"
    minutes = round(length.median.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{days} d" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes and not days else "",
    ]
    return " ".join(filter(None, parts)) or "0 min"

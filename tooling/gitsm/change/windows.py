"""Maintenance windows and blackouts against a piece of work, and when it could be done (domain.md §8.7)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from gitsm.change.conflicts import Conflict, Severity, in_order, listed, scheduled
from gitsm.change.scope import Ground, Scope, Work
from gitsm.service_level.calendars import Interval, merged, shared, without
from gitsm.service_level.occurrences import occurrences
from gitsm.service_level.selection import binds, selects
from gitsm_schemas.changes import Window

__all__ = ["HORIZON", "Opening", "Verdict", "concerned", "free", "hindrances", "judged", "occurrences", "openings"]

HORIZON: Final = timedelta(days=90)
"""How far ahead a free time is looked for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one window says of a piece of work.

    Attributes:
        ref: the window.
        type: maintenance or blackout.
        severity: hard or soft.
        refs: what of the work it is about, in order.
        verdict: inside or outside; exempt where it does not bind this type of change.
        spans: its occurrences that meet the work.
        reason: why the window is there.
    """

    ref: str
    type: str
    severity: Severity
    refs: tuple[str, ...]
    verdict: str
    spans: tuple[Interval, ...]
    reason: str


def concerned(window: Window, scope: Scope, ground: Ground) -> tuple[str, ...]:
    """List what of some work a window is about, in order.

    A blackout protects whatever the work reaches, also what only loses a spare. A maintenance window says when a thing
    may be worked on or interrupted: what goes on as usual is left out.
    """
    refs = scope.all if window.type == "blackout" else scope.interrupted
    return tuple(ref for ref in sorted(refs) if selects(window, ref, ground))


def judged(work: Work, windows: Iterable[Window], ground: Ground) -> tuple[Verdict, ...]:
    """List every window that is about some work, with what it says of it; a blackout at another time says nothing."""
    return tuple(verdict for window in _by_id(windows) if (verdict := _judged(work, window, ground)) is not None)


def _judged(work: Work, window: Window, ground: Ground) -> Verdict | None:
    spans = occurrences(window, *work.planned)
    if window.type == "blackout" and not spans:
        return None
    refs = concerned(window, work.scope, ground)
    if not refs:
        return None
    if not binds(window, work.type):
        verdict = "exempt"
    elif window.type == "blackout":
        verdict = "inside"
    else:
        verdict = "inside" if _covers(merged(spans), work.planned) else "outside"
    return Verdict(window.ref, window.type, window.severity, refs, verdict, spans, window.reason)


def hindrances(work: Work, windows: Iterable[Window], ground: Ground) -> tuple[Conflict, ...]:
    """Find the windows that stand against some work at its time.

    Work stands in the maintenance windows of a thing where their union holds all of it: windows that adjoin are one.

    Args:
        work: the work.
        windows: the windows of the tree that decides.
        ground: the tree that the work is done in.
    """
    known = _by_id(windows)
    said = judged(work, known, ground)
    by_ref = {window.ref: window for window in known}
    return in_order([*_blackouts(work, said), *_outside(work, said, by_ref)], work.acknowledged)


def _blackouts(work: Work, said: Sequence[Verdict]) -> Iterator[Conflict]:
    for one in said:
        if one.type == "blackout" and one.verdict == "inside":
            last = max(end for _, end in merged(one.spans))
            yield Conflict(
                f"in_blackout:{one.ref.partition(':')[2]}",
                "in_blackout",
                one.severity,
                (one.ref, *one.refs),
                None,
                f"{one.ref} is in force until {_said(last, work)}: {one.reason}",
                f"plan it to end by {_said(min(start for start, _ in one.spans), work)} or to start at"
                f" {_said(last, work)}; gitsm change schedule finds a free time",
            )


def _outside(work: Work, said: Sequence[Verdict], windows: dict[str, Window]) -> Iterator[Conflict]:
    """Report, once for each set of windows, the things whose maintenance windows do not hold the work."""
    of_thing: dict[str, list[Verdict]] = {}
    for one in said:
        if one.type == "maintenance" and one.verdict != "exempt":
            for ref in one.refs:
                of_thing.setdefault(ref, []).append(one)
    of_windows: dict[tuple[str, ...], list[str]] = {}
    for ref, its in of_thing.items():
        if not _covers(merged(span for one in its for span in one.spans), work.planned):
            of_windows.setdefault(tuple(one.ref for one in its), []).append(ref)
    for names, refs in of_windows.items():
        hard = any(windows[name].severity == "hard" for name in names)
        near = _next([windows[name] for name in names], work.planned)
        when = f"; the next one is {_said(near[0], work)} to {_said(near[1], work)}" if near else ""
        yield Conflict(
            f"not_in_maintenance_window:{'+'.join(name.partition(':')[2] for name in names)}",
            "not_in_maintenance_window",
            "hard" if hard else "soft",
            (*names, *sorted(refs)),
            None,
            f"{listed(sorted(refs))} may be worked on in {listed(names)} only{when}",
            "plan it inside; gitsm change schedule finds a free time",
        )


def _next(windows: Iterable[Window], planned: Interval) -> Interval | None:
    """Find the first time at or after the planned one that is long enough."""
    long = planned[1] - planned[0]
    start = planned[0]
    end = start + HORIZON if start.year < 9990 else start  # noqa: PLR2004  # nothing is planned for the end of time
    spans = merged(span for window in windows for span in occurrences(window, start, end))
    return next((span for span in spans if span[1] - span[0] >= long and span[0] >= start), None)


def _covers(spans: Iterable[Interval], planned: Interval) -> bool:
    return any(start <= planned[0] and planned[1] <= end for start, end in spans)


def _said(moment: datetime, work: Work) -> str:
    """Write a moment by the clock that the work was planned by."""
    return moment.astimezone(work.planned[0].tzinfo).isoformat(timespec="minutes")


def _by_id(windows: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(sorted(windows, key=lambda window: window.id))


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of time in which some work could be done.

    Attributes:
        start: the first moment it could start.
        end: the first moment at which it must be over.
    """

    start: datetime
    end: datetime


def free(
    now: datetime,
    duration: timedelta,
    inside: Iterable[Iterable[Interval]],
    blocked: Iterable[Interval],
    horizon: timedelta = HORIZON,
) -> tuple[Opening, ...]:
    """Find the stretches in which some work could be done: a start at `now`, a window's start or the end of a block.

    Args:
        now: the first moment that counts.
        duration: how long the work takes.
        inside: series of spans; the work lies within one span of each. Spans that adjoin are one.
        blocked: spans that the work may not meet.
        horizon: how far ahead a start is looked for.
    """
    open_: Iterable[Interval] = merged([(now, now + horizon + duration)])
    for spans in inside:
        open_ = list(shared(open_, merged(spans)))
    last = now + horizon
    return tuple(
        Opening(start, end)
        for start, end in without(open_, merged(blocked))
        if end - start >= duration and start < last
    )


def openings(  # noqa: PLR0913  # what, what binds it, and from when on
    work: Work,
    windows: Iterable[Window],
    others: Iterable[Work],
    ground: Ground,
    *,
    now: datetime,
    soft: bool = True,
    horizon: timedelta = HORIZON,
) -> tuple[Opening, ...]:
    """Find the stretches in which some work meets no window and no other work.

    Args:
        work: the work; of its planned time only the length counts.
        windows: the windows.
        others: changes that are agreed on.
        ground: the tree.
        now: the first moment that counts.
        soft: whether windows and conflicts that only warn bind it, too.
        horizon: how far ahead a start is looked for.
    """
    duration = work.planned[1] - work.planned[0]
    end = now + horizon + duration
    meanwhile = replace(work, planned=(now, end))
    blocked = [other.planned for other in others if _stands_against(meanwhile, other, ground, soft=soft)]
    of_thing: dict[str, list[Window]] = {}
    for window in _by_id(windows):
        if not binds(window, work.type) or (window.severity == "soft" and not soft):
            continue
        refs = concerned(window, work.scope, ground)
        if window.type == "blackout" and refs:
            blocked += occurrences(window, now, end)
        elif window.type == "maintenance":
            for ref in refs:
                of_thing.setdefault(ref, []).append(window)
    series = {tuple(window.id for window in its): its for its in of_thing.values()}
    inside = [[span for window in its for span in occurrences(window, now, end)] for its in series.values()]
    return free(now, duration, inside, blocked, horizon)


def _stands_against(work: Work, other: Work, ground: Ground, *, soft: bool) -> bool:
    """Tell whether other work stands against some, were they done at the same time."""
    return any(soft or one.severity == "hard" for one in scheduled(work, [other], ground))

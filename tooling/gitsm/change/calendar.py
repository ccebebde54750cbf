"""The change calendar: what is done when, and when there is time for it (domain.md §8.7)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from gitsm.change.scope import Ground, overlap
from gitsm.change.windows import concerned
from gitsm.service_level.calendars import Interval, merged
from gitsm.service_level.occurrences import occurrences
from gitsm_schemas.changes import Change, Window

KEPT: Final = timedelta(days=90)
"""So long a change that was called off stays in the calendar of subscribers, who would keep it otherwise."""
AHEAD: Final = timedelta(days=365)
Status = Literal["planned", "on_hold", "done", "canceled", "open"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing in the calendar.

    Attributes:
        ref: the change or window.
        kind: change, maintenance or blackout.
        title: what people call it.
        start: its first moment, UTC.
        end: the first moment after it, UTC.
        status: of a change planned, on_hold, done or canceled; of a window open.
        who: who does it; empty for a window.
        touched: what it declares to touch; of a window nothing.
        note: the outcome, why it is on hold, or why there is a window.
    """

    ref: str
    kind: str
    title: str
    start: datetime
    end: datetime
    status: Status
    who: str = ""
    touched: tuple[str, ...] = ()
    note: str = ""

    @property
    def sort_key(self) -> tuple[datetime, datetime, str]:
        """Order by time, then by name."""
        return (self.start, self.end, self.ref)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What history says of a record's file: how many commits touched it, and when the last did."""

    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Remembered:
    """What history adds to a calendar.

    Attributes:
        stamps: by change and window, what history says of its file.
        gone: changes that were taken out of the tree of late, and are called off.
    """

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    gone: tuple[Change, ...] = ()


def subscribed(now: datetime) -> Interval:
    """Say which time the calendars of subscribers reach over."""
    return now.astimezone(UTC) - KEPT, now.astimezone(UTC) + AHEAD


def events(
    changes: Iterable[Change], windows: Iterable[Window], period: Interval, *, gone: Iterable[Change] = ()
) -> tuple[Event, ...]:
    """List what meets a period, in order of time.

    Args:
        changes: the changes of a tree.
        windows: its windows.
        period: from its first moment to the first one after it.
        gone: changes that were taken out of the tree, and are called off.
    """
    found = [*_changes(changes, period), *_changes(gone, period, called_off=True), *_windows(windows, period)]
    return tuple(sorted(found, key=lambda one: one.sort_key))


class Relevance:
    """What each thing in a calendar has to do with: computed once for all who ask."""

    def __init__(self, changes: Iterable[Change], windows: Iterable[Window], ground: Ground) -> None:
        self._changes = {one.ref: one for one in changes}
        self._windows = {one.ref: one for one in windows}
        self._ground = ground
        self._reach: dict[str, frozenset[str]] = {}

    def of(self, found: Iterable[Event], about: Collection[str]) -> tuple[Event, ...]:
        """Keep what has to do with one of some records."""
        scope = self._ground.scope(about)
        known: dict[str, bool] = {}
        kept = []
        for one in found:
            if one.ref not in known:
                known[one.ref] = (
                    bool(concerned(self._windows[one.ref], scope, self._ground))
                    if one.ref in self._windows
                    else not self._reached(one.ref).isdisjoint(about)
                )
            if known[one.ref]:
                kept.append(one)
        return tuple(kept)

    def _reached(self, change: str) -> frozenset[str]:
        if change not in self._reach:
            self._reach[change] = self._ground.scope_of(self._changes[change]).all
        return self._reach[change]


def _changes(changes: Iterable[Change], period: Interval, *, called_off: bool = False) -> Iterator[Event]:
    for change in changes:
        own = change.actual if change.outcome is not None and change.actual is not None else change.planned
        for start, end in merged([(own.start, own.end)]):
            if overlap((start, end), period):
                status: Status = (
                    "canceled"
                    if called_off
                    else "done"
                    if change.outcome
                    else "on_hold"
                    if change.on_hold
                    else "planned"
                )
                note = change.on_hold or (change.outcome or "").replace("_", " ")
                touched = tuple(sorted(change.touched))
                yield Event(change.ref, "change", change.title, start, end, status, change.assignee, touched, note)


def _windows(windows: Iterable[Window], period: Interval) -> Iterator[Event]:
    for window in windows:
        for start, end in occurrences(window, *period):
            name = window.name or window.id.replace("-", " ").capitalize()
            yield Event(window.ref, window.type, name, start, end, "open", note=window.reason)

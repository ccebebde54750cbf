"""The change calendar: what is done when, and when there is time for it (domain.md §8.7)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gitsm.change.scope import Ground, overlap
from gitsm.change.windows import concerned
from gitsm.service_level.calendars import Interval, merged
from gitsm.service_level.occurrences import occurrences
from gitsm_schemas.changes import Change, Window

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


def events(  # noqa: PLR0913  # what there is, of what, and when
    changes: Iterable[Change],
    windows: Iterable[Window],
    period: Interval,
    *,
    gone: Iterable[Change] = (),
    about: Collection[str] = (),
    ground: Ground | None = None,
) -> tuple[Event, ...]:
    """List what meets a period, in order of time.

    Args:
        changes: the changes of a tree.
        windows: its windows.
        period: from its first moment to the first one after it.
        gone: changes that were taken out of the tree, and are called off.
        about: only what has to do with one of these records; none: everything.
        ground: the tree, where records are named.
    """
    found = [*_changes(changes, period), *_changes(gone, period, called_off=True), *_windows(windows, period)]
    if about and ground is not None:
        scopes = {each.ref: each for each in (*changes, *gone)}
        by_ref = {each.ref: each for each in windows}
        known = {ref: _is_about(scopes.get(ref) or by_ref[ref], about, ground) for ref in {one.ref for one in found}}
        found = [one for one in found if known[one.ref]]
    return tuple(sorted(found, key=lambda one: one.sort_key))


def _is_about(record: Change | Window, about: Collection[str], ground: Ground) -> bool:
    if isinstance(record, Change):
        return not ground.scope_of(record).all.isdisjoint(about)
    return bool(concerned(record, ground.scope(about), ground))


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

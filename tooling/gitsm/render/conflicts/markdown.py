"""Conflicts, windows and lanes for a pull request."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from gitsm.change.conflicts import Conflict
from gitsm.change.open_changes import Contention
from gitsm.change.windows import Verdict
from gitsm.render.escape import markdown

MOST_ROWS = 50
_MOST_NAMES = 8


def conflicts(found: Iterable[Conflict]) -> Iterator[str]:
    """Write conflicts as a table, hard ones first."""
    known = tuple(found)
    if not known:
        return
    yield "| | what stands against it | what to do |"
    yield "| --- | --- | --- |"
    for one in known[:MOST_ROWS]:
        word = "accepted" if one.acknowledged else f"**{one.severity}**" if one.severity == "hard" else one.severity
        todo = one.acknowledged or one.remedy
        yield f"| {word} | {markdown(one.why)}<br>{markdown(one.id)} | {markdown(todo)} |"
    if len(known) > MOST_ROWS:
        yield f"| | {len(known) - MOST_ROWS} more | |"


def windows(found: Iterable[Verdict]) -> Iterator[str]:
    """Write what windows say, in UTC."""
    known = tuple(found)
    if not known:
        return
    yield "| window | | when | why |"
    yield "| --- | --- | --- | --- |"
    for one in known[:MOST_ROWS]:
        spans = "<br>".join(f"{_clock(start)} to {_clock(end)}" for start, end in one.spans[:2])
        yield f"| {markdown(one.ref)} | {one.verdict} | {spans} | {markdown(one.reason)} |"
    if len(known) > MOST_ROWS:
        yield f"| {len(known) - MOST_ROWS} more | | | |"


def lanes(found: Contention) -> Iterator[str]:
    """Write which open changes may go in parallel."""
    for number, lane in enumerate(found.lanes[:MOST_ROWS], 1):
        yield f"{number}. {_few(lane)}"
    if len(found.lanes) > MOST_ROWS:
        yield ""
        yield f"{len(found.lanes) - MOST_ROWS} more lanes."


def contention(found: Contention) -> str:
    """Write a change's conflicts with other open changes."""
    lines = ["### Open changes", "", f"{found.count} others are open; this one meets {len(found.met)} of them.", ""]
    lines += conflicts(found.conflicts)
    if found.lanes:
        lines += ["", "<details><summary>Lanes: changes of different lanes may go in parallel</summary>", ""]
        lines += [*lanes(found), "", "</details>"]
    lines += [f"\n{said}" for said in notes(found)]
    return "\n".join(lines) + "\n"


def notes(found: Contention) -> Iterator[str]:
    """Say what has to be known of other open changes and is no conflict."""
    if found.stale:
        yield f"To be brought up to date, whatever else is open: {_few(found.stale)}."
    for name, paths in sorted(found.unreadable.items())[:MOST_ROWS]:
        yield f"{markdown(name)} holds what cannot be read, and what that does is not known: {_few(paths)}."


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(markdown(each) for each in names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else shown


def _clock(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")

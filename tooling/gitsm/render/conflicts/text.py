"""Conflicts, windows and lanes for people at a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from gitsm.change.conflicts import Conflict
from gitsm.change.open_changes import Contention
from gitsm.change.windows import Verdict
from gitsm.render.terminal import Style, paint, printable

THIS = "this change"
"""What the change that is asked about is called among the others."""
_MOST_LANES = 10
_MOST_NAMES = 4
_STYLE: dict[str, Style] = {"inside": "good", "outside": "warning", "exempt": "note"}


def conflicts(found: Iterable[Conflict]) -> Iterator[str]:
    """Write conflicts, hard ones first: what, why, what to do."""
    for one in found:
        style: Style = "note" if one.acknowledged else "error" if one.severity == "hard" else "warning"
        word = "accepted" if one.acknowledged else one.severity
        yield f"  {paint(word, style)} {printable(one.why)}"
        if one.acknowledged:
            yield paint(f"       {printable(one.acknowledged)}", "dim")
        else:
            yield paint(f"       {printable(one.remedy)}", "dim")
        yield paint(f"       {printable(one.id)}", "dim")


def windows(found: Iterable[Verdict], zone: tzinfo) -> Iterator[str]:
    """Write what windows say."""
    for one in found:
        yield f"  {paint(one.verdict, _verdict_style(one))} {printable(one.ref)}: {printable(one.reason)}"
        for start, end in one.spans[:2]:
            yield paint(f"       {_clock(start, zone)} to {_clock(end, zone)}", "dim")


def _verdict_style(one: Verdict) -> Style:
    return "error" if one.type == "blackout" and one.verdict == "inside" else _STYLE[one.verdict]


def lanes(found: Contention, name: str | None = None) -> Iterator[str]:
    """Write which open changes may go in parallel, the one asked about first."""
    ordered = sorted(found.lanes, key=lambda lane: (name not in lane, lane))
    for number, lane in enumerate(ordered[:_MOST_LANES], 1):
        yield f"  lane {number}: {_few(lane)}"
    if len(found.lanes) > _MOST_LANES:
        yield paint(f"  … {len(found.lanes) - _MOST_LANES} more lanes; --format json lists them all", "dim")


def contention(found: Contention) -> str:
    """Write a change's conflicts with other open changes."""
    hard = sum(one.stands for one in found.conflicts)
    many = f"{found.count} other open change{'' if found.count == 1 else 's'}"
    said = f"{len(found.conflicts)} conflict{'' if len(found.conflicts) == 1 else 's'} with {many}"
    lines = [paint(f"{said}; it meets {len(found.met)} of them.", "error" if hard else "strong")]
    if found.conflicts:
        lines += ["", *conflicts(found.conflicts)]
    if found.lanes:
        lines += ["", paint("LANES", "strong") + paint("  changes of different lanes may go in parallel", "dim")]
        lines += lanes(found, THIS)
    lines += [f"{paint('note:', 'note')} {said}" for said in notes(found)]
    return "\n".join(lines) + "\n"


def notes(found: Contention) -> Iterator[str]:
    """Say what has to be known of other open changes and is no conflict."""
    if found.stale:
        yield f"{_few(found.stale)} clashes with the target branch itself and has to be brought up to date"
    for name, paths in sorted(found.unreadable.items()):
        yield f"{printable(name)} holds what cannot be read, and what that does is not known: {_few(paths)}"


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(printable(each) for each in names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else shown


def _clock(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%a %Y-%m-%d %H:%M %Z")

"""The change calendar for a terminal: a page for each month, and below it what is on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from gitsm.change.calendar import Event
from gitsm.render.calendar import Agenda
from gitsm.render.terminal import Style, paint, plain, printable

_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WIDE: Final = 6
_MOST_MONTHS: Final = 12
_STATUS: Final[dict[str, Style]] = {"planned": "strong", "on_hold": "warning", "done": "good", "canceled": "dim"}


def text(agenda: Agenda) -> str:
    """Write the months of the period, then the changes and windows in it."""
    lines: list[str] = []
    for month in _months(agenda)[:_MOST_MONTHS]:
        lines += [*_page(month, agenda), ""]
    lines.append(paint("1 2 …", "strong") + " changes that day, " + paint("!", "error") + " a blackout")
    changes = [one for one in agenda.events if one.kind == "change"]
    lines += ["", paint("CHANGES", "strong"), *(_changes(changes, agenda.zone) or ["  none"])]
    windows = {one.ref: one for one in reversed(agenda.events) if one.kind != "change"}
    if windows:
        lines += ["", paint("WINDOWS", "strong")]
        lines += [line for ref in sorted(windows) for line in _window(ref, agenda)]
    return "\n".join(lines) + "\n"


def _months(agenda: Agenda) -> list[date]:
    first = agenda.period[0].astimezone(agenda.zone).date().replace(day=1)
    last = (agenda.period[1] - timedelta(microseconds=1)).astimezone(agenda.zone).date()
    found = [first]
    while (following := (found[-1] + timedelta(days=31)).replace(day=1)) <= last and len(found) < _MOST_MONTHS:
        found.append(following)
    return found


def _page(first: date, agenda: Agenda) -> Iterator[str]:
    yield paint(first.strftime("%B %Y"), "strong")
    yield paint("".join(day.ljust(_WIDE) for day in _DAYS).rstrip(), "dim")
    row = [" " * _WIDE] * first.weekday()
    day = first
    while day.month == first.month:
        row.append(_cell(day, agenda))
        if day.weekday() == 6:  # noqa: PLR2004  # Sunday
            yield "".join(row).rstrip()
            row = []
        day += timedelta(days=1)
    if row:
        yield "".join(row).rstrip()


def _cell(day: date, agenda: Agenda) -> str:
    begins = datetime.combine(day, time(), agenda.zone).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), agenda.zone).astimezone(UTC)
    on = [one for one in agenda.events if one.start < ends and begins < one.end and one.status != "canceled"]
    count = sum(one.kind == "change" for one in on)
    mark = paint("!", "error") if any(one.kind == "blackout" for one in on) else ""
    cell = f"{day.day:2}{mark}" + (f" {paint(str(count), 'strong')}" if count else "")
    return cell + " " * (_WIDE - len(plain(cell)))


def _changes(changes: list[Event], zone: tzinfo) -> list[str]:
    lines: list[str] = []
    for one in changes:
        status = paint(one.status.replace("_", " "), _STATUS[one.status])
        lines.append(f"  {_period(one, zone)}  {printable(one.title)}  {status}")
        note = f": {printable(one.note)}" if one.note else ""
        lines.append(paint(f"      {printable(one.ref)}  {printable(one.who)}{note}", "dim"))
    return lines


def _window(ref: str, agenda: Agenda) -> Iterator[str]:
    times = [one for one in agenda.events if one.ref == ref]
    first = times[0]
    style: Style = "error" if first.kind == "blackout" else "good"
    yield f"  {paint(first.kind, style)} {printable(first.title)}: {printable(first.note)}"
    shown = ", ".join(_period(one, agenda.zone) for one in times[:3])
    more = f" and {len(times) - 3} more" if len(times) > 3 else ""  # noqa: PLR2004  # a line's worth
    yield paint(f"      {printable(ref)}  {shown}{more}", "dim")


def _period(one: Event, zone: tzinfo) -> str:
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    until = end.strftime("%H:%M") if end - start < timedelta(days=1) else end.strftime("%a %d %b %H:%M")
    return f"{start.strftime('%a %d %b %H:%M')}-{until}"

"""The change calendar as a list, for programs and for a page."""

from datetime import UTC, datetime, tzinfo

from gitsm.render import escape
from gitsm.render.calendar import Agenda


def json(agenda: Agenda) -> str:
    """Write the calendar for programs; moments are in UTC."""
    return escape.json(
        {
            "schema": "gitsm/change-calendar/v1",
            "as_of": _iso(agenda.as_of),
            "start": _iso(agenda.period[0]),
            "end": _iso(agenda.period[1]),
            "events": [
                {
                    "ref": one.ref,
                    "kind": one.kind,
                    "title": one.title,
                    "start": _iso(one.start),
                    "end": _iso(one.end),
                    "status": one.status,
                    "assignee": one.who or None,
                    "touched": list(one.touched),
                    "note": one.note or None,
                }
                for one in agenda.events
            ],
        }
    )


def markdown(agenda: Agenda) -> str:
    """Write the calendar as a table."""
    lines = ["### Change calendar", "", "| from | until | what | who | |", "| --- | --- | --- | --- | --- |"]
    for one in agenda.events:
        what = f"{escape.markdown(one.title)}<br>{escape.markdown(one.ref)}"
        when = f"{clock(one.start, agenda.zone)} | {clock(one.end, agenda.zone)}"
        lines.append(f"| {when} | {what} | {escape.markdown(one.who) if one.who else ''} | {said(one.status)} |")
    return "\n".join(lines) + "\n"


def said(status: str) -> str:
    """Write a status for people."""
    return status.replace("_", " ")


def clock(moment: datetime, zone: tzinfo) -> str:
    """Write a moment by somebody's clock."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

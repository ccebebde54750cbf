"""The change calendar for programs that subscribe to one: iCalendar (RFC 5545), the same bytes for the same tree."""

from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar
from icalendar import Event as Entry

from gitsm.change.calendar import Event, Stamp
from gitsm.render.calendar import Agenda
from gitsm.render.terminal import printable

_STATUS: Final = {
    "planned": "CONFIRMED",
    "done": "CONFIRMED",
    "open": "CONFIRMED",
    "on_hold": "TENTATIVE",
    "canceled": "CANCELLED",
}


def ics(agenda: Agenda) -> str:
    """Write a calendar; moments are in UTC, so that no time zone needs to be told."""
    calendar = Calendar()
    calendar.add("prodid", "-//gitsm//change calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _text(agenda.title))
    calendar.add("x-wr-calname", _text(agenda.title))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for one in agenda.events:
        calendar.add_component(_entry(one, agenda))
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _entry(one: Event, agenda: Agenda) -> Entry:
    stamp = agenda.stamps.get(one.ref, Stamp(0, agenda.as_of))
    last = stamp.last.astimezone(UTC).replace(microsecond=0)
    entry = Entry()
    entry.add("uid", f"{_name(one)}@{agenda.domain}")
    # When the file was committed, not when this was written: whoever asks again gets the same bytes.
    entry.add("dtstamp", last)
    entry.add("last-modified", last)
    entry.add("sequence", stamp.count)
    entry.add("dtstart", one.start)
    entry.add("dtend", one.end)
    entry.add("summary", _text(one.title if one.kind == "change" else f"{one.kind.capitalize()}: {one.title}"))
    entry.add("description", _text(_description(one)))
    entry.add("categories", [one.kind.upper()])
    entry.add("status", _STATUS[one.status])
    entry.add("transp", "TRANSPARENT")
    return entry


def _name(one: Event) -> str:
    """Name an event for good: a change by its id, an occurrence of a window by its start, too."""
    name = one.ref.partition(":")[2]
    return name if one.kind == "change" else f"{name}-{_compact(one.start)}"


def _compact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _description(one: Event) -> str:
    said = (one.ref, f"by {one.who}" if one.who else "", one.note, *one.touched)
    return "\n".join(filter(None, said))


def _text(text: str) -> str:
    return printable(text, "\n")

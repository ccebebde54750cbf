"""Feeds: planned changes for calendars, and what changed for feed readers."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from xml.etree import ElementTree as ET

from icalendar import Calendar, Event

from gitsm.publish.facts import Facts
from gitsm.publish.pages import Asset
from gitsm.publish.places import page_of
from gitsm.publish.prose import plain
from gitsm.publish.site import Site, name_of
from gitsm.service_level.occurrences import occurrences

ATOM: Final = "feed.xml"
ALL: Final = "feeds/changes.ics"
_ATOM: Final = "http://www.w3.org/2005/Atom"
BACK: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=180)
MOST: Final = 50


def feeds(site: Site, facts: Facts) -> Iterator[Asset]:
    """Write every feed: one of all changes, one for each service, and what changed."""
    changes = [one for one in site.all("change") if site.now - BACK < one.planned.end < site.now + AHEAD]
    windows = site.all("window")
    if changes or windows:
        yield Asset(ALL, calendar(site, f"{site.name}: changes", changes, windows))
    for service in site.all("service"):
        family = {service.ref, *(one.ref for one in facts.offerings(service.ref))}
        own = facts.changes_of(facts.needs(family))
        if own:
            yield Asset(
                f"feeds/{service.id}.ics",
                calendar(site, f"{service.name}: changes", [one for one in changes if one in own], ()),
            )
    yield Asset(ATOM, atom(site))


def calendar(site: Site, title: str, changes: Iterable[Any], windows: Iterable[Any]) -> str:
    """Write changes and windows as iCalendar, the same every time: stamps are the commit's."""
    found = Calendar()
    for key, value in (("prodid", "-//gitsm//EN"), ("version", "2.0"), ("method", "PUBLISH"), ("name", title)):
        found.add(key, value)
    found.add("x-wr-calname", title)
    found.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    stamp = (site.stamp.at if site.stamp else site.now).astimezone(UTC).replace(microsecond=0)
    for change in sorted(changes, key=lambda one: one.id):
        cancelled = change.on_hold is not None and change.outcome is None
        event = _event(f"{change.id}@gitsm", change.title, change.planned.start, change.planned.end, stamp)
        event.add("description", plain(change.reason, 400))
        event.add("status", "TENTATIVE" if cancelled else "CONFIRMED")
        event.add("categories", [change.type])
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    for window in sorted(windows, key=lambda one: one.id):
        for number, (start, end) in enumerate(occurrences(window, site.now - BACK, site.now + AHEAD)):
            event = _event(f"{window.id}-{start:%Y%m%d}-{number}@gitsm", name_of(window), start, end, stamp)
            event.add("description", window.reason)
            event.add("categories", ["freeze" if window.type == "blackout" else "maintenance"])
            event.add("transp", "TRANSPARENT")
            found.add_component(event)
    return str(found.to_ical().decode())


def _event(uid: str, title: str, start: datetime, end: datetime, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", title)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("dtstamp", stamp)
    return event


def atom(site: Site) -> str:
    """Write what changed lately as Atom: changes, incidents, articles and improvements, by their own days."""
    items = sorted(_news(site), key=lambda item: (item[0], item[1].ref), reverse=True)[:MOST]
    feed = ET.Element("feed", {"xmlns": _ATOM})
    ET.SubElement(feed, "id").text = f"urn:gitsm:{site.name}"
    ET.SubElement(feed, "title").text = site.name
    ET.SubElement(feed, "author").append(_named("name", site.name))
    ET.SubElement(feed, "updated").text = _time(items[0][0] if items else site.now)
    for when, record, told in items:
        entry = ET.SubElement(feed, "entry")
        ET.SubElement(entry, "id").text = f"urn:gitsm:{record.ref}:{when:%Y%m%d%H%M}"
        ET.SubElement(entry, "title").text = f"{told}: {name_of(record)}"
        ET.SubElement(entry, "updated").text = _time(when)
        ET.SubElement(entry, "link", {"href": site.places.address(page_of(record.ref) or "index.md")})
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _named(tag: str, text: str) -> ET.Element:
    element = ET.Element(tag)
    element.text = text
    return element


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _news(site: Site) -> Iterator[tuple[datetime, Any, str]]:
    for change in site.all("change"):
        if change.outcome and change.planned.end <= site.now:
            yield (change.actual.end if change.actual else change.planned.end), change, "Changed"
    for incident in site.all("incident"):
        if incident.started_at <= site.now:
            yield incident.started_at, incident, "Incident"
        if incident.restored_at and incident.restored_at <= site.now:
            yield incident.restored_at, incident, "Restored"
    for article in site.all("knowledge_article"):
        when = datetime.combine(article.reviewed_at, datetime.min.time(), UTC)
        if when <= site.now and article.confidence == "validated":
            yield when, article, "Reviewed"

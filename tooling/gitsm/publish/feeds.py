"""Feeds: planned changes for calendars, and what changed for feed readers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from gitsm.change.calendar import Event, Relevance, Stamp, events, subscribed
from gitsm.change.scope import Ground
from gitsm.publish.facts import Facts
from gitsm.publish.pages import Asset
from gitsm.publish.places import page_of
from gitsm.publish.site import Site, name_of
from gitsm.render.calendar import Agenda
from gitsm.render.calendar.subscribed import ics

ATOM: Final = "feed.xml"
ALL: Final = "feeds/changes.ics"
_ATOM: Final = "http://www.w3.org/2005/Atom"
MOST: Final = 50


def feeds(site: Site, facts: Facts) -> Iterator[Asset]:
    """Write every feed: one of all changes, one for each service, and what changed."""
    changes, windows, gone = site.all("change"), site.all("window"), site.remembered.gone
    found = events(changes, windows, subscribed(site.now), gone=gone)
    if changes or windows:
        yield Asset(ALL, _calendar(site, f"{site.name}: changes", found))
    relevance = Relevance((*changes, *gone), windows, Ground(site.estate))
    for service in site.all("service"):
        family = {service.ref, *(one.ref for one in facts.offerings(service.ref))}
        if facts.changes_of(facts.needs(family)):
            own = relevance.of(found, (service.ref,))
            yield Asset(f"feeds/{service.id}.ics", _calendar(site, f"{service.name}: changes", own))
    yield Asset(ATOM, atom(site))


def _calendar(site: Site, title: str, found: tuple[Event, ...]) -> str:
    """Write what `gitsm change calendar --format ics` writes, so that whoever subscribes to both sees nothing twice."""
    stamp = Stamp(0, site.stamp.at if site.stamp else site.now)
    stamps = {one.ref: site.remembered.stamps.get(one.ref, stamp) for one in found}
    return ics(Agenda(found, subscribed(site.now), site.now, stamps, domain=site.domain, title=title))


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

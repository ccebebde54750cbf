"""What the portal says of records: written as YAML here, read as pages."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import PurePosixPath

import pytest
from icalendar import Calendar, Event

from gitsm.forge.forms import files as written
from gitsm.publish.audiences import for_audience
from gitsm.publish.feeds import atom
from gitsm.publish.markdown_files import files
from gitsm.publish.places import Places
from gitsm.publish.portal import Portal, portal
from gitsm.publish.site import Forge, Site, Stamp
from tests.support.catalogues import TEAM, ci, snapshot

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CATALOGUE = (
    """
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: catalog
criticality: most_critical
next_review: 2026-11-01
aliases: [ticket shop]
delivered_by: [ci:web]
---
kind: service_offering
id: booking-web
service: booking
name: Booking on the web
phase: catalog
consumer: external
delivered_by: [ci:web]
service_hours: always
customers: [passengers]
---
kind: customer
id: passengers
name: Passengers
---
kind: calendar
id: always
timezone: Europe/Oslo
hours: always
---
kind: agreement
id: booking-sla
type: sla
provider: desk
customer: customer:passengers
covers: [service_offering:booking-web]
starts: 2026-01-01
review_due: 2027-01-01
calendar: always
targets: [{metric: availability, value: 99.9%}]
---
kind: knowledge_article
id: kb-inside
title: Restart the SECRET machine
type: runbook
confidence: validated
audience: internal
governance: experience_based
applies_to: [service:booking]
owner: desk
reviewed_at: 2026-09-14
issue: It is slow.
resolution: "Ask AMARA at the <script>alert(1)</script> SECRET desk."
---
kind: knowledge_article
id: kb-public
title: How do I book?
type: how_to
confidence: validated
audience: public
governance: experience_based
applies_to: [service_offering:booking-web]
owner: desk
reviewed_at: 2026-09-14
valid_to: 2026-10-01
related: [kb-inside]
issue: I want to travel.
resolution: Press **Book**.
---
kind: incident
id: inc-2026-11-25-slow
title: Booking is slow
impact: high
urgency: high
services: [service_offering:booking-web]
cis: [web]
started_at: 2026-11-25T09:00:00Z
detected_at: 2026-11-25T09:05:00Z
---
kind: change
id: chg-2026-12-01-web
title: New web tier
type: normal
reason: It is old.
affected: [{ci: web}]
planned: {start: 2026-12-01T20:00:00Z, end: 2026-12-01T22:00:00Z}
assignee: amara
implementation_plan: Replace it.
test_plan: Book.
backout_plan: {steps: Put it back., tested: false}
---
kind: window
id: freeze
type: blackout
at: {start: 2026-12-01T00:00:00Z, end: 2026-12-02T00:00:00Z}
applies_to: {all: true}
reason: Audit.
---
kind: request_offering
id: account
name: Account for an agency
offering: booking-web
fields: [{id: agency, label: Agency, type: text, required: true}]
fulfilment: 2d
"""
    + TEAM
    + ci("web", "runs_on: [ci:host]\n", class_="application", name="Web tier")
    + ci("host", name="Host one")
)


def made(text: str = CATALOGUE, audience: str = "internal", **more: object) -> Portal:
    records = for_audience(snapshot(text), audience)
    return portal(Site(records, NOW, name="Tern IT", audience=audience, **more))  # type: ignore[arg-type]


def page(found: Portal, path: str) -> str:
    return next(sheet.body for sheet in found.sheets if sheet.path == path)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


INSIDE = made()


def test_every_record_has_its_page() -> None:
    paths = {sheet.path for sheet in INSIDE.sheets}
    assert {"services/booking.md", "offerings/booking-web.md", "cmdb/host.md", "changes/chg-2026-12-01-web.md"} <= paths
    assert len(paths) == len(INSIDE.sheets)


def test_a_service_says_what_it_promises_in_plain_numbers() -> None:
    text = words(page(INSIDE, "services/booking.md"))
    # A tenth of a percent of 43,200 minutes.
    assert "at most 43 minutes down in a month of 30 days" in text
    assert "Review overdue since 1 Nov 2026" in text
    assert "Booking is slow" in text


def test_the_first_page_tells_trouble_and_what_comes() -> None:
    text = words(page(INSIDE, "index.md"))
    assert "0 of 1 service work normally" in text
    assert "New web tier" in text


def test_a_component_says_what_fails_with_it() -> None:
    text = words(page(INSIDE, "cmdb/host.md"))
    assert "Web tier component down needs it" in text
    assert "Booking on the web offering down" in text


def test_a_change_says_risk_conflicts_and_the_way_back() -> None:
    text = words(page(INSIDE, "changes/chg-2026-12-01-web.md"))
    assert "Never tried" in text
    assert "Risk: " in text
    assert "freeze" in text


def test_an_article_past_its_day_says_so() -> None:
    assert "was to be looked at again by 1 Oct 2026" in words(page(INSIDE, "articles/kb-public.md"))
    assert "<script" not in page(INSIDE, "articles/kb-inside.md")


def test_a_picture_says_the_same_in_words() -> None:
    body = page(INSIDE, "cmdb/web.md")
    assert "<title>Host one: server</title>" in body
    assert "Needs directly: Host one ." in words(body)


def test_a_link_to_a_record_leads_to_its_page_where_readers_may_see_it() -> None:
    text = CATALOGUE.replace(
        "related: [kb-inside]", "related: [kb-inside]\ncause: See [it](knowledge_article:kb-inside)."
    )
    assert text != CATALOGUE
    assert '<a href="kb-inside.html" rel="noopener noreferrer">it</a>' in page(made(text), "articles/kb-public.md")
    outside = page(made(text, audience="public"), "articles/kb-public.md")
    assert ">it</a>" in outside
    assert "kb-inside" not in outside


def test_what_stands_under_a_name_is_markdown_too() -> None:
    def head(description: str) -> str:
        text = TEAM + ci("db") + ci("web", f"description: {description}\n")
        return page(made(text), "cmdb/web.md").partition('<div class="chips">')[0]

    assert '<p class="lead">Sells passages, in 2 cities.</p>' in head("Sells passages, in 2 cities.")
    assert '<a href="db.html" rel="noopener noreferrer">it</a>' in head("'Needs [it](ci:db).'")
    assert "<strong>much</strong>" in head("'It is **much**.'")
    assert "<li>one</li>" in head('"- one\\n- two"')
    assert "<script" not in head("'<script>alert(1)</script>'")


def test_what_a_stranger_named_a_record_is_text() -> None:
    found = made(ci("evil", name='"<img src=x onerror=alert(1)>\'"') + TEAM)
    assert [sheet.path for sheet in found.sheets if "<img" in sheet.body] == []
    assert [asset.path for asset in found.assets if "<img" in asset.content] == []


@pytest.mark.parametrize("audience", ["public", "customer", "partner"])
def test_readers_outside_see_nothing_of_the_inside(audience: str) -> None:
    outside = made(audience=audience, stamp=Stamp("abc1234567", NOW))
    everything = "\n".join(content.decode() for _, content in files(outside))
    pages = "\n".join([*(sheet.body for sheet in outside.sheets), *(asset.content for asset in outside.assets)])
    for secret in ("SECRET", "AMARA", "amara", "kb-inside", "Web tier", "Host one", "chg-2026", "inc-2026", "desk"):
        assert secret not in pages, secret
    assert [
        path for path, text in ((p, c.decode()) for p, c in files(outside) if p.endswith(".md")) if "cmdb" in text
    ] == []
    assert "kb-inside" not in everything
    assert "How do I book?" in everything
    assert ("booking-sla" in pages) == (audience != "public")


def test_links_lead_to_the_file_on_the_forge_and_to_its_forms() -> None:
    forge = Forge("https://f.example/edit/{path}#L{line}", "https://f.example/new?t={title}&b={body}&k={kind}")
    found = made(forge=forge)
    body = page(found, "services/booking.md")
    assert 'href="https://f.example/new?t=Booking%3A%20&amp;b=Service%3A%20service%3Abooking' in body
    assert "&amp;k=feedback" in page(found, "articles/kb-public.md")
    assert "%7Bfilled%7D" in page(found, "requests/account.md")


def test_links_lead_to_the_forms_that_are_written_for_the_catalogue() -> None:
    found = made(forge=Forge(issue="https://f.example/new?form={form}&"))
    named = {
        name
        for path in ("services/booking.md", "offerings/booking-web.md", "requests/account.md")
        for name in re.findall(r"new\?form=([a-z-]+)&amp;", page(found, path))
    }
    forms = {PurePosixPath(path).stem for path in written(found.site.snapshot, "github")}
    assert named
    assert named <= forms
    assert "form=feedback&amp;" in page(found, "articles/kb-public.md")


def test_calendars_of_the_portal_are_calendars() -> None:
    feeds = {asset.path: asset.content for asset in INSIDE.assets if asset.path.endswith(".ics")}
    assert {"feeds/changes.ics", "feeds/booking.ics"} == feeds.keys()
    events = Calendar.from_ical(feeds["feeds/changes.ics"]).walk("VEVENT")
    told = {str(event["summary"]): (event.DTSTART, event.DTEND) for event in events if isinstance(event, Event)}
    assert told["New web tier"] == (datetime(2026, 12, 1, 20, tzinfo=UTC), datetime(2026, 12, 1, 22, tzinfo=UTC))
    assert told["Blackout: Freeze"][1] == datetime(2026, 12, 2, tzinfo=UTC)
    assert all(len(line.encode()) <= 75 for line in feeds["feeds/changes.ics"].split("\r\n"))


def test_an_occurrence_keeps_its_name_as_the_days_go_by() -> None:
    weekly = CATALOGUE.replace(
        "at: {start: 2026-12-01T00:00:00Z, end: 2026-12-02T00:00:00Z}",
        "rrule: FREQ=WEEKLY;BYDAY=SA\nstarts: 2026-01-03T20:00:00Z\nduration: 2h\ntimezone: UTC",
    )
    names = []
    for now in (NOW, NOW + timedelta(days=8)):
        (feed,) = [
            asset.content for asset in portal(Site(snapshot(weekly), now)).assets if asset.path == "feeds/changes.ics"
        ]
        found = Calendar.from_ical(feed).walk("VEVENT")
        names.append({str(event["uid"]) for event in found if str(event["summary"]) == "Blackout: Freeze"})
    # More than a year of Saturdays, of which one or two at each end are not in both.
    assert len(names[0] & names[1]) >= 60


def test_the_feed_tells_the_newest_first() -> None:
    from xml.etree import ElementTree as ET

    entries = ET.fromstring(atom(INSIDE.site)).findall("{http://www.w3.org/2005/Atom}entry")
    titles = [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries]
    assert titles[0] == "Incident: Booking is slow"


def test_the_same_pages_are_written_for_another_generator() -> None:
    written = dict(files(made(places=Places("markdown"))))
    text = written["services/booking.md"].decode()
    head, _, block = text.partition("\n---\n\n")
    assert json.loads(head.split("title: ")[1].split("\n")[0]) == "Booking"
    # One block of HTML: it would end at an empty line, and what follows would be read as Markdown.
    assert "\n\n" not in block.strip()
    assert 'href="../offerings/booking-web.md"' in block
    assert {"feed.xml", "search-index.js", "assets/gitsm/portal.css"} <= written.keys()


def test_an_empty_catalogue_has_a_first_page() -> None:
    assert [sheet.path for sheet in made("").sheets if sheet.path == "index.md"] == ["index.md"]


def test_a_large_estate_has_tables_of_classes_instead_of_a_page_for_each_component() -> None:
    found = made(most_pages=1)
    paths = {sheet.path for sheet in found.sheets}
    assert {"cmdb/class-server.md", "cmdb/class-application.md"} <= paths
    assert "cmdb/host.md" not in paths
    data = next(asset.content for asset in found.assets if asset.path == "cmdb/class-application.js")
    (row,) = json.loads(data.removeprefix("gitsmTable(").rstrip(");\n"))
    assert row[:2] == ["web", "Web tier"]
    assert row[7] == ""
    assert row[5] == [["Host one", "cmdb/class-server.html#host"]]
    assert 'href="../cmdb/class-application.html#web"' in page(found, "services/booking.md")


def test_many_components_are_listed_by_class_and_have_their_pages() -> None:
    found = made(most_listed=1)
    paths = {sheet.path for sheet in found.sheets}
    assert {"cmdb/class-server.md", "cmdb/host.md", "cmdb/web.md"} <= paths
    data = next(asset.content for asset in found.assets if asset.path == "cmdb/class-application.js")
    (row,) = json.loads(data.removeprefix("gitsmTable(").rstrip(");\n"))
    assert row[7] == "cmdb/web.html"
    # The overview leads to each class, and the page of a component to the place of its class in it.
    assert 'href="cmdb/class-application.html"' in page(found, "cmdb.md")
    assert 'href="../cmdb.html#application"' in page(found, "cmdb/web.md")
    assert 'id="application"' in page(found, "cmdb.md")


def test_a_component_is_found_by_its_class() -> None:
    found = next(sheet.find for sheet in INSIDE.sheets if sheet.path == "cmdb/host.md")
    assert found is not None
    assert "server" in found.words

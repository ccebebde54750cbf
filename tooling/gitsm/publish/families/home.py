"""The first page: search, ask, report, read, and how things are."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from gitsm.graph.propagation import Level
from gitsm.publish.facts import Facts
from gitsm.publish.pages import Sheet
from gitsm.publish.pen import Pen, write
from gitsm.publish.site import Site
from gitsm.publish.words import moment
from gitsm_schemas.record import CRITICALITIES

PATH: Final = "index.md"
AHEAD: Final = timedelta(days=21)
MOST: Final = 5


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the first page."""
    services = [one for one in site.all("service") if one.phase == "catalog"]
    levels = {one.ref: facts.status.level(one.ref) for one in services}
    troubled = [(one, levels[one.ref], facts.status.troubles.get(one.ref, ())) for one in services if levels[one.ref]]
    popular = sorted(
        (one for one in services if one.class_ == "business_service"),
        key=lambda one: (CRITICALITIES.index(one.criticality), one.name),
    )
    body = write(
        site,
        PATH,
        "home.html",
        doors=_doors(site),
        troubled=troubled,
        maintained=site.known(sorted(facts.status.maintenance)),
        worst=max(levels.values(), default=Level.NONE),
        working=len(services) - len(troubled),
        total=len(services),
        as_of=moment(site.stamp.at if site.stamp else site.now),
        popular=[(one, levels[one.ref]) for one in popular[:8]],
        changing=[(one, _touched(site, one)) for one in _ahead(site)[:MOST]],
        read=_read(site)[:MOST],
    )
    yield Sheet(PATH, site.name, body, None, PATH)


def _doors(site: Site) -> list[dict[str, str]]:
    pen = Pen(site, PATH)
    report = pen.issue("incident", "", "What happens:\n")
    doors = [
        ("request", "Request something", "Access, equipment, a mailbox", "requests.md", "request_offering"),
        ("report", "Report a problem", "Something is broken or slow", "services.md", "service"),
        ("read", "Read an article", "How-tos and known errors", "articles.md", "knowledge_article"),
        ("change", "See what is changing", "Planned work and freezes", "changes.md", "change"),
    ]
    return [
        {"icon": icon, "title": title, "text": text, "url": report if icon == "report" and report else pen.url(path)}
        for icon, title, text, path, kind in doors
        if site.all(kind)
    ]


def _ahead(site: Site) -> list[Any]:
    """List the changes to come, the next first."""
    found = [one for one in site.all("change") if site.now < one.planned.end and one.planned.start < site.now + AHEAD]
    return sorted((one for one in found if not one.outcome), key=lambda one: one.planned.start)


def _touched(site: Site, change: Any) -> str:  # a change
    names = [site.name_of(one.ref) for one in change.affected if one.impact_code != "not_impacted"]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")  # noqa: PLR2004  # as shown


def _read(site: Site) -> list[Any]:
    found = [one for one in site.all("knowledge_article") if one.confidence == "validated" and one.type != "runbook"]
    return sorted(found, key=lambda one: one.reviewed_at, reverse=True)

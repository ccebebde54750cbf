"""Services: two overviews, and a page for each service and offering."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from gitsm.publish.drawing import drawn
from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site
from gitsm.publish.words import allowance
from gitsm.service_level.achieved import Achieved
from gitsm_schemas.record import CRITICALITIES

SECTION = "services.md"
TECHNICAL = "services-technical.md"
VIEWS = ((SECTION, "For everybody"), (TECHNICAL, "Behind the scenes"))
_LEADS = {
    "business_service": "What we do for you, who answers for it, and what you can expect.",
    "technology_management_service": "What the services for everybody stand on, and who needs it.",
}

ASKED_FOR: Final = ("promise", "availability", "downtime", "support", "hours", "status")
"""What people look for on the page of a service."""


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of services and offerings."""
    technical = any(each.class_ == "technology_management_service" for each in site.all("service"))
    views = VIEWS if technical else ()
    yield _overview(site, facts, SECTION, "business_service", views)
    if technical:
        yield _overview(site, facts, TECHNICAL, "technology_management_service", views)
    for service in site.all("service"):
        yield _service(site, facts, service)
    for offering in site.all("service_offering"):
        yield _offering(site, facts, offering)


def _overview(site: Site, facts: Facts, path: str, class_: str, views: tuple[tuple[str, str], ...]) -> Sheet:
    found = [one for one in site.all("service") if one.class_ == class_]
    rows = [_row(site, facts, one) for one in found if one.phase == "catalog"]
    body = write(
        site,
        path,
        "services.html",
        lead=_LEADS[class_],
        views=views,
        rows=rows,
        business=class_ == "business_service",
        owners=sorted({row["service"].owner for row in rows}, key=site.name_of),
        criticalities=[word for word in CRITICALITIES if any(row["service"].criticality == word for row in rows)],
        pipeline=[one for one in found if one.phase == "pipeline"],
        retired=[one for one in found if one.phase == "retired"],
    )
    title = "Services" if path == SECTION else "Technical services"
    return Sheet(path, title, body, None, SECTION, _LEADS[class_], Find("overview", ("catalogue",), _LEADS[class_]))


def _row(site: Site, facts: Facts, service: Any) -> dict[str, Any]:  # a service
    text = " ".join((service.name, service.description, *service.aliases, *service.tags, site.name_of(service.owner)))
    return {
        "service": service,
        "level": facts.status.level(service.ref),
        "customers": site.known(facts.customers(service)),
        "needed_by": len(facts.standing_on(service.ref)),
        "promise": facts.promise(service.ref),
        "words": text.casefold(),
    }


@dataclass(frozen=True, slots=True)
class Promise:
    """A target of an agreement as a reader sees it."""

    agreement: Any
    target: Any
    plain: str
    hours: str
    last: Achieved | None = None


def promises(site: Site, facts: Facts, agreements: tuple[Any, ...]) -> tuple[Promise, ...]:
    """List what some agreements promise, in plain numbers."""
    return tuple(
        Promise(agreement, target, _plain(target), site.name_of(agreement.calendar), facts.last_month(agreement, index))
        for agreement in agreements
        for index, target in enumerate(agreement.targets)
    )


def _plain(target: Any) -> str:  # a target
    if target.metric == "availability" and isinstance(target.promised, Decimal):
        return f"at most {allowance(target.promised)} down in a month of 30 days"
    if target.percentile:
        return f"in {target.percentile} of 100 cases"
    return "in every case"


def _service(site: Site, facts: Facts, service: Any) -> Sheet:  # a service
    offerings = facts.offerings(service.ref)
    family = frozenset({service.ref, *(one.ref for one in offerings)})
    return sheet(
        site,
        service,
        "service.html",
        SECTION,
        rank=9 if service.phase == "catalog" else 1,
        found_by=ASKED_FOR,
        text=service.description,
        level=facts.status.level(service.ref),
        maintenance=facts.status.maintenance.get(service.ref),
        troubles=facts.status.troubles.get(service.ref, ()),
        requests=facts.requests(family),
        report=facts.report(service),
        team=site.get(service.owner),
        help=facts.help(service),
        customers=site.known(facts.customers(service)),
        promise=facts.promise(service.ref),
        promises=promises(site, facts, facts.agreements(family)),
        offerings=[(one, facts.status.level(one.ref)) for one in offerings],
        needed_by=facts.standing_on(service.ref),
        drawn=drawn(site, service.ref, site.around(service.ref)),
        around=facts.direct(service.ref),
        days=facts.past.days(service.ref, [one.ref for one in offerings]),
        incidents=facts.incidents(family),
        changes=facts.changes_near(family),
        states=facts.states,
        known=facts.known_errors(family),
        articles=facts.articles(family),
        components=facts.components(service, offerings),
    )


def _offering(site: Site, facts: Facts, offering: Any) -> Sheet:  # an offering
    family = frozenset({offering.ref})
    service = site.get(offering.service)
    return sheet(
        site,
        offering,
        "offering.html",
        SECTION,
        rank=5 if offering.phase == "catalog" else 0,
        text=offering.description or getattr(service, "description", ""),
        service=service,
        level=facts.status.level(offering.ref),
        maintenance=facts.status.maintenance.get(offering.ref),
        troubles=facts.status.troubles.get(offering.ref, ()),
        requests=facts.requests(family),
        report=facts.report(offering),
        customers=site.known(facts.customers(offering)),
        owner=site.owner(offering),
        help=facts.help(service) if service else None,
        hours=facts.hours(offering.service_hours),
        promise=facts.promise(offering.ref),
        promises=promises(site, facts, facts.agreements(family)),
        drawn=drawn(site, offering.ref, site.around(offering.ref)),
        around=facts.direct(offering.ref),
        days=facts.past.days(offering.ref),
        incidents=facts.incidents(family),
        changes=facts.changes_near(family),
        states=facts.states,
        articles=facts.articles(family | ({offering.service} if service else set())),
        components=facts.components(offering, ()),
    )


__all__ = ["Promise", "pages", "promises"]

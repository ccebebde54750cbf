"""Who stands behind it, and whom it is for: teams, suppliers and customers."""

from collections.abc import Iterator
from typing import Any, Final

from gitsm.publish.facts import Facts
from gitsm.publish.families.agreements import VERDICTS
from gitsm.publish.families.services import promises
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site

TEAMS: Final = "teams.md"
SUPPLIERS: Final = "suppliers.md"
CUSTOMERS: Final = "customers.md"
MOST: Final = 60
"""Of offerings and agreements on the page of a customer; their overviews say the rest."""
_TEAMS: Final = "Who answers for what, how to reach them, and what they have to look at."
_SUPPLIERS: Final = "Whom we depend on outside, and what they promise us."
_CUSTOMERS: Final = "Whom we work for: what they get, and what we promise them."


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of teams, suppliers and customers."""
    yield from _customers(site, facts)
    if site.all("team"):
        rows = [(one, _owned(site, one.ref), overdue(site, one.ref)) for one in site.all("team")]
        body = write(site, TEAMS, "teams.html", lead=_TEAMS, rows=rows)
        yield Sheet(TEAMS, "Teams", body, None, TEAMS, _TEAMS, Find("overview", ("people", "contact"), _TEAMS))
        for team, owned, late in rows:
            yield sheet(site, team, "team.html", TEAMS, rank=3, owned=owned, late=late, below=_below(site, team))
    if site.all("supplier"):
        found = [(one, *_supplied(site, one)) for one in site.all("supplier")]
        body = write(site, SUPPLIERS, "suppliers.html", lead=_SUPPLIERS, rows=found)
        yield Sheet(
            SUPPLIERS, "Suppliers", body, None, SUPPLIERS, _SUPPLIERS, Find("overview", ("vendors",), _SUPPLIERS)
        )
        for supplier, agreements, components in found:
            services = sorted(
                {ref for one in components for ref in site.if_it_fails(one.ref) if ref.startswith("service:")}
            )
            yield sheet(
                site,
                supplier,
                "supplier.html",
                SUPPLIERS,
                rank=2,
                agreements=agreements,
                promises=promises(site, facts, agreements),
                components=components,
                services=services,
            )


def _owned(site: Site, ref: str) -> list[tuple[str, tuple[Any, ...]]]:
    """List what a team answers for, by kind."""
    kinds = (
        ("Services", "service", "owner"),
        ("Agreements", "agreement", "provider"),
        ("Articles", "knowledge_article", "owner"),
        ("Problems", "problem", "owner"),
        ("Improvements", "improvement", "owner"),
        ("Components", "ci", "owner"),
    )
    found = ((title, site.naming(ref, kind, field)) for title, kind, field in kinds)
    return [(title, records) for title, records in found if records]


def overdue(site: Site, ref: str) -> list[tuple[Any, str]]:
    """List what a team should have looked at by now."""
    today = site.today
    found: list[tuple[Any, str]] = [
        (one, "to be reviewed") for one in site.naming(ref, "service", "owner") if one.next_review < today
    ]
    found += [(one, "to be reviewed") for one in site.naming(ref, "agreement", "provider") if one.review_due < today]
    found += [
        (one, "past its day")
        for one in site.naming(ref, "knowledge_article", "owner")
        if one.valid_to and one.valid_to < today and one.confidence != "archived"
    ]
    for kind in ("incident", "improvement"):
        for record in site.all(kind):
            actions = record.actions if kind == "improvement" else record.review.actions if record.review else ()
            late = [one for one in actions if one.owner == ref and one.due < today and not one.done]
            found += [(record, f"“{one.action}” was due {one.due.day} {one.due:%b %Y}") for one in late]
    return found


def _below(site: Site, team: Any) -> tuple[str, ...]:
    return tuple(one.ref for one in site.naming(team.ref, "team", "parent"))


def _supplied(site: Site, supplier: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """List the agreements with a supplier, and the CIs it supplies or that these cover."""
    agreements = site.naming(supplier.ref, "agreement", "supplier")
    refs = [one.ref for one in site.naming(supplier.ref, "ci", "supplier")]
    refs += [ref for one in agreements for ref in one.covers if ref.startswith("ci:")]
    return agreements, tuple(site.get(ref) for ref in site.known(dict.fromkeys(refs)))


def _customers(site: Site, facts: Facts) -> Iterator[Sheet]:
    found = site.all("customer")
    if not found:
        return
    rows = [(one, _served(site, facts, one.ref), site.naming(one.ref, "agreement", "customer")) for one in found]
    body = write(site, CUSTOMERS, "customers.html", lead=_CUSTOMERS, rows=rows)
    yield Sheet(CUSTOMERS, "Customers", body, None, CUSTOMERS, _CUSTOMERS, Find("overview", ("consumers",), _CUSTOMERS))
    for customer, offerings, agreements in rows:
        yield sheet(
            site,
            customer,
            "customer.html",
            CUSTOMERS,
            rank=1,
            offerings=[(one, facts.status.level(one.ref), facts.promise(one.ref)) for one in offerings[:MOST]],
            more=max(0, len(offerings) - MOST),
            agreements=agreements[:MOST],
            standing=facts.standing,
            verdicts=VERDICTS,
            requests=site.naming(customer.ref, "request_offering", "audience"),
        )


def _served(site: Site, facts: Facts, ref: str) -> tuple[Any, ...]:
    """List the offerings of the catalogue that a customer gets."""
    return tuple(one for one in site.all("service_offering") if one.phase == "catalog" and ref in facts.customers(one))

"""How things get better: scorecards, the improvement register, and what serves what in the life of a service."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site
from gitsm.render.metrics.words import rows as rows_of

SCORES: Final = "scorecards.md"
REGISTER: Final = "improvements.md"
LIFE: Final = "lifecycle.md"
_SCORES: Final = "What each service still lacks. A full bar: everything a reader may expect is there."
_REGISTER: Final = "What will be better, who sees to it, and how we will know."
_LIFE: Final = "Which records serve which stage in the life of a service, and where each of them stands."

Check = Callable[[Facts, Any], bool]
CHECKS: Final[tuple[tuple[str, str, Check], ...]] = (
    ("Reviewed", "its owner looked at it in time", lambda facts, one: one.next_review >= facts.site.today),
    ("Promised", "an agreement says what customers may expect", lambda facts, one: bool(_agreed(facts, one))),
    (
        "Backed",
        "what it stands on carries every promise",
        lambda facts, one: (
            bool(_agreed(facts, one)) and all(facts.standing(each).verdict == "backed" for each in _agreed(facts, one))
        ),
    ),
    ("Article", "an article helps its users", lambda facts, one: bool(facts.articles(_family(facts, one)))),
    ("Request", "something may be asked for", lambda facts, one: bool(facts.requests(_family(facts, one)))),
    ("Help", "it says who helps, and when", lambda _, one: one.support is not None),
)
"""What is asked of each service: a word, what it means, and how it is told."""
STAGES: Final = (
    ("Strategy", "What we offer, to whom, and why.", ("service", "customer", "policy")),
    (
        "Design",
        "What we promise, and what it takes.",
        ("agreement", "service_offering", "calendar", "supplier", "ci_class"),
    ),
    ("Transition", "What we change, when and how.", ("change", "change_model", "release", "window")),
    (
        "Operation",
        "What runs, what hurts, what helps.",
        ("ci", "incident", "outage", "request_offering", "knowledge_article"),
    ),
    ("Improvement", "What we learn, and what becomes better.", ("problem", "improvement")),
)
ORIGINS: Final = {
    "review": "A review",
    "audit": "An audit",
    "customer": "A customer",
    "staff": "Somebody at work",
    "supplier": "A supplier",
    "measurement": "A measurement",
}
"""Who or what an improvement came from."""
OVERVIEWS: Final = {
    "service": "services.md",
    "agreement": "agreements.md",
    "service_offering": "services.md",
    "supplier": "suppliers.md",
    "customer": "customers.md",
    "change": "changes.md",
    "release": "changes.md#releases",
    "window": "changes.md#windows",
    "ci": "cmdb.md",
    "incident": "incidents.md",
    "request_offering": "requests.md",
    "knowledge_article": "articles.md",
    "problem": "problems.md",
    "improvement": "improvements.md",
}


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages about getting better."""
    services = [one for one in site.all("service") if one.phase == "catalog"]
    if services:
        yield _scores(site, facts, services)
    found = site.all("improvement")
    if found:
        order = ("in_progress", "approved", "assess", "accepted", "new", "review", "on_hold", "closed", "canceled")
        rows = sorted(found, key=lambda one: (order.index(one.state), one.id))
        body = write(site, REGISTER, "improvements.html", lead=_REGISTER, rows=rows, progress=progress)
        yield Sheet(REGISTER, "Improvements", body, None, REGISTER, _REGISTER, Find("overview", (), _REGISTER))
        for one in found:
            yield sheet(
                site,
                one,
                "improvement.html",
                REGISTER,
                rank=0,
                text=one.benefit,
                progress=progress(one),
                origins=ORIGINS,
            )
    yield _life(site, facts)


def _family(facts: Facts, service: Any) -> frozenset[str]:
    return frozenset({service.ref, *(one.ref for one in facts.offerings(service.ref))})


def _agreed(facts: Facts, service: Any) -> tuple[Any, ...]:
    return facts.agreements(_family(facts, service))


def _scores(site: Site, facts: Facts, services: list[Any]) -> Sheet:
    rows = []
    for one in services:
        marks = [check(facts, one) for _, _, check in CHECKS]
        rows.append((one, marks, sum(marks)))
    body = write(
        site,
        SCORES,
        "scorecards.html",
        lead=_SCORES,
        checks=[(word, told) for word, told, _ in CHECKS],
        rows=sorted(rows, key=lambda row: (row[2], row[0].name)),
        share=sum(row[2] for row in rows) / (len(CHECKS) * len(rows)),
        health=site.health,
        figures=tuple(rows_of(site.metrics)) if site.metrics else (),
        period=site.metrics,
    )
    return Sheet(SCORES, "Scorecards", body, None, SCORES, _SCORES, Find("overview", ("health", "quality"), _SCORES))


def progress(improvement: Any) -> float | None:
    """Say how much of the way of its figure an improvement has come, from 0 to 1; None where nobody has measured."""
    kpi = improvement.kpi
    if kpi is None or kpi.actual is None or kpi.target == kpi.base:
        return None
    return float(min(1.0, max(0.0, (kpi.actual - kpi.base) / (kpi.target - kpi.base))))


def _life(site: Site, facts: Facts) -> Sheet:
    stages = []
    for title, told, kinds in STAGES:
        counted = [(kind, len(site.snapshot.of_kind(kind)), OVERVIEWS.get(kind)) for kind in kinds]
        stages.append((title, told, [each for each in counted if each[1]]))
    ways = [_way(site, facts, one) for one in site.all("service") if one.phase == "catalog"]
    body = write(site, LIFE, "lifecycle.html", lead=_LIFE, stages=stages, ways=ways)
    return Sheet(LIFE, "Life cycle", body, None, LIFE, _LIFE, Find("overview", ("strategy", "design"), _LIFE))


def _way(site: Site, facts: Facts, service: Any) -> tuple[Any, list[tuple[str, tuple[str, ...]]]]:
    """Say which records serve a service, stage by stage."""
    offered = site.naming(service.ref, "service_offering", "service")
    offerings = [one.ref for one in offered]
    family = (service.ref, *offerings)
    delivering = [one.ref for one in facts.components(service, offered)]

    def of(kind: str, *fields: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.ref for ref in family for one in site.naming(ref, kind, *fields)))

    incidents = of("incident", "services")
    problems = of("problem", "services")
    origins = (*family, *incidents, *problems)
    return service, [
        ("Strategy", site.known(service.customers)),
        ("Design", (*offerings, *of("agreement", "covers"))),
        ("Transition", tuple(one.ref for one in facts.changes_of((*family, *delivering)))),
        ("Operation", (*of("knowledge_article", "applies_to"), *of("request_offering", "offering"), *incidents)),
        (
            "Improvement",
            (*problems, *(one.ref for ref in origins for one in site.naming(ref, "improvement", "origin"))),
        ),
    ]

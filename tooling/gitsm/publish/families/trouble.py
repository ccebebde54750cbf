"""What went wrong: incidents with their reviews, problems, and known errors."""

from collections.abc import Iterator
from typing import Any, Final

from gitsm.operations.priority import WORDS, priority
from gitsm.operations.problems import known_errors
from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site
from gitsm.publish.status import open_incidents

INCIDENTS: Final = "incidents.md"
PROBLEMS: Final = "problems.md"
KNOWN: Final = "known-errors.md"
_STATUS: Final = "How services are and were: what hurts now, and what we learnt from what hurt."
_PROBLEMS: Final = "Causes of incidents: what we know of them, and what ends them."
_KNOWN: Final = "What is wrong and not mended yet, and what helps until then."


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of incidents and problems."""
    if site.all("incident") or site.all("outage"):
        yield _status(site, facts)
    for one in site.all("incident"):
        yield _incident(site, facts, one)
    if site.all("problem"):
        yield from _problems(site)
        back = {one.ref: one.back for one in known_errors(site.snapshot, facts.policies, closed=True)}
        for one in site.all("problem"):
            yield _problem(site, one, back.get(one.ref, ()))


def _status(site: Site, facts: Facts) -> Sheet:
    board = []
    for service in site.all("service"):
        if service.phase == "catalog":
            parts = [one.ref for one in facts.offerings(service.ref)]
            board.append((service, facts.status.level(service.ref), facts.past.days(service.ref, parts)))
    incidents = sorted(site.all("incident"), key=lambda one: one.started_at, reverse=True)
    body = write(
        site,
        INCIDENTS,
        "incidents.html",
        lead=_STATUS,
        board=board,
        open=open_incidents(site),
        past=[one for one in incidents if one.restored_at or one.resolved_at],
        priority=lambda one: _priority(facts, one),
    )
    find = Find("overview", ("status", "outages", "down", "incidents"), _STATUS)
    return Sheet(INCIDENTS, "Status", body, None, INCIDENTS, _STATUS, find)


def _priority(facts: Facts, incident: Any) -> str:
    number = priority(facts.policies.priority_matrix, incident.impact, incident.urgency)
    return f"{number} {WORDS[number]}"


def _incident(site: Site, facts: Facts, incident: Any) -> Sheet:
    over = incident.restored_at or incident.resolved_at
    told = sorted(
        [(one.at, one.what, one.by) for one in incident.timeline]
        + [(one.at, f"To {one.to}: {one.message}", None) for one in incident.communications]
    )
    return sheet(
        site,
        incident,
        "incident.html",
        INCIDENTS,
        rank=2 if over else 7,
        text=(incident.review.overview if incident.review else incident.description) or incident.title,
        priority=_priority(facts, incident),
        over=over,
        services=site.known(incident.services),
        cis=site.known(incident.cis),
        outages=site.naming(incident.ref, "outage", "incident"),
        told=told,
        articles=[site.get(ref) for ref in site.known(incident.knowledge)],
        improvements=[one.ref for one in site.naming(incident.ref, "improvement", "origin")],
    )


def _problems(site: Site) -> Iterator[Sheet]:
    found = sorted(site.all("problem"), key=lambda one: (not one.is_open, one.id))
    body = write(site, PROBLEMS, "problems.html", lead=_PROBLEMS, problems=found, title="Problems")
    yield Sheet(PROBLEMS, "Problems", body, None, PROBLEMS, _PROBLEMS, Find("overview", ("causes",), _PROBLEMS))
    known = [one for one in found if one.is_known_error]
    body = write(site, KNOWN, "problems.html", lead=_KNOWN, problems=known, title="Known errors")
    yield Sheet(KNOWN, "Known errors", body, None, KNOWN, _KNOWN, Find("overview", ("workaround", "bugs"), _KNOWN))


def _problem(site: Site, problem: Any, back: tuple[str, ...]) -> Sheet:
    named = (*site.known(problem.incidents), *(one.ref for one in site.naming(problem.ref, "incident", "problem")))
    incidents = sorted((site.get(ref) for ref in dict.fromkeys(named)), key=lambda one: (one.started_at, one.id))
    return sheet(
        site,
        problem,
        "problem.html",
        KNOWN if problem.is_known_error else PROBLEMS,
        rank=4 if problem.is_known_error else 1,
        text=problem.symptom or problem.statement,
        affected=site.known((*problem.services, *problem.cis)),
        incidents=incidents,
        back=back,
        changes=site.naming(problem.ref, "change", "fixes"),
        improvements=[one.ref for one in site.naming(problem.ref, "improvement", "origin")],
    )

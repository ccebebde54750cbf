"""What is known, and how good it is: each article's state, its quality by policy, and what nobody has written down.

After KCS (Consortium for Service Innovation), whose names are used: confidence, and an article quality index.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, get_args

from gitsm.graph.edges import edges_of
from gitsm.operations.incidents import span
from gitsm.policy import Policies
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.catalogue import Service, ServiceOffering
from gitsm_schemas.configuration import Ci
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.operations import Incident, Problem
from gitsm_schemas.policies import Quality
from gitsm_schemas.requests import Request

_EXPLAINS: Final = frozenset({"problem", "known_error"})
"""Types of article that say why, too."""


@dataclass(frozen=True, slots=True)
class Told:
    """What history tells, and no record: values that are given from outside.

    Attributes:
        authors: by article, the handles of everybody who wrote in it, in lower case; an article of which not all of
            them are known is not among them.
        altered: by article, what it is about and was altered, in what matters for what runs, after its review: the
            CI or service, and the last day of that.
    """

    authors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    altered: Mapping[str, tuple[tuple[str, date], ...]] = field(default_factory=dict)

    def alone(self, article: KnowledgeArticle) -> str | None:
        """Name who reviewed an article and is the only one who wrote it; None where there is a second person."""
        reviewer, authors = article.reviewed_by, self.authors.get(f"knowledge_article:{article.id}")
        return reviewer if reviewer and authors and not authors - {reviewer.casefold()} else None

    def stale(self, article: KnowledgeArticle) -> tuple[tuple[str, date], ...]:
        """List what an article is about and was altered after its review, with the day."""
        return self.altered.get(f"knowledge_article:{article.id}", ())


@dataclass(frozen=True, slots=True)
class Assessed:
    """One article, looked at.

    Attributes:
        ref: the article.
        title: its title.
        confidence: as it says.
        index: its quality, from 0 to 100.
        lacks: what it lacks of the policy's criteria.
        overdue: the day its next review was due, if that is over.
        stale: what it is about and was altered since its review, with the day.
        alone: the one person who wrote and reviewed it; None where a second person did.
    """

    ref: str
    title: str
    confidence: str
    index: int
    lacks: tuple[Quality, ...]
    overdue: date | None
    stale: tuple[tuple[str, date], ...]
    alone: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something without an article: the service or class, and why it is missed."""

    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that is known of what is known; `index` is the mean quality, None where there is no article."""

    articles: tuple[Assessed, ...]
    gaps: tuple[Gap, ...]
    index: float | None


def knowledge(snapshot: Snapshot, policies: Policies, told: Told, today: date) -> Knowledge:
    """Look at every article that is not archived, and for what is missing.

    Args:
        snapshot: the records.
        policies: ages and weights.
        told: what history tells.
        today: the day that counts as today.
    """
    found = [_assessed(each, snapshot, policies, told, today) for each in _in_use(snapshot)]
    mean = round(sum(one.index for one in found) / len(found), 1) if found else None
    worst = tuple(sorted(found, key=lambda one: (one.index, one.ref)))
    return Knowledge(worst, tuple(_gaps(snapshot, policies)), mean)


def _in_use(snapshot: Snapshot) -> Iterator[KnowledgeArticle]:
    return (one for _, one in snapshot.records(KnowledgeArticle) if one.confidence != "archived")


def due(article: KnowledgeArticle, policies: Policies) -> date | None:
    """Tell the day an article's next review is due, by its age or `valid_to`; None for an archived one."""
    if article.confidence == "archived":
        return None
    by_age = article.reviewed_at + span(policies.knowledge.review_within[article.confidence])
    return min(by_age, article.valid_to) if article.valid_to else by_age


def _assessed(article: KnowledgeArticle, snapshot: Snapshot, policies: Policies, told: Told, today: date) -> Assessed:
    ref = f"knowledge_article:{article.id}"
    last = due(article, policies)
    overdue = last if last is not None and last < today else None
    stale, alone = told.stale(article), told.alone(article)
    met: dict[Quality, bool] = {
        "validated": article.confidence == "validated" and alone is None,
        "current": overdue is None and not stale,
        "complete": bool(article.resolution) and (article.type not in _EXPLAINS or bool(article.cause)),
        "unique": _titles(snapshot)[article.title.casefold()] == 1,
        "specific": any(snapshot.get(about) and not about.startswith("ci_class:") for about in article.applies_to),
        "used": ref in _used(snapshot),
    }
    weights = policies.knowledge.weights
    total = sum(weights.values())
    reached = sum(weights[name] for name, holds in met.items() if holds)
    lacks = tuple(name for name in get_args(Quality) if not met[name] and weights[name])
    index = round(100 * reached / total) if total else 100
    return Assessed(ref, article.title, article.confidence, index, lacks, overdue, stale, alone)


def _titles(snapshot: Snapshot) -> Counter[str]:
    return Counter(one.title.casefold() for one in _in_use(snapshot))


def _used(snapshot: Snapshot) -> set[str]:
    found = {ref for _, incident in snapshot.records(Incident) for ref in incident.knowledge}
    found |= {one.workaround_article for _, one in snapshot.records(Problem) if one.workaround_article}
    return found | {ref for _, request in snapshot.records(Request) for ref in request.helpful}


def _gaps(snapshot: Snapshot, policies: Policies) -> Iterator[Gap]:
    about = {ref for article in _in_use(snapshot) for ref in article.applies_to}
    offered = {
        entry.ref: {entry.ref, *_parts(snapshot, entry)}
        for entry, service in snapshot.records(Service)
        if service.phase == "catalog"
    }
    for ref, names in sorted(offered.items()):
        if about.isdisjoint(names):
            yield Gap(ref, "no article is about it")
    helpless = [
        incident for _, incident in snapshot.records(Incident) if not incident.knowledge and not incident.canceled
    ]
    often = Counter(ref for incident in helpless for ref in {*incident.services, *_classes(snapshot, incident)})
    for ref, count in sorted(often.items()):
        if count >= policies.knowledge.gap_from and ref not in about:
            yield Gap(ref, f"no article helped with {count} of its incidents")


def _parts(snapshot: Snapshot, service: Entry) -> Iterator[str]:
    """List a service's offerings, and what delivers it and them: an article about these is one about the service."""
    theirs = [entry for entry, one in snapshot.records(ServiceOffering) if one.service == service.ref]
    for entry in (service, *theirs):
        yield entry.ref
        yield from (edge.target for edge in edges_of(entry) if edge.relation == "delivered_by")


def _classes(snapshot: Snapshot, incident: Incident) -> set[str]:
    """List the classes of what was hurt: the categories incidents have by themselves."""
    return {f"ci_class:{ci.class_}" for ref in incident.cis if isinstance(ci := snapshot.record(ref), Ci)}

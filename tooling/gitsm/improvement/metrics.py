"""Figures from history: how often, how fast and how well changes are made, and how true knowledge is (domain.md §8.9).

Deployment frequency, lead time, change failure rate and time to restore are DORA's; every figure says of how many.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median
from typing import Final

from gitsm.improvement.audit import Merge
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.operations import Incident

PERIOD: Final = timedelta(days=90)
"""How far back figures look where nobody says."""
_WEEK: Final = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class History:
    """What git knows and no record says.

    Attributes:
        begun: by change, the time of the first commit of its record.
        altered: by article, what it is about that was altered, in what matters, after it was last checked.
    """

    begun: Mapping[str, datetime]
    altered: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The share, 0 to 1; None of nothing."""
        return Fraction(self.part, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes.

    Attributes:
        median: half take no longer; None where there is none.
        count: of how many.
        unknown: how many more there are whose length nobody can tell.
    """

    median: timedelta | None
    count: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Metrics:
    """The figures of a period.

    Attributes:
        start: from when.
        end: to when, exclusive.
        deployed: the changes that were carried out and have an outcome, by reference.
        failed: those of them that were unsuccessful, backed out, or caused an incident.
        lead_time: from the first commit of a change to its deployment.
        restore: from the start of an incident until users could work again, of those restored in the period.
        restore_caused: the same of incidents that a change caused.
        emergency: of what was deployed, what was an emergency.
        standard: of what was deployed, what followed a model.
        successful: of what was deployed, what was successful, with issues or without.
        unauthorized: of the commits on the default branch that altered what is controlled, those that no decision
            allows; None where nobody looked.
        validated: of the articles that are not archived, those that are validated.
        stale: articles about something that was altered after their review, each with what.
    """

    start: datetime
    end: datetime
    deployed: tuple[str, ...]
    failed: tuple[str, ...]
    lead_time: Length
    restore: Length
    restore_caused: Length
    emergency: Share
    standard: Share
    successful: Share
    validated: Share
    stale: Mapping[str, tuple[str, ...]]
    unauthorized: Share | None = None

    @property
    def failure_rate(self) -> Share:
        """Of what was deployed, what failed."""
        return Share(len(self.failed), len(self.deployed))

    @property
    def per_week(self) -> Fraction:
        """How many deployments a week."""
        return Fraction(len(self.deployed)) / (Fraction((self.end - self.start).total_seconds()) / _WEEK)


def metrics(
    snapshot: Snapshot, history: History, start: datetime, end: datetime, merges: Iterable[Merge] | None = None
) -> Metrics:
    """Compute the figures of a period.

    Args:
        snapshot: the records.
        history: what git knows besides.
        start: the first moment, aware.
        end: the first moment after it, aware; later than the start.
        merges: what an audit found of the default branch; None where there was none.
    """
    incidents = [(entry.ref, incident) for entry, incident in snapshot.records(Incident) if not incident.canceled]
    deployed = {
        entry.ref: change
        for entry, change in snapshot.records(Change)
        if change.outcome is not None and start <= _deployed_at(change) < end
    }
    blamed = {incident.caused_by for _, incident in incidents if incident.caused_by}
    restored = [(ref, one) for ref, one in incidents if one.restored_at and start <= one.restored_at < end]
    caused = {ref for change in deployed.values() for ref in change.caused}
    articles = [entry.ref for entry, article in snapshot.records(KnowledgeArticle) if article.confidence != "archived"]
    validated = sum(article.confidence == "validated" for _, article in snapshot.records(KnowledgeArticle))
    return Metrics(
        start,
        end,
        tuple(sorted(deployed)),
        tuple(sorted(ref for ref, change in deployed.items() if _failed(change) or ref in blamed)),
        _lead_time(deployed, history),
        _restore(one for _, one in restored),
        _restore(one for ref, one in restored if one.caused_by or ref in caused),
        _share(deployed, lambda change: change.type == "emergency"),
        _share(deployed, lambda change: change.type == "standard"),
        _share(deployed, lambda change: change.outcome in {"successful", "successful_with_issues"}),
        Share(validated, len(articles)),
        {ref: history.altered[ref] for ref in sorted(articles) if history.altered.get(ref)},
        None if merges is None else _unauthorized(one for one in merges if start <= one.at < end),
    )


def _deployed_at(change: Change) -> datetime:
    return change.actual.end if change.actual else change.planned.end


def _failed(change: Change) -> bool:
    return change.outcome in {"unsuccessful", "backed_out"} or bool(change.caused)


def _lead_time(deployed: Mapping[str, Change], history: History) -> Length:
    lengths = [
        _deployed_at(change) - history.begun[ref]
        for ref, change in deployed.items()
        # A record that was written after the event does not tell when the work began.
        if ref in history.begun and history.begun[ref] <= _deployed_at(change)
    ]
    return _length(lengths, len(deployed) - len(lengths))


def _unauthorized(merges: Iterable[Merge]) -> Share:
    sorts = [one.sort for one in merges if one.controlled]
    return Share(sorts.count("unauthorized"), len(sorts))


def _restore(incidents: Iterable[Incident]) -> Length:
    return _length([one.restored_at - one.started_at for one in incidents if one.restored_at])


def _length(lengths: list[timedelta], unknown: int = 0) -> Length:
    middle = timedelta(seconds=median(each.total_seconds() for each in lengths)) if lengths else None
    return Length(middle, len(lengths), unknown)


def _share(deployed: Mapping[str, Change], holds: Callable[[Change], bool]) -> Share:
    return Share(sum(map(holds, deployed.values())), len(deployed))

"""What may be behind an incident: changes, problems and known errors, ranked, each with its reasons.

A change counts by how near it is in the graph (1 where it touched what is hurt, 1/2 one step up, 1/3 two) and in time
(1 while it is carried out, less the longer ago it ended). A problem counts by the graph alone, a known error also by
the words it shares with the incident.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from gitsm.operations.incidents import span
from gitsm.operations.search import KNOWN_ERROR, Library
from gitsm.operations.upstream import Need
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change
from gitsm_schemas.operations import Incident, Problem

Sort = Literal["change", "problem", "known error"]
_OF_PROBLEM: Final = 0.6
_OF_WORDS: Final = 0.4
_LEAST: Final = 0.1
"""What shares fewer words is no cause."""
_AGED: Final = 0.8
"""How much of its weight a change has lost at the end of the time that policy looks back."""
_LEEWAY: Final = timedelta(minutes=30)
"""People write down when an incident began by the half hour."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that may be behind an incident.

    Attributes:
        ref: the change or problem.
        sort: change, problem or known error.
        title: what people call it.
        score: from 0 to 1, the higher the likelier.
        reasons: why.
    """

    ref: str
    sort: Sort
    title: str
    score: float
    reasons: tuple[str, ...]


def causes(
    snapshot: Snapshot, policies: Policies, ref: str, incident: Incident, needs: Mapping[str, Need]
) -> tuple[Cause, ...]:
    """Rank what may be behind an incident, the likeliest first.

    Args:
        snapshot: the records.
        policies: how far back to look.
        ref: the incident.
        incident: its record.
        needs: everything that what is hurt needs, itself included.
    """
    within = span(policies.service_desk.causes_within)
    found = [*_changes(snapshot, incident, needs, within), *_problems(snapshot, ref, incident, needs)]
    found += _by_words(snapshot, policies, incident, {cause.ref for cause in found})
    return tuple(sorted(found, key=lambda cause: (-cause.score, cause.ref)))


def _changes(snapshot: Snapshot, incident: Incident, needs: Mapping[str, Need], within: timedelta) -> Iterator[Cause]:
    for entry, change in snapshot.records(Change):
        when = _in_time(change, incident.started_at, within)
        touched = [one.ref for one in change.affected if one.impact_code != "not_impacted"]
        near = _nearest(touched, needs)
        if entry.ref == incident.caused_by:
            yield Cause(entry.ref, "change", change.title, 1.0, ("the incident names it as its cause",))
        elif when is not None and near is not None:
            weight, said = when
            yield Cause(entry.ref, "change", change.title, _score(weight / (1 + near.distance)), (said, _way(near)))


def _in_time(change: Change, began: datetime, within: timedelta) -> tuple[float, str] | None:
    """Weigh a change by when it was carried out, seen from when an incident began."""
    period = change.actual or change.planned
    if began < period.start - _LEEWAY:
        return None
    if began < period.end:
        return 1.0, "it was being carried out"
    ago = began - period.end
    if ago > within:
        return None
    return 1.0 - _AGED * (ago / within), f"it had ended {_spoken(ago)} before"


def _spoken(ago: timedelta) -> str:
    minutes = int(ago.total_seconds() // 60)
    if minutes < 2 * 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2 * 24 * 60 else f"{minutes // (24 * 60)} days"


def _problems(snapshot: Snapshot, ref: str, incident: Incident, needs: Mapping[str, Need]) -> Iterator[Cause]:
    for entry, problem in snapshot.records(Problem):
        named = entry.ref == incident.problem or ref in problem.incidents
        near = _nearest([*problem.cis, *problem.services], needs)
        sort: Sort = "known error" if problem.is_known_error else "problem"
        if named:
            yield Cause(entry.ref, sort, problem.statement, 1.0, ("the incident belongs to it",))
        elif problem.is_open and near is not None:
            yield Cause(entry.ref, sort, problem.statement, _score(_OF_PROBLEM / (1 + near.distance)), (_way(near),))


def _by_words(snapshot: Snapshot, policies: Policies, incident: Incident, known: set[str]) -> Iterator[Cause]:
    text = f"{incident.title} {incident.description or ''}"
    found = Library(snapshot, policies.knowledge.language).suggest(text, 20)
    for one in found:
        score = _score(_OF_WORDS * one.score / found[0].score)
        if one.sort == KNOWN_ERROR and one.ref not in known and score >= _LEAST:
            words = dict.fromkeys(word for reason in one.reasons for word in reason.words)
            yield Cause(one.ref, "known error", one.title, score, (f"it shares words: {', '.join(words)}",))


def _nearest(refs: Sequence[str], needs: Mapping[str, Need]) -> Need | None:
    return min((needs[ref] for ref in refs if ref in needs), key=lambda need: (need.distance, need.path), default=None)


def _way(near: Need) -> str:
    if near.distance == 0:
        return f"it is about {near.ref}, which is hurt"
    steps = "" if near.distance == 1 else f", {near.distance} steps up"
    return f"it is about {near.ref}, which {near.path[0]} needs{steps}"


def _score(value: float) -> float:
    return round(value, 4)

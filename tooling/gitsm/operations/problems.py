"""Incidents that are alike and have no problem yet; known errors; whether what was fixed came back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Final

from gitsm.operations.incidents import span
from gitsm.operations.ranking import SILENT
from gitsm.operations.words import stems
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change
from gitsm_schemas.operations import Incident, Problem

_LEAST_WORDS: Final = 2
_LEAST_SHARE: Final = 0.4
"""Of all words of two titles, how many they share at least to be alike (Jaccard)."""

Told = tuple[str, Incident]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Incidents that are alike.

    Attributes:
        incidents: the first one first.
        reasons: what they share.
        open_problems: open problems about the same CIs: one of them may be theirs.
    """

    incidents: tuple[str, ...]
    reasons: tuple[str, ...]
    open_problems: tuple[str, ...]


def clusters(snapshot: Snapshot, policies: Policies) -> tuple[Cluster, ...]:
    """Group incidents without a problem that share a CI, a cause or words; the largest groups first."""
    loose = [
        (entry.ref, incident)
        for entry, incident in snapshot.records(Incident)
        if incident.problem is None and incident.canceled is None and entry.ref not in _named(snapshot)
    ]
    words = {ref: frozenset(_words(incident.title, policies.knowledge.language)) for ref, incident in loose}
    group = {ref: ref for ref, _ in loose}
    why: dict[str, list[str]] = {}
    for one, other in combinations(loose, 2):
        shared = [*_shared(one, other, words)]
        if shared:
            kept, gone = sorted((group[one[0]], group[other[0]]))
            group = {ref: kept if root == gone else root for ref, root in group.items()}
            why.setdefault(one[0], []).extend(shared)
    found = [_cluster(snapshot, [one for one in loose if group[one[0]] == root], why) for root in set(group.values())]
    large = [one for one in found if len(one.incidents) >= policies.service_desk.problem_from]
    return tuple(sorted(large, key=lambda one: (-len(one.incidents), one.incidents)))


def _named(snapshot: Snapshot) -> set[str]:
    return {ref for _, problem in snapshot.records(Problem) for ref in problem.incidents}


def _words(text: str, language: str) -> Iterator[str]:
    return (stem for stem, word in stems(text, language) if word.casefold() not in SILENT)


def _shared(one: Told, other: Told, words: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for ci in sorted(set(one[1].cis) & set(other[1].cis)):
        yield f"both hurt {ci}"
    if one[1].caused_by is not None and one[1].caused_by == other[1].caused_by:
        yield f"both were caused by {one[1].caused_by}"
    same, every = words[one[0]] & words[other[0]], words[one[0]] | words[other[0]]
    if len(same) >= _LEAST_WORDS and len(same) / len(every) >= _LEAST_SHARE:
        yield f"their titles share {', '.join(sorted(same))}"


def _cluster(snapshot: Snapshot, members: Sequence[Told], why: Mapping[str, Sequence[str]]) -> Cluster:
    cis = {ci for _, incident in members for ci in incident.cis}
    problems = [entry.ref for entry, problem in snapshot.records(Problem) if problem.is_open and cis & set(problem.cis)]
    first = sorted(members, key=lambda one: (one[1].started_at, one[0]))
    reasons = dict.fromkeys(reason for ref, _ in first for reason in why.get(ref, ()))
    return Cluster(tuple(ref for ref, _ in first), tuple(reasons), tuple(sorted(problems)))


@dataclass(frozen=True, slots=True)
class KnownError:
    """A problem with a documented workaround, or one that had it until it was fixed.

    Attributes:
        ref: the problem.
        statement: what is wrong.
        open: whether it is still one; it closes with its problem.
        incidents: those it caused, the first one first.
        workaround: what helps: the text, else the article.
        fixed_by: the change that ended it.
        fixed_at: when that change was over.
        back: incidents after the fix that look as if it came back.
    """

    ref: str
    statement: str
    open: bool
    incidents: tuple[str, ...]
    workaround: str
    fixed_by: str | None
    fixed_at: datetime | None
    back: tuple[str, ...]


def known_errors(snapshot: Snapshot, policies: Policies, *, closed: bool = False) -> tuple[KnownError, ...]:
    """List the known errors; with `closed` also problems that ended, and whether they came back."""
    found = [
        _known(snapshot, policies, entry.ref, problem)
        for entry, problem in snapshot.records(Problem)
        if problem.is_known_error or (closed and not problem.is_open)
    ]
    return tuple(sorted(found, key=lambda one: (not one.open, one.ref)))


def _known(snapshot: Snapshot, policies: Policies, ref: str, problem: Problem) -> KnownError:
    theirs = [
        (entry.ref, incident)
        for entry, incident in snapshot.records(Incident)
        if incident.problem == ref or entry.ref in problem.incidents
    ]
    theirs.sort(key=lambda one: (one[1].started_at, one[0]))
    change = snapshot.record(problem.fixed_by or "")
    fixed = (change.actual or change.planned).end if isinstance(change, Change) else None
    return KnownError(
        ref,
        problem.statement,
        problem.is_open,
        tuple(one for one, _ in theirs),
        problem.workaround or problem.workaround_article or "",
        problem.fixed_by,
        fixed,
        tuple(_back(snapshot, policies, ref, problem, fixed)) if fixed else (),
    )


def _back(snapshot: Snapshot, policies: Policies, ref: str, problem: Problem, fixed: datetime) -> Iterator[str]:
    """List incidents after a fix that name the problem, or hurt what it sat in in words like its own."""
    language = policies.knowledge.language
    own = set(_words(f"{problem.statement} {problem.symptom or ''}", language))
    last = fixed + span(policies.service_desk.back_within)
    for entry, incident in snapshot.records(Incident):
        if not fixed < incident.started_at <= last:
            continue
        alike = set(problem.cis) & set(incident.cis) and own & set(_words(incident.title, language))
        if incident.problem == ref or entry.ref in problem.incidents or alike:
            yield entry.ref

"""Whose approvals count, and what they hold for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from gitsm.change.requirements import Held, Requirement
from gitsm.change.teams import Directory, person

Word = Literal["approved", "changes_requested", "dismissed"]
_SKEW: Final = timedelta(minutes=5)
"""Clocks of forges and runners may differ by so much."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one person said of a change.

    Attributes:
        by: their handle on the forge.
        at: when, aware.
        word: what they said.
        plan_hash: the plan they saw; None where only the commit is known.
        head: the commit they saw, hex; None where only the plan is known. Of both, either will do, the
            commit only while it has that plan.
        source: where it can be looked up: a review's number, a commit.
    """

    by: str
    at: datetime
    word: Word = "approved"
    plan_hash: str | None = None
    head: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a forge, or signed commits, say of a pull request.

    Attributes:
        authors: who made it: its author, co-authors and whoever pushed last. None of them approves it.
        given: what people said.
        draft: whether it is a draft.
        closed: whether it was closed without a merge.
        groups: who is in the groups of the forge that teams name, by the group.
        refused: words that count for nothing however the change is judged, such as a signature nobody knows.
    """

    authors: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    draft: bool = False
    closed: bool = False
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refused: tuple["Ignored", ...] = ()


NOTHING_SAID: Final = Statement()
"""Nobody said anything, and nobody is known to have made the change."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was to be agreed to in a commit that somebody looked at.

    Attributes:
        plan_hash: its plan.
        held: by requirement, the hash of its pieces.
    """

    plan_hash: str
    held: Held = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A word that does not count."""

    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Met:
    """A requirement with those who satisfy it.

    Attributes:
        requirement: who must agree.
        by: who did, and counts.
        may: who else may.
        barred: who might, if they had not made the change.
    """

    requirement: Requirement
    by: tuple[str, ...]
    may: tuple[str, ...]
    barred: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """How many people are missing."""
        return max(0, self.requirement.count - len(self.by))

    @property
    def hopeless(self) -> bool:
        """Whether those who may agree are too few."""
        return self.spare < 0

    @property
    def spare(self) -> int:
        """How many more people may agree than must; below nothing it can never be satisfied."""
        return len(self.by) + len(self.may) - self.requirement.count


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the approvals of a change come to.

    Attributes:
        met: every requirement.
        ignored: what does not count, and why.
        objections: who asks for changes.
    """

    met: tuple[Met, ...]
    ignored: tuple[Ignored, ...]
    objections: tuple[str, ...]

    @property
    def missing(self) -> tuple[Met, ...]:
        """The requirements that are not satisfied."""
        return tuple(one for one in self.met if one.missing)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is agreed to.

    Attributes:
        hash: the plan as it is now, hex.
        requirements: who must agree.
        seen: by commit, what was to be agreed to there; a commit that cannot be judged is not in it.
    """

    hash: str
    requirements: tuple[Requirement, ...]
    seen: Mapping[str, Seen] = field(default_factory=dict)


def agreed(plan: Plan, statement: Statement, directory: Directory, now: datetime) -> Agreement:
    """Count approvals.

    Args:
        plan: what is agreed to, and who must.
        statement: who made the change, and what people said.
        directory: the people the tip knows.
        now: nobody agrees in the future.
    """
    authors = frozenset(map(person, statement.authors))
    ignored: list[Ignored] = [*statement.refused]
    counted: list[Given] = []
    for one in sorted(statement.given, key=lambda one: (one.at, one.by)):
        why = _void(one, authors, directory, now)
        if why is None:
            counted.append(one)
        else:
            ignored.append(Ignored(one.by, why))
    objections = _objections(counted)
    valid = [one for one in counted if one.word == "approved" and not _superseded(one, counted)]
    met = tuple(_met(one, valid, plan, one.eligible(directory), authors) for one in plan.requirements)
    used = {by for one in met for by in one.by}
    ignored += [Ignored(one.by, _stale(one, plan)) for one in valid if person(one.by) not in used]
    return Agreement(met, tuple(ignored), objections)


def _void(one: Given, authors: frozenset[str], directory: Directory, now: datetime) -> str | None:
    """Say why a word counts for nothing; None where it counts."""
    who = person(one.by)
    if who in authors:
        return "made the change, or pushed last" if one.word == "approved" else None
    if who not in directory.everybody:
        return "is in no team on the target branch"
    if one.at > now + _SKEW:
        return "agreed at a time that has not come"
    return None


def _superseded(one: Given, said: Iterable[Given]) -> bool:
    """Tell whether somebody took a word back later."""
    return any(person(other.by) == person(one.by) and other.at > one.at and other.word != "approved" for other in said)


def _objections(said: Iterable[Given]) -> tuple[str, ...]:
    """List who asks for changes, and has not agreed or been dismissed since."""
    last: dict[str, Given] = {}
    for one in said:
        last[person(one.by)] = one
    return tuple(sorted(one.by for one in last.values() if one.word == "changes_requested"))


def _met(
    asked: Requirement, valid: Iterable[Given], plan: Plan, eligible: frozenset[str], authors: frozenset[str]
) -> Met:
    free = eligible - authors
    by = {person(one.by) for one in valid if person(one.by) in free and _holds(one, asked, plan)}
    return Met(asked, tuple(sorted(by)), tuple(sorted(free - by)), tuple(sorted(eligible & authors)))


def _holds(one: Given, asked: Requirement, plan: Plan) -> bool:
    """Tell whether somebody saw exactly what is asked for now: the whole plan, or the same pieces."""
    if one.plan_hash == plan.hash:
        return True
    looked = plan.seen.get(one.head or "")
    if looked is None or one.plan_hash not in {None, looked.plan_hash}:
        return False
    return looked.plan_hash == plan.hash or (not asked.whole and looked.held.get(asked.key) == asked.digest)


def _stale(one: Given, plan: Plan) -> str:
    """Say why an approval of somebody who is known satisfies nothing."""
    looked = plan.seen.get(one.head or "")
    if one.plan_hash == plan.hash:
        return "is not asked for"
    if one.plan_hash is not None and (looked is None or looked.plan_hash != one.plan_hash):
        return "agreed to another plan"
    if looked is None:
        return "agreed to a commit that cannot be looked at"
    return "agreed before what they answer for was edited" if looked.plan_hash != plan.hash else "is not asked for"

"""The default branch, commit by commit: what was decided, computed again, and what a new policy would have decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from gitsm.change.approvals import Statement
from gitsm.change.coverage import controlled
from gitsm.change.pieces import digest, pieces
from gitsm.change.requirements import DECIDING
from gitsm.change.verdict import Verdict
from gitsm.diff.compare import compare
from gitsm.errors import GitsmError, UnknownRevisionError
from gitsm.improvement.audit import Audit, Merge, Sort, differences
from gitsm.inquiry.gating import Question, verdict
from gitsm.load.records import load
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm.sources.repository import Commit, Repository
from gitsm.sources.revision import revision


class Decision(Protocol):
    """A decision that was kept."""

    @property
    def digest(self) -> str: ...  # noqa: D102  # as exchange.evidence
    @property
    def verdict(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def statement(self) -> Statement: ...  # noqa: D102
    @property
    def as_of(self) -> datetime: ...  # noqa: D102


class Shape(Protocol):
    """Brings a verdict into the shape that decisions are kept in."""

    def __call__(self, found: Verdict, /) -> Mapping[str, Any]:
        """Return the shape."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the default branch: what came after `base`, up to `head`."""

    repository: Repository
    base: Commit
    head: Commit

    def steps(self) -> Iterator[tuple[Commit, Commit]]:
        """Go back from the head on the first-parent line: each commit with the one before it.

        Raises:
            UnknownRevisionError: when the base is not on that line.
        """
        newer: Commit | None = None
        for commit in self.repository.log(self.head.oid):
            if newer is not None:
                yield commit, newer
            if commit.oid == self.base.oid:
                return
            newer = commit
        raise UnknownRevisionError(self.base.short, "it is not on the first-parent line of the other one")


def audit(stretch: Stretch, kept: Mapping[str, Decision], shape: Shape) -> Audit:
    """Hold every commit of a stretch against the decisions that were kept.

    Args:
        stretch: the commits.
        kept: by plan, the decision on it.
        shape: how verdicts are kept.
    """
    merges = tuple(_merge(stretch.repository, before, after, kept, shape) for before, after in stretch.steps())
    return Audit(stretch.base.oid, stretch.head.oid, merges)


def _merge(repository: Repository, before: Commit, after: Commit, kept: Mapping[str, Decision], shape: Shape) -> Merge:
    old, new = _records(repository, before), _records(repository, after)
    plan = pieces(compare(old, new), old, new)
    need = (*controlled(plan, Policies.of_tree(old).change_control), *(each for each in plan if each.kind in DECIDING))
    refs = tuple(sorted({piece.ref for piece in need}))
    decision = kept.get(digest(plan))
    if decision is None:
        return Merge(after.oid, after.at, after.subject, "unauthorized" if refs else "uncontrolled", None, refs)
    try:
        again = verdict(Question(repository, before, after, before.short, decision.as_of, decision.statement))
    except GitsmError as error:
        told = (f"it cannot be computed again: {error.message}",)
        return Merge(after.oid, after.at, after.subject, "unauthorized", None, refs, decision.digest, told)
    owed = tuple(sorted({team for one in again.agreement.missing for team in one.requirement.teams}))
    return Merge(
        after.oid,
        after.at,
        after.subject,
        _sort(again, refs),
        again.change,
        refs,
        decision.digest,
        differences(decision.verdict, shape(again)),
        owed if again.allowed else (),
    )


def _sort(again: Verdict, refs: tuple[str, ...]) -> Sort:
    if not again.allowed:
        return "unauthorized"
    if again.type in {"standard", "normal", "emergency"}:
        return again.type  # type: ignore[return-value]  # one of the three
    return "normal" if refs else "uncontrolled"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A merge that another policy would have decided otherwise.

    Attributes:
        oid: the commit, hex.
        at: when it was made.
        subject: its first line.
        change: its change record.
        differences: what would be otherwise, in words.
    """

    oid: str
    at: datetime
    subject: str
    change: str | None
    differences: tuple[str, ...]


def replay(stretch: Stretch, policies: Policies) -> tuple[Otherwise, ...]:
    """Judge what was merged by other policies, and list what they would have decided otherwise.

    Approvals are left out: what is compared is what is asked for, not who was asked then.

    Args:
        stretch: the commits.
        policies: the policies to try.
    """
    found = []
    for before, after in stretch.steps():
        was, now = (
            verdict(Question(stretch.repository, before, after, before.short, after.at, policies=one))
            for one in (None, policies)
        )
        told = tuple(_otherwise(was, now))
        if told:
            found.append(Otherwise(after.oid, after.at, after.subject, now.change or was.change, told))
    return tuple(found)


def _otherwise(was: Verdict, now: Verdict) -> Iterator[str]:
    if was.risk.band != now.risk.band:
        yield f"its risk would be {now.risk.band}, not {was.risk.band}"
    if was.type != now.type:
        yield f"it would count as {now.type}, not {was.type}"
    asked, wanted = (
        {(one.requirement.rule, one.requirement.teams) for one in each.agreement.met} for each in (was, now)
    )
    for rule, teams in sorted(wanted - asked):
        yield f"{_names(teams)} would be asked, too ({rule})"
    for rule, teams in sorted(asked - wanted):
        yield f"{_names(teams)} would not be asked ({rule})"
    stops, more = ({one.id for one in each.blockers if not one.id.startswith("approval:")} for each in (was, now))
    for name in sorted(more - stops):
        yield f"it would be refused: {name}"
    for name in sorted(stops - more):
        yield f"it would not be refused: {name}"


def _asked(found: Verdict) -> set[tuple[str, tuple[str, ...]]]:
    return {(one.requirement.rule, one.requirement.teams) for one in found.agreement.met}


def _names(teams: tuple[str, ...]) -> str:
    return ", ".join(team.partition(":")[2] for team in teams) or "nobody"


def _records(repository: Repository, commit: Commit) -> Snapshot:
    return load(revision(repository.repo, commit.tree, commit.oid, repository.prefix)).snapshot

"""A change before the gate: what it is, how risky, who must agree, what stands in its way (domain.md §8.6 to §8.8)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from gitsm.change import blockers as stops
from gitsm.change.approvals import NOTHING_SAID, Agreement, Plan, Seen, Statement, agreed
from gitsm.change.budgets import exhausted, short
from gitsm.change.claims import Told, edited_all_the_same, for_claims
from gitsm.change.conflicts import Conflict, in_order
from gitsm.change.coverage import controlled
from gitsm.change.impact import Impact
from gitsm.change.open_changes import Contention
from gitsm.change.pieces import digest, pieces
from gitsm.change.request import requests, unreadable
from gitsm.change.requirements import (
    DECIDING,
    Requirement,
    Tip,
    for_moves,
    for_parts,
    for_whole,
    held,
)
from gitsm.change.risk import Assessment, assess
from gitsm.change.scope import Scope, Work
from gitsm.change.stakes import Scene, stakes
from gitsm.change.standard import unproved
from gitsm.change.teams import Directory
from gitsm.change.thresholds import Exceeded, exceeded
from gitsm.change.timing import at_its_time
from gitsm.change.transitions import illegal
from gitsm.change.verdict import Blocker, Compared
from gitsm.change.windows import Verdict as WindowVerdict
from gitsm.diagnostics import Finding, Severity
from gitsm.diff.compare import Edit
from gitsm.policy import Policies
from gitsm.service_level.budgets import Spent, freezes
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import ChangeModel, ChangeType
from gitsm_schemas.requests import Request


@dataclass(frozen=True, slots=True)
class Case:
    """A change as it comes before the gate.

    Attributes:
        compared: the two ends.
        before: the records of the target branch's tip; it alone says how is decided, and by whom.
        after: the records of the would-be merge.
        edits: what lies between them.
        findings: what is wrong with the would-be merge and has to do with the change, judged by the tip's policy.
        impact: what the change reaches.
        unexcluded: what it would reach if its record excluded nothing; None where it excludes nothing.
        statement: who made it, and what people said.
        seen: what was to be agreed to in the commits that people looked at.
        rivals: what other open changes have against it; None where nobody asked.
        spent: how the error budgets stand that it may use.
        expected: the plan that was reviewed, hex; None where nobody asks.
        policies: policies to try instead of the tip's; None: the tip's.
        reviewed: the pieces of the plan that was reviewed, where they are known.
        now: an aware time.
    """

    compared: Compared
    before: Snapshot
    after: Snapshot
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    impact: Impact
    now: datetime
    statement: Statement = NOTHING_SAID
    seen: Mapping[str, Seen] = field(default_factory=dict)
    rivals: Contention | None = None
    spent: tuple[Spent, ...] = ()
    expected: str | None = None
    policies: Policies | None = None
    reviewed: tuple[tuple[str, Any, Any], ...] = ()
    unexcluded: Impact | None = None


def policy_version(tip: Snapshot) -> str:
    """Hash everything on a tip that decides: policies, teams, models, windows and classes."""
    said = sorted(f"{entry.ref} {entry.blob}" for entry in tip if entry.kind in DECIDING)
    return sha256("\n".join(said).encode()).hexdigest()


def look(edits: tuple[Edit, ...], before: Snapshot, after: Snapshot) -> Seen:
    """Note what was to be agreed to in a commit, by the tip's policy of today."""
    plan = pieces(edits, before, after)
    tip = Tip(before, Policies.of_tree(before).approvals, Directory.of(before))
    return Seen(digest(plan), held((*for_parts(plan, tip, after), *for_moves(plan, tip, after))))


class Hearing:
    """One change before the gate; what follows from what stands in the order of its computation."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.today = case.now.astimezone(UTC).date()
        self.policies = case.policies or Policies.of_tree(case.before)
        directory = Directory.of(case.before, case.statement.groups)
        self.tip = Tip(case.before, self.policies.approvals, directory)
        self.plan = pieces(case.edits, case.before, case.after)
        self.plan_hash = digest(self.plan)
        self.errors = [one for one in case.findings if one.severity is Severity.ERROR]
        self.requests = requests(case.edits, case.after)
        self.change = self.requests[0] if len(self.requests) == 1 else None
        papers = self._papers()
        self.others = tuple(piece for piece in self.plan if piece.ref not in papers)
        self.controlled = controlled(self.others, self.policies.change_control)
        self.model = self._model()
        self.reasons: tuple[str, ...] = ()
        self.windows, self.conflicts = self._times()
        self.risk = self._risk()
        self.reasons = self._reasons()
        if self.reasons:  # what binds normal changes binds it, too
            self.windows, self.conflicts = self._times()
            self.risk = self._risk()
        self.exceeded = self._exceeded()
        self.agreement = self._agreement()
        self.blockers = tuple(self._blockers())

    def _papers(self) -> set[str]:
        """List the change's own record and the requests that it fulfils, where they are new: they alter nothing.

        What stands on the target branch, under this name or another, was agreed to: altering it is an edit like any
        other, whatever change it says it belongs to.
        """
        if self.change is None:
            return set()
        theirs = (entry.ref for entry, one in self.case.after.records(Request) if one.change == self.change.ref)
        new = {edit.ref for edit in self.case.edits if edit.action == "added"}
        return new & {self.change.ref, *theirs}

    def _model(self) -> ChangeModel | None:
        record = self.case.before.record(self.change.model) if self.change is not None and self.change.model else None
        return record if isinstance(record, ChangeModel) else None

    def _times(self) -> tuple[tuple[WindowVerdict, ...], tuple[Conflict, ...]]:
        """Hold it against other open changes, and its time against the target branch's windows and changes."""
        rivals = self.case.rivals.conflicts if self.case.rivals is not None else ()
        if self.change is None:
            return (), in_order(rivals)
        work = replace(Work.of(self.change, Scope.of(self.case.impact)), type=self.type or self.change.type)
        windows, found = at_its_time(work, self.case.edits, self.case.before, self.case.after)
        return windows, in_order((*found, *self._budgets(work), *rivals), work.acknowledged)

    def _budgets(self, work: Work) -> Iterator[Conflict]:
        """Hold it against the error budgets of the promises it reaches, by the target branch's policy."""
        yield from exhausted(work, freezes(self.case.spent, self.policies.error_budget, self.case.now))
        if self.change is not None and self.change.outage_expected is not None:
            yield from short(work, timedelta(minutes=self.change.outage_expected.minutes), self.case.spent)

    def _risk(self) -> Assessment:
        case = self.case
        # People may raise a risk and never lower it: what a record excludes counts here all the same.
        impact = case.unexcluded or case.impact
        scene = Scene(case.before, case.after, self.others, bool(self.controlled), self.change, self.model, impact)
        return assess(
            stakes(scene, self.policies, self.conflicts), self.policies.risk, self.change.risk if self.change else None
        )

    def _reasons(self) -> tuple[str, ...]:
        """List why a change that says it is standard is none."""
        if self.change is None or self.change.type != "standard":
            return ()
        return unproved(self.change, self.model, self.others, self.risk.band, self.today)

    @property
    def type(self) -> ChangeType | None:
        """The type that counts: who claims too much is treated as everybody."""
        return None if self.change is None else "normal" if self.reasons else self.change.type

    def _exceeded(self) -> tuple[Exceeded, ...]:
        totals = Counter(entry.kind for entry in self.case.before)
        own = self.change.ref if self.change is not None else None
        edits = [edit for edit in self.case.edits if edit.ref != own]
        name = self.change.id if self.change is not None else None
        return exceeded(edits, totals, self.policies.thresholds, name, self.today)

    def _agreement(self) -> Agreement:
        plan = Plan(self.plan_hash, tuple(self._required()), self.case.seen)
        return agreed(plan, self.case.statement, self.tip.directory, self.case.now)

    def _required(self) -> Iterator[Requirement]:
        after = self.case.after
        if self.type != "standard":
            yield from for_parts(self.plan, self.tip, after)
        yield from for_moves(self.plan, self.tip, after)
        counted = self.change
        if counted is not None and self.type is not None and self.type != counted.type:
            counted = counted.model_copy(update={"type": self.type})
        yield from for_whole(self.plan, self.tip, counted, self.risk.band, self.model)
        accepted = {one for one in self.conflicts if one.severity == "hard" and one.acknowledged is not None}
        yield from for_claims(Told(self.plan, self.case.edits, after, counted), self.tip, accepted)

    @property
    def first(self) -> int | None:
        """How many must agree before an emergency is merged; None for any other change."""
        return self.tip.approvals.emergency_first if self.type == "emergency" else None

    def _blockers(self) -> Iterator[Blocker]:
        case, change = self.case, self.change
        yield from stops.of_plan(self.plan, self.plan_hash, case.expected, case.reviewed)
        yield from stops.of_nobody_left(self.agreement, self.first)
        yield from stops.of_findings(self.errors)
        yield from stops.of_record(self.requests, self.controlled, unreadable(case.edits, case.after))
        if change is not None:
            waits = change.on_hold is not None and (change.ref not in case.before or bool(self.controlled))
            yield from stops.of_standing(change, case.now, closed=case.statement.closed, waits=waits)
        yield from stops.of_excluded(edited_all_the_same(case.edits, case.after))
        yield from stops.of_moves(illegal(case.edits, case.before, case.after, case.now))
        yield from stops.of_type(self.reasons)
        yield from stops.of_limits(self.exceeded, change, self._accepts(), case.now)
        yield from stops.of_conflicts(self.conflicts)
        yield from stops.of_agreement(self.agreement, self.first)

    def _accepts(self) -> str:
        """Name the team that accepts a change beyond the limits."""
        known = self.tip.approvals.default or tuple(sorted(self.tip.directory.members)) or ("team:…",)
        return known[0].partition(":")[2]

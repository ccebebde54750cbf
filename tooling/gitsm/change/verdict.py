"""What the gate answers: whether a change may be merged, why, and who acts next."""

from dataclasses import dataclass
from datetime import datetime

from gitsm.change.approvals import Agreement, Statement
from gitsm.change.conflicts import Conflict
from gitsm.change.impact import Impact
from gitsm.change.open_changes import Contention
from gitsm.change.pieces import Piece
from gitsm.change.risk import Assessment
from gitsm.change.state import State
from gitsm.change.thresholds import Exceeded
from gitsm.change.windows import Verdict as WindowVerdict
from gitsm.diagnostics import Finding
from gitsm_schemas.changes import Change


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that stands in the way.

    Attributes:
        id: what it is, for programs: `change-record-missing`, `approval:owners`.
        message: one sentence, lower case, without a full stop.
        who: who acts: `author`, or teams and people.
        remedy: what they do.
    """

    id: str
    message: str
    who: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Step:
    """The one next action."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared.

    Attributes:
        base: the target branch's tip, hex.
        head: the commit that is to be merged, hex.
        tree: the tree that would be there, hex.
        policy: the hash of everything on the tip that decides, hex.
        outside: how many files outside the catalogue differ; nothing here judges them.
    """

    base: str
    head: str
    tree: str
    policy: str
    outside: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything the gate has to say of a change.

    Attributes:
        compared: the two ends.
        as_of: what counted as now.
        plan_hash: the hash of the plan, hex: what is altered to what.
        plan: its pieces.
        controlled: those that need a change record.
        change: the change record, `change:id`; None where there is none.
        record: the same, as the head has it.
        type: its type as it counts: a standard change that is none counts as normal.
        state: where it stands; None without a change record.
        risk: how risky it is.
        impact: what it reaches.
        findings: what is wrong with what would be merged.
        exceeded: the limits it goes beyond.
        conflicts: what stands against it at its time, windows and other changes; those that are accepted, too.
        rivals: the other open changes, and which of them may go in parallel; None where nobody asked.
        windows: what each window says of it.
        agreement: who must agree and who did.
        blockers: what stands in the way, the first thing to do first.
        notes: what is worth knowing and stops nothing.
        next: the one next action.
        statement: who made it, and what people said.
    """

    compared: Compared
    as_of: datetime
    plan_hash: str
    plan: tuple[Piece, ...]
    controlled: tuple[Piece, ...]
    change: str | None
    record: Change | None
    type: str | None
    state: State | None
    risk: Assessment
    impact: Impact
    findings: tuple[Finding, ...]
    exceeded: tuple[Exceeded, ...]
    conflicts: tuple[Conflict, ...]
    rivals: Contention | None
    windows: tuple[WindowVerdict, ...]
    agreement: Agreement
    blockers: tuple[Blocker, ...]
    notes: tuple[str, ...]
    next: Step
    statement: Statement

    @property
    def allowed(self) -> bool:
        """Whether it may be merged now."""
        return not self.blockers

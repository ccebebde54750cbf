"""A verdict as it is told to others: made from its JSON alone, wherever that was written."""

from collections.abc import Sequence
from dataclasses import dataclass

from gitsm.change.impact import Impact
from gitsm.change.verdict import Verdict
from gitsm.exchange.verdicts import Finding, Gate, gate
from gitsm.render.gate.json import shape
from gitsm.render.gate.words import Demand, about, headline


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is said of one change.

    Attributes:
        base: the target branch's tip, hex.
        head: the commit that would be merged, hex.
        gate: the verdict; None where it cannot be judged.
        allowed: whether it may be merged.
        impact: what it reaches; None where nobody says.
        findings: what is wrong with it.
        status: how the gate ended.
        notes: what was not done, and why.
    """

    base: str
    head: str
    gate: Gate | None
    allowed: bool
    impact: Impact | None
    findings: Sequence[Finding]
    status: int
    notes: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """What came of it, in one line."""
        if self.gate is None:
            return "Cannot be judged"
        if not self.allowed and not self.gate.blockers:
            return "Refused: the job that judged it did not end as it should"
        return headline(self.gate.blockers, altered=bool(self.gate.plan_))

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Who has to agree."""
        asked = self.gate.approvals.required if self.gate else ()
        return tuple(
            Demand(tuple(one.from_), one.count, tuple(one.satisfied_by), (),
                   ((one.why or one.rule, about(one.pointers, whole=one.whole)),))
            for one in asked
        )  # fmt: skip


def told(found: Verdict) -> Told:
    """Tell a verdict that was judged here, by the same JSON that others are given."""
    read = gate(shape(found))
    return Told(read.base, read.head, read, found.allowed, found.impact, read.findings, int(not found.allowed))

"""What a piece of work has to do with: what it touches, and what that reaches (domain.md §8.7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from gitsm.change.impact import Impact
from gitsm.graph import ground as graph
from gitsm.graph.propagation import Level
from gitsm.service_level.calendars import Interval
from gitsm_schemas.changes import Change, ChangeType


@dataclass(frozen=True, slots=True)
class Scope:
    """What some work has to do with: what is declared, and what is computed.

    Attributes:
        touched: what is worked on: declared, or edited.
        reached: what that reaches, and how badly; what is touched itself not included.
    """

    touched: frozenset[str]
    reached: Mapping[str, Level] = field(default_factory=dict)

    @classmethod
    def of(cls, impact: Impact) -> "Scope":
        """Take the scope of an impact."""
        return cls(frozenset(impact.sources), {one.ref: one.level for one in impact.affected})

    @property
    def all(self) -> frozenset[str]:
        """Everything it has to do with."""
        return self.touched | self.reached.keys()

    @property
    def interrupted(self) -> frozenset[str]:
        """What is worked on, and what does not go on as usual meanwhile; not what merely loses a spare."""
        return self.touched | {ref for ref, level in self.reached.items() if level > Level.AT_RISK}


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work.

    Attributes:
        ref: its change record.
        type: standard, normal or emergency.
        planned: from its first moment to the first one after it.
        assignee: who does it.
        scope: what it has to do with.
        acknowledged: by conflict, who accepts it and why.
        branch: the branch or pull request it is proposed on; None where it stands in the tree.
    """

    ref: str
    type: ChangeType
    planned: Interval
    assignee: str
    scope: Scope
    acknowledged: Mapping[str, str] = field(default_factory=dict)
    branch: str | None = None

    @classmethod
    def of(cls, change: Change, scope: Scope, branch: str | None = None) -> "Work":
        """Take the work that a change record plans."""
        accepted = {each.conflict: f"{each.by}: {each.reason}" for each in change.acknowledged_conflicts}
        planned = (change.planned.start, change.planned.end)
        return cls(change.ref, change.type, planned, change.assignee, scope, accepted, branch)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.branch or self.ref


class Ground(graph.Ground):
    """An estate as work looks at it."""

    def scope(self, touched: Collection[str], barriers: Collection[str] = ()) -> Scope:
        """Compute the scope of some work by what it touches; it is taken to fail meanwhile."""
        state = self.reached(touched, barriers)
        sources = {ref for ref in touched if ref in self.wiring and ref not in barriers}
        return Scope(frozenset(sources), {ref: level for ref, level in state.items() if ref not in sources})

    def scope_of(self, change: Change) -> Scope:
        """Compute the scope of a change record of this tree by what it declares."""
        return self.scope(change.touched, change.untouched)


def overlap(one: Interval, other: Interval) -> bool:
    """Tell whether two half-open spans share a moment; those that adjoin do not."""
    return one[0] < other[1] and other[0] < one[1]

"""What a piece of work has to do with: what it touches, and what that reaches (domain.md §8.7)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from gitsm.change.impact import Impact
from gitsm.graph.edges import lender
from gitsm.graph.estate import Estate
from gitsm.graph.network import Network, network
from gitsm.graph.propagation import Level, propagate
from gitsm.graph.wiring import Wiring
from gitsm.service_level.calendars import Interval
from gitsm_schemas.changes import Change, ChangeType
from gitsm_schemas.classes import built_in

_MOST_CLASSES: Final = 64
"""A class with more ancestors goes in a circle; the rule `ci-class-tree` reports it."""


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


class Ground:
    """An estate as work looks at it; what was once computed is kept.

    Args:
        estate: the records.
    """

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.wiring = Wiring(estate)
        self._needs: dict[str, frozenset[str]] = {}

    @cached_property
    def network(self) -> Network:
        """How failure travels."""
        return network(self.wiring)

    def scope(self, touched: Collection[str], barriers: Collection[str] = ()) -> Scope:
        """Compute the scope of some work by what it touches; it is taken to fail meanwhile."""
        sources = {ref: Level.DOWN for ref in touched if ref in self.wiring and ref not in barriers}
        state = propagate(self.network, sources, barriers)
        return Scope(frozenset(sources), {ref: level for ref, level in state.items() if ref not in sources})

    def scope_of(self, change: Change) -> Scope:
        """Compute the scope of a change record of this tree by what it declares."""
        touched = {one.ref for one in change.affected if one.impact_code != "not_impacted"}
        return self.scope(touched, {one.ref for one in change.affected if one.impact_code == "not_impacted"})

    def needs(self, ref: str) -> frozenset[str]:
        """List everything that a record hangs on, itself included."""
        if ref not in self._needs:
            found, pending = {ref}, [ref]
            while pending:
                new = set(self._direct(pending.pop())) - found
                found |= new
                pending += new
            self._needs[ref] = frozenset(found)
        return self._needs[ref]

    def _direct(self, ref: str) -> Iterator[str]:
        yield from (arc.cause for arc in self.network.arcs.get(ref, ()))
        for group in self.network.groups.get(ref, ()):
            yield from group.members
        yield from self.network.offerings.get(ref, ())

    def service(self, ref: str) -> str | None:
        """Name the service that an offering is of; None for what is no offering."""
        return lender(ref, self.estate.get(ref) or {})

    def classes(self, ref: str) -> tuple[str, ...]:
        """List the class of a CI and what it refines, nearest first."""
        name = (self.estate.get(ref) or {}).get("class") if ref.startswith("ci:") else None
        found: list[str] = []
        while isinstance(name, str) and name not in found and len(found) < _MOST_CLASSES:
            found.append(name)
            name = self._parents.get(name) or (self.estate.get(f"ci_class:{name}") or {}).get("parent")
        return tuple(found)

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return built_in()


def overlap(one: Interval, other: Interval) -> bool:
    """Tell whether two half-open spans share a moment; those that adjoin do not."""
    return one[0] < other[1] and other[0] < one[1]

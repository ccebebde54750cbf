"""What follows from one tree's records."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from gitsm.graph.availability import Composites
from gitsm.graph.differing import beside, structure_beside
from gitsm.graph.edges import Group
from gitsm.graph.estate import Estate
from gitsm.graph.floors import Floors
from gitsm.graph.structure import Structure, structure
from gitsm.graph.wiring import Wiring
from gitsm.service_level.carrying import carried, units


@dataclass(frozen=True, slots=True)
class Facts:
    """What follows from one tree's records: who needs what, and how available it is."""

    estate: Estate
    wiring: Wiring
    structure: Structure
    composites: Composites
    floors: Floors

    @classmethod
    def of(cls, estate: Estate, like: "Facts | None" = None) -> "Facts":
        """Look at a tree; what was computed for one that is much alike counts where it can."""
        if like is None:
            wiring = Wiring(estate)
            parts = structure(wiring)
            return cls(estate, wiring, parts, Composites(parts), Floors(parts))
        wiring = beside(like.wiring, like.estate, estate)
        parts = structure_beside(wiring, like.structure)
        return cls(estate, wiring, parts, Composites(parts, like.composites), Floors(parts))

    def __contains__(self, ref: str) -> bool:
        """Tell whether there is such a record."""
        return ref in self.wiring

    def groups(self, ref: str) -> tuple[Group, ...]:
        """List the redundancy groups of a record."""
        return self.wiring.groups.get(ref, ())

    def availability(self, ref: str) -> Decimal | None:
        """Compute how available a record is; None where that is unknown, or there is no such record."""
        return self.composites.of(ref).value if ref in self else None

    def carried(self, covers: Collection[str]) -> Decimal | None:
        """Compute the availability that a promise stands on."""
        return carried(self.composites, self.wiring, covers).value

    def single_points(self, ref: str) -> set[str]:
        """Find the CIs whose failure alone brings a record down."""
        if ref not in self:
            return set()
        return {one for one in self.composites.single_points.of(ref) if one.startswith("ci:") and one != ref}

    def stands_as(self, other: "Facts", ref: str) -> bool:
        """Tell whether a record itself needs the same, and is itself as available, as in another tree."""
        return (
            self.wiring.arcs.get(ref) == other.wiring.arcs.get(ref)
            and self.groups(ref) == other.groups(ref)
            and self.structure.own.get(ref) == other.structure.own.get(ref)
            and (ref in self) is (ref in other)
        )


def compute(before: Facts, after: Facts, refs: Iterable[str], covers: Iterable[str]) -> None:
    """Compute availabilities that will be asked for in two trees that are much alike.

    What shares much is gone through at a time, for both, so that no more has to be kept than the figures.

    Args:
        before: the first tree.
        after: the second.
        refs: whose availability will be asked for.
        covers: what promises cover whose availability will be asked for.
    """
    wanted, covered = set(refs), tuple(covers)
    old, new = (_units(facts, wanted, covered) for facts in (before, after))
    for nodes in before.composites.together(old):
        _ask(before, nodes)
        for some in after.composites.together(node for node in nodes if node in new):
            _ask(after, some)
        before.composites.let_go(nodes)
        after.composites.let_go(nodes)
    for nodes in after.composites.together(new):
        _ask(after, nodes)
        after.composites.let_go(nodes)


def _units(facts: Facts, refs: Collection[str], covers: Collection[str]) -> frozenset[str]:
    return frozenset(ref for ref in (*refs, *units(facts.wiring, covers)) if ref in facts)


def _ask(facts: Facts, refs: Iterable[str]) -> None:
    for ref in refs:
        facts.composites.of(ref)

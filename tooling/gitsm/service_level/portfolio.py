"""What one tree promises, and what that stands on, indexed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from gitsm.graph.availability import Composites
from gitsm.graph.estate import Estate, Memory
from gitsm.graph.floors import Floors
from gitsm.graph.structure import Structure, hard_closure, structure
from gitsm.graph.wiring import Wiring
from gitsm.service_level.carrying import units
from gitsm.service_level.promises import Promises
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement
from gitsm_schemas.classes import EXTERNAL, class_tree, is_a
from gitsm_schemas.configuration import Ci, CiClass

_DELIVERED: Final = "delivered_by"


@dataclass(frozen=True)
class Portfolio(Promises):
    """The agreements of a snapshot with the graph they stand on.

    Attributes:
        snapshot: the records.
        estate: the same as the graph sees them.
    """

    estate: Estate

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Portfolio":
        """Look at a snapshot; what is asked for is computed then."""
        return cls(snapshot, Memory.of(snapshot))

    @cached_property
    def wiring(self) -> Wiring:
        """The relations."""
        return Wiring(self.estate)

    @cached_property
    def structure(self) -> Structure:
        """What each record needs to be up."""
        return structure(self.wiring)

    @cached_property
    def composites(self) -> Composites:
        """How available each record is with everything it hangs on."""
        return Composites(self.structure)

    @cached_property
    def floors(self) -> Floors:
        """How available each record is at least."""
        return Floors(self.structure)

    def surely(self, covers: Iterable[str], promised: Decimal) -> bool:
        """Tell whether all that is covered is up that often without a doubt; cheap, and at times too careful."""
        found = [self.floors.of(unit) for unit in self.units(covers)]
        return bool(found) and all(floor is not None and floor >= promised for floor in found)

    @cached_property
    def covering(self) -> dict[str, tuple[Agreement, ...]]:
        """By what is covered, the agreements that cover it, by id; an internal one covers what delivers it, too."""
        found: dict[str, list[Agreement]] = {}
        for agreement in self.agreements:
            for ref in self.footprint(agreement):
                found.setdefault(ref, []).append(agreement)
        return {ref: tuple(each) for ref, each in found.items()}

    def footprint(self, agreement: Agreement) -> tuple[str, ...]:
        """List what an agreement is about.

        Whoever stands on the CIs that deliver a service stands on the agreement a team gave for that service, whether
        or not a record names the service.
        """
        about = dict.fromkeys((*agreement.covers, *self.units(agreement.covers)))
        if agreement.type == "ola":
            for ref in tuple(about):
                arcs, groups = self.wiring.arcs.get(ref, ()), self.wiring.groups.get(ref, ())
                about |= dict.fromkeys(arc.cause for arc in arcs if arc.relation == _DELIVERED and not arc.soft)
                about |= dict.fromkeys(one for group in groups if group.relation == _DELIVERED for one in group.members)
        return tuple(about)

    @cached_property
    def externals(self) -> frozenset[str]:
        """The CIs that suppliers run, until their end of life."""
        classes = class_tree(record for _, record in self.snapshot.records(CiClass))
        return frozenset(
            entry.ref
            for entry, ci in self.snapshot.records(Ci)
            if ci.stage != "end_of_life" and is_a(ci.class_, EXTERNAL, classes)
        )

    def units(self, covers: Iterable[str]) -> tuple[str, ...]:
        """List what a promise is kept for, each by itself; a covered service counts by its offerings (§8.1)."""
        return units(self.wiring, covers)

    def closure(self, ref: str) -> frozenset[str]:
        """Find everything a record hangs on by hard relations, itself included."""
        if ref not in self._closures:
            self._closures[ref] = hard_closure(self.structure, ref)
        return self._closures[ref]

    @cached_property
    def _closures(self) -> dict[str, frozenset[str]]:
        return {}

    def stands_on(self, agreement: Agreement) -> frozenset[str]:
        """Find everything that what an agreement covers hangs on, what is covered included."""
        return frozenset(agreement.covers).union(*(self.closure(ref) for ref in self.units(agreement.covers)))

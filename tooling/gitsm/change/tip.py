"""The target branch's tip as open changes are judged on it, and what there is beside, above and below a record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from gitsm.change.derived import promises
from gitsm.change.facts import Facts
from gitsm.change.proposal import laid_over
from gitsm.change.scope import Ground
from gitsm.graph.edges import edges_in, lender
from gitsm.graph.estate import PARTS, Estate, Memory, listed, named
from gitsm.graph.propagation import Level, propagate
from gitsm.policy import Policies
from gitsm.service_level.carrying import units
from gitsm.snapshot import Entry, Plain, Snapshot
from gitsm_schemas.notation import reference

Records = Mapping[str, Entry | None]
"""What stands otherwise than at the tip; None what is gone."""
Names = Mapping[str, Iterable[str]]

ALIAS: Final = "alias:"
AGREEMENT: Final = "agreement:"


@dataclass(frozen=True)
class Tip:
    """The target branch's tip.

    Attributes:
        snapshot: its records.
        as_of: the day that counts as today.
    """

    snapshot: Snapshot
    as_of: date

    @cached_property
    def estate(self) -> Memory:
        """Its records as the graph sees them."""
        return Memory.of(self.snapshot)

    @cached_property
    def ground(self) -> Ground:
        """Its records as work looks at them."""
        return Ground(self.estate)

    @cached_property
    def facts(self) -> Facts:
        """What follows from its records."""
        return Facts.of(self.estate)

    @cached_property
    def _kept(self) -> dict[str, bool]:
        return {}

    def keeps(self, ref: str) -> bool:
        """Tell whether what an agreement promises of availability is backed at the tip."""
        if ref not in self._kept:
            self._kept[ref] = not unbacked(ref, self.facts)
        return self._kept[ref]

    @cached_property
    def policies(self) -> Policies:
        """How it decides."""
        return Policies.of_tree(self.snapshot)

    def over(self, records: Records) -> Estate:
        """Look at the tip with some records otherwise."""
        return laid_over(self.estate, records)

    def entry(self, ref: str, records: Records) -> Entry | None:
        """Find a record, with some records otherwise."""
        return records[ref] if ref in records else self.snapshot.get(ref)

    @cached_property
    def _beside(self) -> dict[str, frozenset[str]]:
        return {}

    def beside(self, ref: str) -> frozenset[str]:
        """List what is one relation away from a record of the tip."""
        if ref not in self._beside:
            names = relations(ref, self.estate.get(ref) or {})
            others = () if ref.startswith("ci_class:") else self.estate.referrers(ref)
            self._beside[ref] = frozenset((*names, *others))
        return self._beside[ref]

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {}

    def below(self, ref: str) -> frozenset[str]:
        """List what a record of the tip stands on, and the agreements that say so."""
        if ref not in self._below:
            found = {name for name, _ in stood_on(ref, self.estate.get(ref) or {})}
            for other in self.estate.referrers(ref):
                found |= {name for name, holder in carried_by(other, self.estate.get(other) or {}) if holder == ref}
            self._below[ref] = frozenset(found)
        return self._below[ref]

    def above(self, refs: Iterable[str]) -> frozenset[str]:
        """Find what hangs on some records of the tip, and the promises made for it; themselves included."""
        sources = dict.fromkeys(refs, Level.DOWN)
        found = {*sources, *propagate(self.ground.network, sources)}
        return frozenset(found | {other for ref in found for other in self.agreements(ref)})

    def agreements(self, ref: str) -> Iterator[str]:
        """List the agreements that cover a record."""
        yield from (other for other in self.estate.referrers(ref) if other.startswith(AGREEMENT))


def unbacked(ref: str, facts: Facts) -> list[tuple[Decimal, Decimal]]:
    """List what an agreement promises of availability and what there is of it, where that is too little."""
    data = facts.estate.get(ref) or {}
    promised = [*promises(data)] if data.get("type") in {"sla", "ola"} else []
    covers = listed(data.get("covers"), PARTS)
    # A lower bound costs next to nothing, and is enough for most.
    bounds = [facts.floors.of(unit) for unit in units(facts.wiring, covers)] if promised else []
    if bounds and all(bound is not None and bound >= max(promised) for bound in bounds):
        return []
    left = facts.carried(covers) if promised else None
    return [(each, left) for each in promised if left is not None and left < each]


def relations(ref: str, data: Plain) -> Iterator[str]:
    """List what a record names in relations, covers or belongs to; the classes it is about are no neighbours."""
    yield from (name for name in named(ref, data) if not name.startswith((ALIAS, "ci_class:")))


def stood_on(ref: str, data: Plain) -> Iterator[tuple[str, str]]:
    """List what a record's data says that it stands on, each with the record itself."""
    for edge in edges_in(ref, data):
        if edge.carries == "target_to_source":
            yield edge.target, ref
    suppliers = data.get("suppliers")
    for kind, value in (
        ("ci", data.get("location")),
        ("supplier", data.get("supplier")),
        *(("supplier", each) for each in (suppliers if isinstance(suppliers, list) else ())),
        ("calendar", data.get("calendar")),
    ):
        found = reference(value, (kind,))
        if found:
            yield found, ref
    covers = data.get("covers")
    for each in covers if isinstance(covers, list) else ():
        covered = reference(each, ("ci", "service", "service_offering"))
        if covered:
            yield covered, ref
    service = lender(ref, data)
    if service:
        yield service, ref


def carried_by(ref: str, data: Plain) -> Iterator[tuple[str, str]]:
    """List what stands on a record because of what its own data says: (the record, what stands on it)."""
    for edge in edges_in(ref, data):
        if edge.carries == "source_to_target":
            yield ref, edge.target
    service = lender(ref, data)
    if service:
        yield ref, service
    if ref.startswith(AGREEMENT):
        yield from ((ref, covered) for covered, _ in stood_on(ref, data) if not covered.startswith("calendar:"))


def beside_by(versions: Iterable[Entry]) -> dict[str, set[str]]:
    """List what is one relation away by what some versions of records say, both ways."""
    found: dict[str, set[str]] = {}
    for entry in versions:
        for name in relations(entry.ref, entry.data or {}):
            found.setdefault(entry.ref, set()).add(name)
            found.setdefault(name, set()).add(entry.ref)
    return found


def below_by(versions: Iterable[Entry]) -> dict[str, set[str]]:
    """List what is stood on by what some versions of records say."""
    found: dict[str, set[str]] = {}
    for entry in versions:
        data = entry.data or {}
        for name, holder in (*stood_on(entry.ref, data), *carried_by(entry.ref, data)):
            found.setdefault(holder, set()).add(name)
    return found


def near(refs: Iterable[str], tip: Tip, more: Names, steps: int = 2) -> frozenset[str]:
    """Find what is up to two relations away from some records, themselves included.

    Args:
        refs: the records.
        tip: the tip.
        more: what is beside a record elsewhere than at the tip.
        steps: how many relations away.
    """
    found = set(refs)
    edge = set(found)
    for _ in range(steps):
        edge = {other for ref in edge for other in (*tip.beside(ref), *more.get(ref, ()))} - found
        found |= edge
    return frozenset(found)


def needs(refs: Iterable[str], tip: Tip, more: Names) -> set[str]:
    """Find everything that some records stand on, at the tip or by what else is said of them; themselves included."""
    found = set(refs)
    pending = list(found)
    while pending:
        ref = pending.pop()
        new = {other for other in (*tip.below(ref), *more.get(ref, ())) if other not in found}
        found |= new
        pending += new
    return found

"""What a change reaches, why, how badly, and which derived facts it alters (domain.md §8.1)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gitsm.diff.compare import Edit, compare
from gitsm.errors import UnknownRecordError
from gitsm.graph.availability import Structure, build, composite, hard_closure, is_up
from gitsm.graph.edges import Group, all_edges, all_groups
from gitsm.graph.network import Network, compile_network, network
from gitsm.graph.propagation import Hit, Level, hits
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, Service, ServiceOffering
from gitsm_schemas.changes import Change
from gitsm_schemas.configuration import Ci
from gitsm_schemas.knowledge import KnowledgeArticle

PARTS = ("ci", "service", "service_offering")
"""The kinds that can fail."""


@dataclass(frozen=True, slots=True)
class Affected:
    """One record that is reached."""

    hit: Hit
    kind: str
    name: str
    owner: str | None
    criticality: str | None

    @property
    def ref(self) -> str:
        """The record."""
        return self.hit.ref

    @property
    def level(self) -> Level:
        """How badly it is hit."""
        return self.hit.level


@dataclass(frozen=True, slots=True)
class Backing:
    """A promise of availability against what it stands on; shares of 1, None where an input is unknown."""

    ref: str
    target: str
    promised: Decimal
    before: Decimal | None
    after: Decimal | None
    known: bool

    @property
    def verdict(self) -> str:
        """Whether what it stands on carries it: backed, not_backed or unknown."""
        if self.after is None:
            return "unknown"
        return "backed" if self.after >= self.promised else "not_backed"


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that follows from the records, before and after; None where it is unknown or there is none."""

    ref: str
    fact: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Redundancy:
    """How many members of a group may fail, before and after; None where there is no such group.

    `single_points` are components whose failure alone brings the record down, and did not before.
    """

    ref: str
    group: str
    before: int | None
    after: int | None
    single_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything a change reaches."""

    sources: tuple[str, ...]
    affected: tuple[Affected, ...] = ()
    agreements: tuple[Backing, ...] = ()
    derived: tuple[Derived, ...] = ()
    redundancy: tuple[Redundancy, ...] = ()
    articles: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False)

    def of_kind(self, kind: str) -> tuple[Affected, ...]:
        """List what is affected of one kind."""
        return tuple(one for one in self.affected if one.kind == kind)

    @property
    def worst(self) -> Level:
        """The worst level anything but the sources themselves is hit at."""
        return max((one.level for one in self.affected), default=Level.NONE)


def assess(base: Snapshot, head: Snapshot) -> Impact:
    """Compute what a change reaches, on the union of both trees, so that a removed dependency still shows who lost it.

    Every record the change adds, removes or edits operationally is taken to fail: the question is what is at stake
    while it is carried out.
    """
    edits = compare(base, head)
    both = _union(base, head)
    sources, barriers = _sources(edits, head)
    sources &= set(both.entries)
    net = _union_network(both, base, head)
    affected = _affected(both, net, dict.fromkeys(sources, Level.DOWN), barriers)
    before, after = _Facts.of(base), _Facts.of(head)
    reached = [one.ref for one in affected if one.kind != "ci"] + [ref for ref in sources if not ref.startswith("ci:")]
    touched = {one.ref for one in affected} | sources
    return Impact(
        sources=tuple(sorted(sources)),
        affected=affected,
        agreements=tuple(_agreements(edits, before, after, touched)),
        derived=tuple(_derived(sorted(set(reached)), before, after)),
        redundancy=tuple(_redundancy(sorted(touched), before, after)),
        articles=_articles(head, sources),
        owners=_owners(both, sources, affected),
        customers=_customers(both, affected),
        edits=edits,
    )


@dataclass(frozen=True, slots=True)
class Simulation:
    """What fails when something fails."""

    sources: tuple[str, ...]
    level: Level
    affected: tuple[Affected, ...]
    owners: tuple[str, ...]
    customers: tuple[str, ...]


def simulate(snapshot: Snapshot, refs: Collection[str], level: Level = Level.DOWN) -> Simulation:
    """Compute what fails if some records fail.

    Raises:
        UnknownRecordError: when a reference names no record that can fail.
    """
    for ref in refs:
        if ref not in snapshot or ref.partition(":")[0] not in PARTS:
            raise UnknownRecordError(ref, snapshot.near(ref))
    affected = _affected(snapshot, network(snapshot), dict.fromkeys(refs, level), ())
    return Simulation(
        tuple(sorted(set(refs))), level, affected, _owners(snapshot, refs, affected), _customers(snapshot, affected)
    )


def _union(base: Snapshot, head: Snapshot) -> Snapshot:
    gone = [entry for entry in base if entry.ref not in head]
    return Snapshot.of([*head, *gone])


def _union_network(both: Snapshot, base: Snapshot, head: Snapshot) -> Network:
    edges = {(edge.source, edge.target, edge.relation, edge.group is None, edge.strength, edge.carries): edge
             for snapshot in (base, head) for edge in all_edges(snapshot)}  # fmt: skip
    groups = {
        (group.owner, group.key, str(group.min_up)): group
        for snapshot in (base, head)
        for group in all_groups(snapshot)
    }
    return compile_network(both, edges.values(), groups.values())


def _sources(edits: tuple[Edit, ...], head: Snapshot) -> tuple[set[str], set[str]]:
    """List what a change touches, by its edits and by what its change records declare, and what they exclude."""
    found = {edit.ref for edit in edits if edit.ref.partition(":")[0] in PARTS and edit.operational}
    barriers: set[str] = set()
    for edit in edits:
        record = head.record(edit.ref)
        if isinstance(record, Change) and edit.action != "removed":
            for one in record.affected:
                (barriers if one.impact_code == "not_impacted" else found).add(one.ref)
    return found - barriers, barriers


def _affected(
    snapshot: Snapshot, net: Network, sources: Mapping[str, Level], barriers: Collection[str]
) -> tuple[Affected, ...]:
    return tuple(_named(snapshot, hit) for hit in hits(net, sources, barriers) if hit.ref not in sources)


def _named(snapshot: Snapshot, hit: Hit) -> Affected:
    record = snapshot.record(hit.ref)
    service = snapshot.record(record.service) if isinstance(record, ServiceOffering) else None
    owner = getattr(record, "owner", None) or getattr(service, "owner", None)
    criticality = getattr(record, "criticality", None) or getattr(service, "criticality", None)
    return Affected(hit, hit.ref.partition(":")[0], getattr(record, "name", hit.ref), owner, criticality)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What follows from one tree's records."""

    snapshot: Snapshot
    structure: Structure
    groups: Mapping[str, tuple[Group, ...]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> "_Facts":
        edges, groups = list(all_edges(snapshot)), list(all_groups(snapshot))
        by_owner: dict[str, list[Group]] = {}
        for group in groups:
            by_owner.setdefault(group.owner, []).append(group)
        return cls(snapshot, build(snapshot, edges, groups), {owner: tuple(each) for owner, each in by_owner.items()})

    def availability(self, ref: str) -> Decimal | None:
        return composite(self.structure, ref).value if ref in self.snapshot else None

    def single_points(self, ref: str) -> set[str]:
        """Find the CIs whose failure alone brings a record down."""
        if ref not in self.snapshot:
            return set()
        below = (node for node in hard_closure(self.structure, ref) if node.startswith("ci:") and node != ref)
        return {node for node in below if not is_up(self.structure, ref, {node: False})}


def _derived(refs: list[str], before: _Facts, after: _Facts) -> Iterator[Derived]:
    for ref in refs:
        was, now = before.availability(ref), after.availability(ref)
        if was != now:
            yield Derived(ref, "availability", was, now)


def _agreements(edits: tuple[Edit, ...], before: _Facts, after: _Facts, touched: set[str]) -> Iterator[Backing]:
    edited = {edit.ref for edit in edits}
    for entry, agreement in after.snapshot.records(Agreement):
        if agreement.is_underpinning or not (entry.ref in edited or touched & set(agreement.covers)):
            continue
        for target in agreement.targets:
            if target.metric == "availability" and isinstance(target.promised, Decimal):
                was, now = _weakest(before, agreement.covers), _weakest(after, agreement.covers)
                yield Backing(entry.ref, target.metric, target.promised, was, now, entry.ref in before.snapshot)


def _weakest(facts: _Facts, covers: Collection[str]) -> Decimal | None:
    """Compute the availability of the weakest thing an agreement covers; a covered service counts by its offerings."""
    figures: list[Decimal | None] = []
    for ref in covers:
        offerings = [
            entry.ref
            for entry, offering in facts.snapshot.records(ServiceOffering)
            if offering.service == ref and offering.phase == "catalog"
        ]
        figures += [facts.availability(one) for one in offerings or [ref]]
    known = [figure for figure in figures if figure is not None]
    return min(known) if known and len(known) == len(figures) else None


def _redundancy(refs: list[str], before: _Facts, after: _Facts) -> Iterator[Redundancy]:
    for ref in refs:
        if ref not in after.snapshot or ref not in before.snapshot:
            continue
        new = tuple(sorted(after.single_points(ref) - before.single_points(ref)))
        told = False
        for name, was, now in _paired(before.groups.get(ref, ()), after.groups.get(ref, ())):
            if was != now:
                told = True
                yield Redundancy(ref, name, was, now, new)
        if new and not told and not ref.startswith("ci:"):
            yield Redundancy(ref, "", None, None, new)


def _paired(before: tuple[Group, ...], after: tuple[Group, ...]) -> Iterator[tuple[str, int | None, int | None]]:
    """Pair the groups of a record: the same members first, then what is left of the same relation."""
    old, new = {group.key: group for group in before}, {group.key: group for group in after}
    for key in sorted(old.keys() & new.keys()):
        yield key, old.pop(key).spare, new.pop(key).spare
    for key, group in sorted(old.items()):
        heir = next((one for one, other in sorted(new.items()) if other.relation == group.relation), None)
        yield key, group.spare, new.pop(heir).spare if heir else None
    for key, group in sorted(new.items()):
        yield key, None, group.spare


def _articles(head: Snapshot, sources: Collection[str]) -> tuple[str, ...]:
    classes = {f"ci_class:{ci.class_}" for ref in sources if isinstance(ci := head.record(ref), Ci)}
    about = set(sources) | classes
    return tuple(
        sorted(
            entry.ref
            for entry, article in head.records(KnowledgeArticle)
            if article.confidence != "archived" and about & set(article.applies_to)
        )
    )


def _owners(snapshot: Snapshot, sources: Collection[str], affected: Collection[Affected]) -> tuple[str, ...]:
    found = {one.owner for one in affected if one.owner}
    found |= {owner for ref in sources if (owner := getattr(snapshot.record(ref), "owner", None))}
    return tuple(sorted(found))


def _customers(snapshot: Snapshot, affected: Collection[Affected]) -> tuple[str, ...]:
    found: set[str] = set()
    for one in affected:
        record = snapshot.record(one.ref)
        if isinstance(record, ServiceOffering):
            service = snapshot.record(record.service)
            found |= set(record.customers or (service.customers if isinstance(service, Service) else ()))
        elif isinstance(record, Service):
            found |= set(record.customers)
    return tuple(sorted(found))

"""What a change reaches, why, how badly, and which derived facts it alters (domain.md §8.1)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gitsm.errors import UnknownRecordError
from gitsm.graph.availability import Composites
from gitsm.graph.edges import Group, lender
from gitsm.graph.estate import PARTS, SUBJECTS, Estate, listed, near
from gitsm.graph.floors import Floors
from gitsm.graph.network import network
from gitsm.graph.propagation import Hit, Level, hits
from gitsm.graph.structure import Structure, share, structure
from gitsm.graph.wiring import Wiring
from gitsm.service_level.carrying import carried
from gitsm.snapshot import Plain
from gitsm_schemas.notation import reference

_TEAM = ("team",)
_CUSTOMER = ("customer",)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches.

    Attributes:
        edited: every record that means something else afterwards.
        sources: what runs and is touched: edited, added, removed, or declared by a change record; taken to fail.
        barriers: what a change record excludes, with a reason.
    """

    edited: frozenset[str]
    sources: frozenset[str]
    barriers: frozenset[str] = frozenset()


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

    def of_kind(self, kind: str) -> tuple[Affected, ...]:
        """List what is affected of one kind."""
        return tuple(one for one in self.affected if one.kind == kind)

    @property
    def worst(self) -> Level:
        """The worst level anything but the sources themselves is hit at."""
        return max((one.level for one in self.affected), default=Level.NONE)


def assess(base: Estate, head: Estate, touched: Touched) -> Impact:
    """Compute what a change reaches, on the union of both trees, so that a removed dependency still shows who lost it.

    Every source is taken to fail: the question is what is at stake while the change is carried out.
    """
    both = Wiring(head, base)
    sources = {ref for ref in touched.sources if ref in both}
    affected = _affected(both, dict.fromkeys(sources, Level.DOWN), touched.barriers)
    before = Facts.of(base)
    after = Facts.of(head, before)
    reached = {one.ref for one in affected} | sources
    altered = {ref for ref in _beside(both, touched.edited) if not before.stands_as(after, ref)}
    # What hangs on nothing that stands otherwise now has the figures it had.
    promising = sorted(ref for ref in reached if not ref.startswith("ci:")) if altered else []
    return Impact(
        sources=tuple(sorted(sources)),
        affected=affected,
        agreements=tuple(_agreements(touched.edited, before, after, reached)),
        derived=tuple(_derived(promising, before, after)),
        redundancy=tuple(_redundancy(sorted({*promising, *(altered & reached)}), before, after)),
        articles=_articles(head, sources),
        owners=_owners(both, sources, affected),
        customers=_customers(both, affected),
    )


def _beside(wiring: Wiring, edited: Collection[str]) -> set[str]:
    """List everything whose own needs some edits can alter."""
    parts = {ref for ref in edited if ref.partition(":")[0] in PARTS}
    return parts.union(*(wiring.beside(ref) for ref in parts))


@dataclass(frozen=True, slots=True)
class Simulation:
    """What fails when something fails."""

    sources: tuple[str, ...]
    level: Level
    affected: tuple[Affected, ...]
    owners: tuple[str, ...]
    customers: tuple[str, ...]


def simulate(estate: Estate, refs: Collection[str], level: Level = Level.DOWN) -> Simulation:
    """Compute what fails if some records fail.

    Raises:
        UnknownRecordError: when a reference names no record that can fail.
    """
    for ref in refs:
        if estate.get(ref) is None or ref.partition(":")[0] not in PARTS:
            raise UnknownRecordError(ref, near(estate, ref))
    wiring = Wiring(estate)
    affected = _affected(wiring, dict.fromkeys(refs, level), ())
    return Simulation(
        tuple(sorted(set(refs))), level, affected, _owners(wiring, refs, affected), _customers(wiring, affected)
    )


def _affected(wiring: Wiring, sources: Mapping[str, Level], barriers: Collection[str]) -> tuple[Affected, ...]:
    return tuple(_named(wiring, hit) for hit in hits(network(wiring), sources, barriers) if hit.ref not in sources)


def _named(wiring: Wiring, hit: Hit) -> Affected:
    data = wiring.data(hit.ref) or {}
    criticality = data.get("criticality") or _of_service(wiring, hit.ref, data).get("criticality")
    name = data.get("name")
    return Affected(
        hit,
        hit.ref.partition(":")[0],
        name if isinstance(name, str) else hit.ref,
        _owner(wiring, hit.ref),
        criticality if isinstance(criticality, str) else None,
    )


def _of_service(wiring: Wiring, ref: str, data: Plain) -> Plain:
    """Find the data of an offering's service; empty for what is no offering."""
    service = lender(ref, data)
    return (wiring.data(service) if service else None) or {}


def _owner(wiring: Wiring, ref: str) -> str | None:
    data = wiring.data(ref) or {}
    return reference(data.get("owner"), _TEAM) or reference(_of_service(wiring, ref, data).get("owner"), _TEAM)


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
        """Look at a tree; it shares what was computed for one that is much alike."""
        wiring = Wiring(estate)
        parts = structure(wiring)
        return cls(estate, wiring, parts, Composites(parts, like.composites if like else None), Floors(parts))

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


def _derived(refs: list[str], before: Facts, after: Facts) -> Iterator[Derived]:
    for ref in refs:
        was, now = before.availability(ref), after.availability(ref)
        if was != now:
            yield Derived(ref, "availability", was, now)


def _agreements(edited: Collection[str], before: Facts, after: Facts, touched: set[str]) -> Iterator[Backing]:
    found = {ref for ref in edited if ref.startswith("agreement:")}
    found |= {ref for one in touched for ref in after.estate.referrers(one) if ref.startswith("agreement:")}
    for ref in sorted(found):
        data = after.estate.get(ref)
        if data is None or data.get("type") not in {"sla", "ola"}:
            continue
        covers = listed(data.get("covers"), PARTS)
        for promised in promises(data):
            was, now = before.carried(covers), after.carried(covers)
            yield Backing(ref, "availability", promised, was, now, ref in before)


def promises(agreement: Plain) -> Iterator[Decimal]:
    """List the availabilities an agreement promises."""
    targets = agreement.get("targets")
    for target in targets if isinstance(targets, list) else ():
        promised = share(target.get("value")) if isinstance(target, dict) else None
        if promised is not None and target.get("metric") == "availability":
            yield promised


def _redundancy(refs: list[str], before: Facts, after: Facts) -> Iterator[Redundancy]:
    for ref in refs:
        if ref not in after or ref not in before:
            continue
        lost = [each for each in _paired(before.groups(ref), after.groups(ref)) if each[1] != each[2]]
        if not lost and ref.startswith("ci:"):
            continue
        new = tuple(sorted(after.single_points(ref) - before.single_points(ref)))
        if lost:
            yield from (Redundancy(ref, name, was, now, new) for name, was, now in lost)
        elif new:
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


def _articles(head: Estate, sources: Collection[str]) -> tuple[str, ...]:
    classes = {
        f"ci_class:{name}"
        for ref in sources
        if ref.startswith("ci:") and isinstance(name := (head.get(ref) or {}).get("class"), str)
    }
    about = set(sources) | classes
    found = {ref for one in about for ref in head.referrers(one) if ref.startswith("knowledge_article:")}
    return tuple(ref for ref in sorted(found) if _speaks_of(head.get(ref) or {}, about))


def _speaks_of(article: Plain, about: set[str]) -> bool:
    return article.get("confidence") != "archived" and not about.isdisjoint(listed(article.get("applies_to"), SUBJECTS))


def _owners(wiring: Wiring, sources: Collection[str], affected: Collection[Affected]) -> tuple[str, ...]:
    found = {one.owner for one in affected if one.owner}
    found |= {owner for ref in sources if (owner := _owner(wiring, ref))}
    return tuple(sorted(found))


def _customers(wiring: Wiring, affected: Collection[Affected]) -> tuple[str, ...]:
    found: set[str] = set()
    for one in affected:
        data = wiring.data(one.ref) or {}
        theirs = listed(data.get("customers"), _CUSTOMER)
        found |= set(theirs or listed(_of_service(wiring, one.ref, data).get("customers"), _CUSTOMER))
    return tuple(sorted(found))

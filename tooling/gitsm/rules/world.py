"""A snapshot as the rules look at it: indexed once, for as long as one judgement lasts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, Final, Self

from gitsm.graph.edges import Edge, Group, edges_of, groups_of
from gitsm.graph.ground import Ground
from gitsm.graph.paths import cycles
from gitsm.operations.knowledge import Told
from gitsm.operations.personal_data import contacts
from gitsm.policy import Policies
from gitsm.service_level.backing import Backing, shortfalls
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.shortfall import Shortfall
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.catalogue import Agreement, Service, ServiceOffering
from gitsm_schemas.changes import Window
from gitsm_schemas.classes import EXTERNAL, ClassRules, class_tree, is_a
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.relations import RELATIONS

_OF_CI: Final = tuple(name for name in RELATIONS if name in Ci.model_fields)
_OF_SERVICE: Final = ("delivered_by", "depends_on")
CATALOG: Final = "catalog"
Circles = Mapping[str, tuple[str, ...]]
"""By a circle's first record, all of it."""
PROMISES: Final = frozenset({"sla", "ola"})
"""The agreements whose promises are ours; what a supplier promises is its own."""
MOST_HINTS: Final = 100
"""Looking for a near id costs 10 ms among 10,000; a tree with more dangling references has another problem."""


@dataclass(frozen=True)
class World:
    """Everything rules ask of a snapshot besides the record they judge.

    Attributes:
        snapshot: the records.
        as_of: the day that counts as today.
        policies: how the organisation decides.
        told: what history tells of articles; None where it is not asked.
    """

    snapshot: Snapshot
    as_of: date
    policies: Policies
    told: Told | None = None

    @classmethod
    def of(cls, snapshot: Snapshot, as_of: date, policies: Policies | None = None) -> Self:
        """Look at a snapshot; its own policies count unless others are given."""
        return cls(snapshot, as_of, policies or Policies.of_tree(snapshot))

    def get(self, ref: str) -> Entry | None:
        """Find an entry."""
        return self.snapshot.entries.get(ref)

    def ci(self, ref: str) -> Ci | None:
        """Find a CI that could be loaded."""
        record = self.snapshot.record(ref)
        return record if isinstance(record, Ci) else None

    @cached_property
    def cis(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """The fields of every CI that could be loaded: plain dictionaries, because this is the hot loop."""
        return tuple(
            (entry.ref, entry.record.__dict__) for entry in self.snapshot.of_kind("ci") if entry.record is not None
        )

    @cached_property
    def along(self) -> dict[str, dict[str, list[str]]]:
        """By relation and source, the targets in the order they are written, group members included."""
        found: dict[str, dict[str, list[str]]] = {name: {} for name in RELATIONS}
        for ref, fields in self.cis:
            _gather(ref, fields, _OF_CI, found)
        for kind in ("service", "service_offering"):
            for entry in self.snapshot.of_kind(kind):
                if entry.record is not None:
                    _gather(entry.ref, entry.record.__dict__, _OF_SERVICE, found)
        return found

    @cached_property
    def referrers(self) -> dict[str, list[str]]:
        """By target, the sources of relations to it; one for each relation."""
        found: dict[str, list[str]] = {}
        for by_source in self.along.values():
            for source, targets in by_source.items():
                for target in targets:
                    if target in found:
                        found[target].append(source)
                    else:
                        found[target] = [source]
        return found

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """By cluster, what is `member_of` it."""
        found: dict[str, list[str]] = {}
        for source, targets in self.along["member_of"].items():
            for target in targets:
                found.setdefault(target, []).append(source)
        return found

    @cached_property
    def group_owners(self) -> list[str]:
        """What has a redundancy group or is a cluster, in the order of paths."""
        found = [
            ref for ref, fields in self.cis if ref in self.members or fields["min_up"] or _has_group(fields, _OF_CI)
        ]
        for kind in ("service", "service_offering"):
            for entry in self.snapshot.of_kind(kind):
                if entry.record is not None and _has_group(entry.record.__dict__, _OF_SERVICE):
                    found += (entry.ref,)
        return found

    def groups(self, entry: Entry) -> list[Group]:
        """List the redundancy groups of a record; a cluster is one.

        A group of connections without `uplink` fails nobody; it is left out.
        """
        return list(groups_of(entry, self.members))

    def edges(self, ref: str) -> tuple[Edge, ...]:
        """List the relations a record states."""
        if ref not in self._edges:
            entry = self.get(ref)
            self._edges[ref] = tuple(edges_of(entry)) if entry else ()
        return self._edges[ref]

    @cached_property
    def _edges(self) -> dict[str, tuple[Edge, ...]]:
        return {}

    @cached_property
    def classes(self) -> dict[str, ClassRules]:
        """The tree of classes."""
        return class_tree(record for _, record in self.snapshot.records(CiClass))

    def external(self, ref: str) -> bool:
        """Tell whether a supplier runs it, and it has not reached its end of life."""
        entry = self.get(ref)
        record = entry.record if entry else None
        if not isinstance(record, Ci) or record.stage == "end_of_life":
            return False
        return is_a(record.class_, EXTERNAL, self.classes)

    @cached_property
    def agreements(self) -> dict[str, list[tuple[Entry, Agreement]]]:
        """By what is covered, the agreements that cover it, in the order of paths."""
        found: dict[str, list[tuple[Entry, Agreement]]] = {}
        for entry, agreement in self.snapshot.records(Agreement):
            for ref in dict.fromkeys(agreement.covers):
                found.setdefault(ref, []).append((entry, agreement))
        return found

    @cached_property
    def portfolio(self) -> Portfolio:
        """What is promised, and what that stands on."""
        return Portfolio.of(self.snapshot)

    @property
    def midnight(self) -> datetime:
        """The first moment of the day that counts as today, UTC."""
        return datetime.combine(self.as_of, time(), UTC)

    @cached_property
    def ground(self) -> Ground:
        """The records as somebody looks at them who plans work."""
        return Ground(self.portfolio.estate, self.portfolio.wiring)

    @cached_property
    def windows(self) -> tuple[tuple[Entry, Window], ...]:
        """Every window, in the order of paths."""
        return tuple(self.snapshot.records(Window))

    def shortfalls(self, agreement: Agreement) -> tuple[tuple[Backing, Shortfall], ...]:
        """List what does not carry an agreement, worked out once."""
        if agreement.ref not in self._shortfalls:
            self._shortfalls[agreement.ref] = tuple(shortfalls(self.portfolio, agreement, self.as_of))
        return self._shortfalls[agreement.ref]

    @cached_property
    def _shortfalls(self) -> dict[str, tuple[tuple[Backing, Shortfall], ...]]:
        return {}

    def promising(self) -> Iterator[str]:
        """List the agreements that promise something to those we serve."""
        yield from (entry.ref for entry, agreement in self.snapshot.records(Agreement) if agreement.type in PROMISES)

    def in_force(self, agreement: Agreement) -> bool:
        """Tell whether an agreement has not ended; one that starts later counts, for it has been made."""
        return agreement.ends is None or agreement.ends >= self.as_of

    @cached_property
    def offerings(self) -> dict[str, list[tuple[Entry, ServiceOffering]]]:
        """By service, its offerings in the order of paths."""
        found: dict[str, list[tuple[Entry, ServiceOffering]]] = {}
        for entry, offering in self.snapshot.records(ServiceOffering):
            found.setdefault(offering.service, []).append((entry, offering))
        return found

    @cached_property
    def moved(self) -> dict[str, list[Entry]]:
        """By the reference a record had before, the records that say so."""
        found: dict[str, list[Entry]] = {}
        for entry in self.snapshot:
            record = entry.record
            if record is not None and record.moved is not None:
                found.setdefault(f"{entry.kind}:{record.moved.from_}", []).append(entry)
        return found

    @cached_property
    def aliased(self) -> list[Entry]:
        """The records with aliases, in the order of paths."""
        return [entry for entry in self.snapshot if entry.record is not None and entry.record.aliases]

    @cached_property
    def aliases(self) -> dict[str, list[Entry]]:
        """By alias, whatever its case, the records that have it."""
        found: dict[str, list[Entry]] = {}
        for entry in self.aliased:
            for alias in entry.record.aliases if entry.record else ():
                found.setdefault(alias.casefold(), []).append(entry)
        return found

    @cached_property
    def contacts(self) -> frozenset[str]:
        """Mail addresses in lower case and telephone numbers as digits that are given as a role's contact."""
        return contacts(self.snapshot)

    def circles(self, relations: tuple[str, ...]) -> Circles:
        """Find the circles of some relations taken together, each by its first record."""
        if relations not in self._circles:
            below: dict[str, list[str]] = {}
            for name in relations:
                for source, targets in self.along[name].items():
                    below.setdefault(source, []).extend(targets)
            self._circles[relations] = {circle[0]: circle for circle in cycles(below)}
        return self._circles[relations]

    @cached_property
    def _circles(self) -> dict[tuple[str, ...], Circles]:
        return {}

    @cached_property
    def grounds(self) -> dict[str, tuple[str, ...]]:
        """By record, what it stands on directly, as far as it was asked for; `gitsm.rules.footing` fills it."""
        return {}

    def near(self, ref: str) -> tuple[str, ...]:
        """Name the references that look most like a misspelt one; none once enough have been looked for."""
        if ref not in self._near:
            self._near[ref] = self.snapshot.near(ref) if len(self._near) < MOST_HINTS else ()
        return self._near[ref]

    @cached_property
    def _near(self) -> dict[str, tuple[str, ...]]:
        return {}

    def closure(self, starts: Iterable[str]) -> dict[str, None]:
        """Find everything that some records need to stay up: the hard closure, the records themselves included.

        Members of redundancy groups belong to it, and so do the members of a cluster.
        """
        found: dict[str, None] = {}
        pending = list(starts)
        while pending:
            ref = pending.pop()
            if ref not in found and ref in self.snapshot:
                found[ref] = None
                if ref not in self._needed:
                    self._needed[ref] = tuple(self._needs(ref))
                pending += self._needed[ref]
        return found

    @cached_property
    def _needed(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _needs(self, ref: str) -> Iterator[str]:
        for edge in self.edges(ref):
            if edge.carries == "target_to_source" and edge.strength == "hard":
                yield edge.target
        yield from self.members.get(ref, ())
        if ref.startswith("ci:"):
            return
        record = self.snapshot.record(ref)
        if isinstance(record, Service):
            yield from (each.ref for each, offering in self.offerings.get(ref, ()) if offering.phase == CATALOG)
        elif isinstance(record, ServiceOffering):
            yield from self._inherited(record)

    def _inherited(self, offering: ServiceOffering) -> Iterator[str]:
        """List what an offering needs by its service, where it does not say its own (domain.md §5)."""
        silent = {name for name in _OF_SERVICE if not getattr(offering, name)}
        for edge in self.edges(offering.service):
            if edge.relation in silent and edge.strength == "hard":
                yield edge.target


def _gather(
    ref: str, fields: Mapping[str, Any], names: tuple[str, ...], found: dict[str, dict[str, list[str]]]
) -> None:
    for name in names:
        items = fields[name]
        if items:
            found[name][ref] = targets_of(items)


def targets_of(items: Iterable[Any]) -> list[str]:
    """List what the items of one relation name, in the order they are written, group members included."""
    targets: list[str] = []
    for item in items:
        if type(item) is str:
            targets.append(item)
        elif hasattr(item, "any_of"):
            targets += item.any_of
        else:
            targets.append(item.target)
    return targets


def _has_group(fields: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    for name in names:
        for item in fields[name]:
            if type(item) is not str and hasattr(item, "any_of"):
                return True
    return False

"""What rules ask of a tree, answered by looking up what is asked for instead of indexing everything."""

# Each index of `World` and of `Portfolio` that goes through every record is looked up here. An index that is forgotten
# asks the tree for more than it gives, and everything is judged: it costs time, never a verdict.

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any, Final

from gitsm.graph.edges import SERVICE
from gitsm.graph.paths import cycles
from gitsm.graph.wiring import Lazily
from gitsm.recheck.ledger import TooWideError
from gitsm.recheck.tree import Outlook, Tree, in_order
from gitsm.recheck.ways import MOST_REACHED
from gitsm.rules.world import World, targets_of
from gitsm.service_level.portfolio import Portfolio
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement, ServiceOffering
from gitsm_schemas.notation import reference
from gitsm_schemas.relations import RELATIONS

_PROMISED: Final = ("service:", "service_offering:")


class Holdings(Portfolio):
    """What a tree promises, looked up."""

    snapshot: Tree

    @cached_property
    def covering(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By what is covered, the agreements that cover it, by id; an internal one covers what delivers it, too."""
        return Lazily(lambda ref: self._covering(ref) or None)

    def _covering(self, ref: str) -> tuple[Agreement, ...]:
        found = [agreement for each in self._candidates(ref) if (agreement := self.agreement(each)) is not None]
        return tuple(
            sorted((each for each in found if ref in self.footprint(each)), key=lambda agreement: agreement.id)
        )

    def _candidates(self, ref: str) -> set[str]:
        """List every agreement that may have something in its footprint, and maybe more."""
        naming = self.snapshot.entries.naming
        # It may be covered for what it delivers, or for the service it is offered by.
        holders = {ref, *(other for other in naming(ref) if other.startswith(_PROMISED))}
        for each in tuple(holders):
            holders |= {other for other in naming(each) if other.startswith("service_offering:")}
        for each in tuple(holders):
            data = self.estate.get(each) or {}
            service = reference(data.get("service"), SERVICE)
            holders |= {service} if service else set()
        return {other for each in holders for other in naming(each) if other.startswith("agreement:")}


class Along(Lazily[list[str]]):
    """By source, the targets of one relation."""

    def items(self) -> Iterator[tuple[str, list[str]]]:
        """Refuse to go through everything."""
        raise TooWideError

    values = items


class Around:
    """Circles, each by its first record, found by going down from whatever is asked about.

    Args:
        below: what a record points at.
    """

    def __init__(self, below: Callable[[str], list[str]]) -> None:
        self._point = below
        self._below: dict[str, list[str]] = {}
        self._found: dict[str, tuple[str, ...]] = {}

    def get(self, ref: str) -> tuple[str, ...] | None:
        """Find the circle whose first record is this."""
        new: dict[str, list[str]] = {}
        pending = [ref]
        while pending:
            each = pending.pop()
            # Whoever stands in one circle with what was gone through has been gone through.
            if each not in self._below and each not in new:
                new[each] = self._point(each)
                pending += new[each]
                if len(new) > MOST_REACHED:
                    raise TooWideError
        self._below |= new
        self._found |= {circle[0]: circle for circle in cycles(new)}
        return self._found.get(ref)

    def __iter__(self) -> Iterator[str]:
        """Refuse to go through everything."""
        raise TooWideError


class Glimpse(World):
    """A tree of which only what rules ask for is looked at."""

    snapshot: Tree

    @property
    def cis(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Refuse to go through all CIs."""
        raise TooWideError

    @property
    def group_owners(self) -> list[str]:
        """Refuse to go through everything."""
        raise TooWideError

    @property
    def aliased(self) -> list[Entry]:
        """Refuse to go through everything."""
        raise TooWideError

    @cached_property
    def along(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By relation and source, the targets in the order they are written, group members included."""
        return {name: Along(partial(self._along, name)) for name in RELATIONS}

    def _along(self, name: str, ref: str) -> list[str] | None:
        record = self.snapshot.record(ref)
        if record is None or not ref.startswith(("ci:", "service:", "service_offering:")):
            return None
        items = getattr(record, name, ())
        return targets_of(items) if items else None

    @cached_property
    def referrers(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By target, the sources of relations to it; one for each relation."""
        return Lazily(lambda ref: [one for name in RELATIONS for one in self._sources(ref, name)] or None)

    def _sources(self, ref: str, name: str) -> Iterator[str]:
        for entry in in_order(self.snapshot.entries[other] for other in self.snapshot.entries.naming(ref)):
            if name not in (entry.data or ()):
                continue
            targets = self.along[name].get(entry.ref, ())
            yield from (entry.ref for target in targets if target == ref)

    @cached_property
    def members(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By cluster, what is `member_of` it."""
        return Lazily(lambda ref: list(self._sources(ref, "member_of")) or None)

    @cached_property
    def agreements(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By what is covered, the agreements that cover it, in the order of paths."""

        def find(ref: str) -> list[tuple[Entry, Agreement]] | None:
            return [
                (entry, entry.record)
                for entry in self._naming(ref, "agreement")
                if isinstance(entry.record, Agreement) and ref in entry.record.covers
            ] or None

        return Lazily(find)

    @cached_property
    def offerings(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By service, its offerings in the order of paths."""

        def find(ref: str) -> list[tuple[Entry, ServiceOffering]] | None:
            return [
                (entry, entry.record)
                for entry in self._naming(ref, "service_offering")
                if isinstance(entry.record, ServiceOffering) and entry.record.service == ref
            ] or None

        return Lazily(find)

    def _naming(self, ref: str, kind: str) -> tuple[Entry, ...]:
        entries = self.snapshot.entries
        return in_order(entries[other] for other in entries.naming(ref) if other.startswith(f"{kind}:"))

    @cached_property
    def moved(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By the reference a record had before, the records that say so."""

        def find(ref: str) -> list[Entry] | None:
            named = in_order(self.snapshot.entries[other] for other in self.snapshot.entries.formerly(ref))
            return [
                entry
                for entry in named
                if entry.record is not None
                and entry.record.moved is not None
                and f"{entry.kind}:{entry.record.moved.from_}" == ref
            ] or None

        return Lazily(find)

    @cached_property
    def aliases(self) -> Any:  # noqa: ANN401  # stands for a dictionary
        """By alias, whatever its case, the records that have it."""

        def find(alias: str) -> list[Entry] | None:
            named = in_order(self.snapshot.entries[other] for other in self.snapshot.entries.called(alias))
            # A record that has an alias twice stands here twice, as in the index of everything.
            return [
                entry
                for entry in named
                if entry.record is not None
                for each in entry.record.aliases
                if each.casefold() == alias
            ] or None

        return Lazily(find)

    @cached_property
    def portfolio(self) -> Portfolio:
        """What is promised, and what that stands on."""
        return Holdings(self.snapshot, Outlook(self.snapshot.entries))

    def circles(self, relations: tuple[str, ...]) -> Any:  # noqa: ANN401  # stands for a dictionary
        """Find the circles of some relations taken together, each by its first record."""
        if relations not in self._around:
            self._around[relations] = Around(partial(self._below, relations))
        return self._around[relations]

    @cached_property
    def _around(self) -> dict[tuple[str, ...], Around]:
        return {}

    def _below(self, relations: tuple[str, ...], ref: str) -> list[str]:
        return [target for name in relations for target in self.along[name].get(ref, ())]

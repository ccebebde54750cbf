"""Who is hit by whose failure: read from an estate as far as it is asked for."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, Generic, NamedTuple, TypeVar, overload

from gitsm.graph.edges import (
    Edge,
    Group,
    edges_in,
    groups_in,
    inherited_edges,
    inherited_groups,
    lender,
)
from gitsm.graph.estate import Estate, feeding
from gitsm.snapshot import Plain

CATALOG: Final = "catalog"
T = TypeVar("T")
D = TypeVar("D")


class Arc(NamedTuple):
    """Failure travels from `cause` to its holder, by itself and not through a group."""

    cause: str
    soft: bool
    relation: str


class Lazily(Generic[T]):
    """A mapping whose values are computed when they are first asked for; None is no value."""

    __slots__ = ("_compute", "_known")

    def __init__(self, compute: Callable[[str], T | None]) -> None:
        self._compute = compute
        self._known: dict[str, T | None] = {}

    @overload
    def get(self, key: str, /) -> T | None: ...
    @overload
    def get(self, key: str, default: D, /) -> T | D: ...
    def get(self, key: str, default: object = None, /) -> object:
        """Return a value, or the default."""
        if key in self._known:
            value = self._known[key]
        else:
            value = self._known[key] = self._compute(key)
        return default if value is None else value

    def __getitem__(self, key: str) -> T:
        """Return a value that must be there."""
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a value."""
        return isinstance(key, str) and self.get(key) is not None


class Wiring:
    """The relations of one estate, or of several at once: an edge counts that stands in any of them.

    Args:
        first: where a record's data is looked for first.
        more: further estates.
    """

    def __init__(self, first: Estate, *more: Estate) -> None:
        self._estates = (first, *more)
        self._data: dict[str, Plain | None] = {}
        self._known: dict[tuple[int, str], tuple[Edge, ...]] = {}

    def data(self, ref: str) -> Plain | None:
        """Find a record's data, in the first estate that has it."""
        if ref not in self._data:
            self._data[ref] = next((data for one in self._estates if (data := one.get(ref)) is not None), None)
        return self._data[ref]

    def __contains__(self, ref: str) -> bool:
        """Tell whether any estate has a record."""
        return self.data(ref) is not None

    @cached_property
    def arcs(self) -> Lazily[tuple[Arc, ...]]:
        """By holder, what reaches it directly; sorted."""
        return Lazily(lambda holder: tuple(sorted(set(self._arcs(holder)))) or None)

    @cached_property
    def groups(self) -> Lazily[tuple[Group, ...]]:
        """By holder, its redundancy groups as they are stated, each once."""
        return Lazily(lambda holder: tuple(dict.fromkeys(self._groups(holder))) or None)

    @cached_property
    def offerings(self) -> Lazily[tuple[str, ...]]:
        """By service, its offerings in the catalogue; such a service is judged by them (domain.md §8.1)."""
        return Lazily(lambda service: tuple(sorted(self._offerings(service))) or None)

    @cached_property
    def reached(self) -> Lazily[tuple[str, ...]]:
        """By node, the holders whose state hangs on it; sorted."""
        return Lazily(lambda node: tuple(sorted(set(self._reached(node)))) or None)

    def referrers(self, ref: str) -> set[str]:
        """List who names a record, in any estate."""
        return {other for estate in self._estates for other in estate.referrers(ref)}

    def _stated(self, estate: Estate, ref: str) -> tuple[Edge, ...]:
        """List the edges that stand in a record, as one estate has it."""
        key = (id(estate), ref)
        if key not in self._known:
            self._known[key] = tuple(edges_in(ref, estate.get(ref) or {}))
        return self._known[key]

    def _lent(self, estate: Estate, ref: str) -> tuple[str, Plain, Plain] | None:
        """Find the service an offering inherits from, with the data of both; None where it inherits nothing."""
        data = estate.get(ref)
        service = lender(ref, data) if data is not None else None
        lent = estate.get(service) if service else None
        return None if data is None or service is None or lent is None else (service, data, lent)

    def _edges(self, holder: str) -> Iterator[Edge]:
        """List the edges that can carry failure to or from a record: its own, inherited ones, and data sent to it."""
        for estate in self._estates:
            yield from self._stated(estate, holder)
            lent = self._lent(estate, holder)
            if lent is not None:
                service, data, theirs = lent
                yield from inherited_edges(holder, data, service, theirs)
            for other in feeding(estate, holder):
                yield from (edge for edge in self._stated(estate, other) if edge.carries == "source_to_target")

    def _arcs(self, holder: str) -> Iterator[Arc]:
        if holder not in self:
            return
        for edge in self._edges(holder):
            cause = edge.cause
            if edge.effect != holder or cause is None or edge.group is not None or edge.relation == "member_of":
                continue
            if cause != holder and cause in self:
                yield Arc(cause, edge.strength == "soft", edge.relation)

    def _groups(self, holder: str) -> Iterator[Group]:
        for estate in self._estates:
            data = estate.get(holder)
            if data is None:
                continue
            yield from groups_in(holder, data, self._nodes(estate, holder))
            lent = self._lent(estate, holder)
            if lent is not None:
                service, _, theirs = lent
                yield from inherited_groups(holder, data, service, theirs)

    def _nodes(self, estate: Estate, cluster: str) -> Iterator[str]:
        for other in feeding(estate, cluster):
            for edge in self._stated(estate, other):
                if edge.relation == "member_of" and edge.target == cluster:
                    yield other

    def _offerings(self, service: str) -> Iterator[str]:
        if not service.startswith("service:") or service not in self:
            return
        for ref in self.referrers(service):
            data = self.data(ref)
            if data is not None and lender(ref, data) == service and data.get("phase") == CATALOG:
                yield ref

    def _reached(self, node: str) -> Iterator[str]:
        for holder in self.beside(node):
            hangs = (
                any(arc.cause == node for arc in self.arcs.get(holder, ()))
                or any(node in group.members for group in self.groups.get(holder, ()))
                or node in self.offerings.get(holder, ())
            )
            if hangs:
                yield holder

    def beside(self, node: str) -> set[str]:
        """List every record whose own needs a record's data can alter, and maybe more; the record itself not."""
        found = self.referrers(node)
        for estate in self._estates:
            found |= {edge.target for edge in self._stated(estate, node)}
            service = lender(node, estate.get(node) or {})
            found |= {service} if service else set()
        # What a service needs its silent offerings need.
        found |= {heir for ref in found if ref.startswith("service:") for heir in self.referrers(ref)}
        return found - {node}

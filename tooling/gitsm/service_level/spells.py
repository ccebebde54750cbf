"""When something was down: outages, carried through the graph as it stood then."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final, Protocol

from gitsm.graph.network import Network, network
from gitsm.graph.propagation import Level, propagate
from gitsm.graph.wiring import Wiring
from gitsm.service_level.calendars import Interval
from gitsm_schemas.operations import Outage

_SEVERITY: Final[Mapping[str, Level]] = {
    "outage": Level.DOWN,
    "planned_outage": Level.DOWN,
    "degradation": Level.DEGRADED,
}
_LONG_AGO: Final = datetime(1, 1, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time in which something was down.

    Attributes:
        start: its first moment, in UTC.
        end: the first moment after it.
        planned: whether it was down by planned work alone; then it does not count.
        causes: the outages that took it down.
    """

    start: datetime
    end: datetime
    planned: bool
    causes: tuple[str, ...]

    @property
    def length(self) -> timedelta:
        """How long it was."""
        return self.end - self.start


class Knows(Protocol):
    """Something that tells whether it has a record."""

    def __contains__(self, ref: str, /) -> bool: ...


@dataclass(frozen=True)
class History:
    """The graph over time.

    Attributes:
        since: from when each graph held, in order; the first one held before that, too.
        networks: the graphs.
        known: which records each of them knows.
    """

    since: tuple[datetime, ...]
    networks: tuple[Network, ...]
    known: tuple[Knows, ...]

    @classmethod
    def of(cls, *graphs: tuple[datetime, Wiring]) -> "History":
        """Arrange the relations of several trees by the moment each began to hold."""
        in_order = sorted(graphs, key=lambda each: each[0])
        wirings = tuple(wiring for _, wiring in in_order)
        return cls(tuple(since.astimezone(UTC) for since, _ in in_order), tuple(map(network, wirings)), wirings)

    @classmethod
    def still(cls, wiring: Wiring) -> "History":
        """Take one tree for all times."""
        return cls.of((_LONG_AGO, wiring))

    def at(self, moment: datetime, outages: Iterable[Outage]) -> int:
        """Find the graph that held at a moment, by its place.

        What was not recorded yet is looked up in the next graph that knows it: a CMDB begins later than what is in it.
        """
        held = max(bisect_right(self.since, moment) - 1, 0)
        return max((self._knowing(held, outage) for outage in outages), default=held)

    def _knowing(self, first: int, outage: Outage) -> int:
        later = range(first, len(self.known))
        return next((place for place in later if any(ref in self.known[place] for ref in outage.affects)), first)


@dataclass(frozen=True)
class _Slice:
    """A time in which the same outages lasted and the same graph held."""

    start: datetime
    end: datetime
    graph: int
    active: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Hit:
    """What some outages reach, in any way, and what of it is down."""

    touched: frozenset[str]
    down: frozenset[str]


@dataclass(frozen=True)
class Downtime:
    """What the outages of some time took down.

    Args:
        outages: the outages, in the order that causes are named in.
        history: the graph over time.
        now: until when an outage that still lasts has lasted.
        excused: outages that count like planned work.
    """

    outages: Sequence[Outage]
    history: History
    now: datetime
    excused: frozenset[str] = frozenset()
    _states: dict[tuple[int, frozenset[int]], _Hit] = field(default_factory=dict, init=False, compare=False, repr=False)
    _spells: dict[str, tuple[Spell, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def spells(self, ref: str) -> tuple[Spell, ...]:
        """List when a record was down, in order; what adjoins is one, planned and unplanned apart."""
        if ref not in self._spells:
            self._spells[ref] = tuple(self._joined(ref))
        return self._spells[ref]

    def _joined(self, ref: str) -> list[Spell]:
        found: list[Spell] = []
        for each in self._down_in.get(ref, ()):
            planned = ref in self._state(each.graph, each.active & self._planned).down
            spell = Spell(each.start, each.end, planned, self._causes(ref, each.graph, each.active))
            if found and found[-1].end == spell.start and found[-1].planned is spell.planned:
                causes = tuple(dict.fromkeys((*found[-1].causes, *spell.causes)))
                found[-1] = Spell(found[-1].start, spell.end, spell.planned, causes)
            else:
                found.append(spell)
        return found

    @cached_property
    def _down_in(self) -> dict[str, list[_Slice]]:
        """By record, the times in which it was down."""
        found: dict[str, list[_Slice]] = {}
        for each in _sliced(self.outages, self.history, self.now):
            for ref in self._state(each.graph, each.active).down:
                found.setdefault(ref, []).append(each)
        return found

    @cached_property
    def _planned(self) -> frozenset[int]:
        """The outages that do not count."""
        return frozenset(
            index
            for index, outage in enumerate(self.outages)
            if outage.type == "planned_outage" or outage.ref in self.excused
        )

    def _causes(self, ref: str, graph: int, active: frozenset[int]) -> tuple[str, ...]:
        """Name the outages that alone take a record down; all of them where only together they do."""
        alone = [one for one in active if ref in self._state(graph, frozenset({one})).down]
        return tuple(self.outages[one].ref for one in sorted(alone or active))

    def _state(self, graph: int, active: frozenset[int]) -> _Hit:
        """Find what some outages reach together."""
        key = (graph, active)
        if key not in self._states:
            self._states[key] = self._apart(graph, active) or self._together(graph, active)
        return self._states[key]

    def _apart(self, graph: int, active: frozenset[int]) -> _Hit | None:
        """Join what each of several outages reaches; None where some of it is the same, and they may add up."""
        if len(active) < 2:  # noqa: PLR2004  # one has nothing to join
            return None
        each = [self._state(graph, frozenset({one})) for one in active]
        touched = frozenset[str]().union(*(one.touched for one in each))
        if len(touched) < sum(len(one.touched) for one in each):
            return None
        return _Hit(touched, frozenset[str]().union(*(one.down for one in each)))

    def _together(self, graph: int, active: frozenset[int]) -> _Hit:
        network = self.history.networks[graph]
        sources: dict[str, Level] = {}
        for outage in (self.outages[one] for one in active):
            for ref in _affected(network, outage):
                sources[ref] = max(sources.get(ref, Level.NONE), _SEVERITY[outage.type])
        levels = propagate(network, sources)
        return _Hit(frozenset(levels), frozenset(ref for ref, level in levels.items() if level is Level.DOWN))


def _affected(network: Network, outage: Outage) -> Iterator[str]:
    """List what an outage hurts itself; a service's are its offerings, too."""
    for ref in outage.affects:
        yield ref
        yield from network.offerings.get(ref, ())


def _sliced(outages: Sequence[Outage], history: History, now: datetime) -> Iterator[_Slice]:
    """Cut the time of outages where one begins or ends, or where the graph changes."""
    until = now.astimezone(UTC)
    lasts = [(one.start.astimezone(UTC), min((one.end or now).astimezone(UTC), until)) for one in outages]
    edges: dict[datetime, list[tuple[int, bool]]] = {}
    for index, (start, end) in enumerate(lasts):
        if start < end:
            edges.setdefault(start, []).append((index, True))
            edges.setdefault(end, []).append((index, False))
    for moment in history.since:
        edges.setdefault(moment, [])
    active: set[int] = set()
    before: datetime | None = None
    for moment in sorted(edges):
        if before is not None and active:
            graph = history.at(before, (outages[index] for index in active))
            yield _Slice(before, moment, graph, frozenset(active))
        for index, begins in edges[moment]:
            (active.add if begins else active.discard)(index)
        before = moment


def within(spells: Iterable[Spell], period: Interval) -> tuple[Spell, ...]:
    """Keep the parts of spells that lie in a period."""
    start, end = period
    return tuple(
        Spell(max(one.start, start), min(one.end, end), one.planned, one.causes)
        for one in spells
        if one.start < end and start < one.end
    )

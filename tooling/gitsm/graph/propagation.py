"""What fails when something fails (domain.md §8.1)."""

from collections import deque
from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import Final, NamedTuple

from gitsm.graph.network import Network


class Level(IntEnum):
    """How badly something is hit."""

    NONE = 0
    AT_RISK = 1
    DEGRADED = 2
    DOWN = 3

    @property
    def word(self) -> str:
        """The word that people and JSON use."""
        return _WORDS[self]


_WORDS: Final = {level: level.name.lower() for level in Level}
_NEEDS: Final = {
    Level.AT_RISK: "needs it, and it is at risk",
    Level.DEGRADED: "needs it, and it is degraded",
    Level.DOWN: "needs it",
}
"""Why somebody is hit by what he cannot do without."""
_SOFTENED: Final = {
    Level.NONE: Level.NONE,
    Level.AT_RISK: Level.AT_RISK,
    Level.DEGRADED: Level.AT_RISK,
    Level.DOWN: Level.DEGRADED,
}
"""How badly somebody is hit by what he can do without for a time."""


class Hit(NamedTuple):
    """What reached one node.

    Attributes:
        ref: the node.
        level: how badly it is hit.
        reason: why, in words.
        path: one shortest witness: from a source to the node, both included.
        relations: the relation of each step of the path.
    """

    ref: str
    level: Level
    reason: str
    path: tuple[str, ...]
    relations: tuple[str, ...]

    @property
    def distance(self) -> int:
        """Steps from the source."""
        return len(self.relations)


class _Cause(NamedTuple):
    """What gives a node a level: the node before it, and why."""

    level: Level
    before: str
    relation: str
    reason: str


def propagate(network: Network, sources: Mapping[str, Level], barriers: Collection[str] = ()) -> dict[str, Level]:
    """Compute the least fixed point of failure.

    Args:
        network: how failure can travel.
        sources: what fails, and how badly.
        barriers: what is not impacted whatever happens; nothing travels through it.

    Returns:
        The level of every node above `none`, sources included.
    """
    state = {ref: level for ref, level in sources.items() if ref not in barriers and level > Level.NONE}
    pending = deque(sorted(state))
    waiting = set(pending)
    while pending:
        node = pending.popleft()
        waiting.discard(node)
        for reached in network.reached.get(node, ()):
            if reached in barriers:
                continue
            level = max(judged(network, reached, state), sources.get(reached, Level.NONE))
            if level > state.get(reached, Level.NONE):
                state[reached] = level
                if reached not in waiting:
                    waiting.add(reached)
                    pending.append(reached)
    return state


def judged(network: Network, node: str, state: Mapping[str, Level]) -> Level:
    """Judge one node by what it hangs on: the worst level that a cause gives it, found without saying why."""
    found = Level.NONE
    for arc in network.arcs.get(node, ()):
        level = state.get(arc.cause, Level.NONE)
        found = max(found, _SOFTENED[level] if arc.soft else level)
    for group in network.groups.get(node, ()):
        levels = [level for member in group.members if (level := state.get(member, Level.NONE)) is not Level.NONE]
        if levels:
            down = levels.count(Level.DOWN)
            if len(group.members) - down >= group.needed:
                found = max(found, Level.AT_RISK)
            elif down:
                return Level.DOWN if node not in network.offerings else _of_service(network, node, Level.DOWN, state)
    return _of_service(network, node, found, state) if node in network.offerings else found


def _of_service(network: Network, node: str, own: Level, state: Mapping[str, Level]) -> Level:
    """Judge a service by its catalogue offerings, as `_service` does."""
    levels = [state.get(offering, Level.NONE) for offering in network.offerings[node]]
    if min(levels) is Level.DOWN:
        return Level.DOWN
    return min(max(own, *levels), Level.DEGRADED)


def _causes(network: Network, node: str, state: Mapping[str, Level]) -> list[_Cause]:
    """List everything that gives a node a level above none."""
    found: list[_Cause] = []
    for arc in network.arcs.get(node, ()):
        level = state.get(arc.cause, Level.NONE)
        if level is Level.NONE:
            continue
        if not arc.soft:
            found.append(_Cause(level, arc.cause, arc.relation, _NEEDS[level]))
        else:
            found.append(_Cause(_SOFTENED[level], arc.cause, arc.relation, "uses it, and can do without for a time"))
    for group in network.groups.get(node, ()):
        hit = [member for member in group.members if state.get(member, Level.NONE) > Level.NONE]
        down = [member for member in hit if state[member] is Level.DOWN]
        count, needed = len(group.members), _figure(group.needed)
        if count - len(down) < group.needed:
            if down:
                reason = f"{len(down)} of {count} down, needs {needed}"
                found += [_Cause(Level.DOWN, member, group.relation, reason) for member in down]
        elif hit:
            reason = f"{len(hit)} of {count} hit, needs {needed}"
            found += [_Cause(Level.AT_RISK, member, group.relation, reason) for member in hit]
    if node in network.offerings:
        found = _service(network.offerings[node], found, state)
    return found


def _service(offerings: tuple[str, ...], own: list[_Cause], state: Mapping[str, Level]) -> list[_Cause]:
    """Judge a service by its catalogue offerings: down when all are, else no worse than degraded."""
    levels = [state.get(offering, Level.NONE) for offering in offerings]
    if min(levels) is Level.DOWN:
        reason = "all its offerings are down" if len(levels) > 1 else "its offering is down"
        return [_Cause(Level.DOWN, offering, "offering", reason) for offering in offerings]
    through = [
        _Cause(min(level, Level.DEGRADED), offering, "offering", "one of its offerings is hit")
        for offering, level in zip(offerings, levels, strict=True)
        if level > Level.NONE
    ]
    capped = [_Cause(min(cause.level, Level.DEGRADED), cause.before, cause.relation, cause.reason) for cause in own]
    return through + capped


def _figure(needed: float) -> str:
    return str(int(needed)) if needed == int(needed) else f"{needed:g}"


def hits(network: Network, sources: Mapping[str, Level], barriers: Collection[str] = ()) -> tuple[Hit, ...]:
    """Say for everything that is hit how badly, why, and by which shortest way; worst and nearest first.

    A way goes only through nodes that, at the fixed point, give the next one its level.
    """
    return explained(network, sources, propagate(network, sources, barriers))


def explained(
    network: Network,
    sources: Mapping[str, Level],
    state: Mapping[str, Level],
    wanted: Collection[str] | None = None,
) -> tuple[Hit, ...]:
    """Say why things are hit, and by which shortest way, as `hits` does.

    Args:
        network: how failure can travel.
        sources: what fails, and how badly.
        state: what `propagate` found.
        wanted: what is asked about; None for everything that is hit.
    """
    left = None if wanted is None else set(wanted) - sources.keys()
    first = {ref: level for ref, level in sources.items() if state.get(ref) is level}
    came: dict[str, _Cause] = {}
    edge = deque(sorted(first))
    while edge and (left is None or left):
        node = edge.popleft()
        for reached in network.reached.get(node, ()):
            if reached in came or reached in first or reached not in state:
                continue
            cause = _by(network, reached, node, state)
            if cause is not None:
                came[reached] = cause
                edge.append(reached)
                if left is not None:
                    left.discard(reached)
    told = (*first, *came) if wanted is None else [ref for ref in wanted if ref in first or ref in came]
    return tuple(
        sorted((_hit(ref, first, came, state) for ref in told), key=lambda hit: (-hit.level, hit.distance, hit.ref))
    )


def _hit(ref: str, first: Mapping[str, Level], came: Mapping[str, _Cause], state: Mapping[str, Level]) -> Hit:
    """Say why a node is hit, and by which way: the causes, walked back to a source."""
    if ref in first:
        level = first[ref]
        return Hit(ref, level, "it is changed" if level is Level.DOWN else "it is set so", (ref,), ())
    path, relations, at = [ref], [], ref
    while at in came:
        cause = came[at]
        relations.append(cause.relation)
        at = cause.before
        path.append(at)
    return Hit(ref, state[ref], came[ref].reason, tuple(reversed(path)), tuple(reversed(relations)))


def _by(network: Network, node: str, before: str, state: Mapping[str, Level]) -> _Cause | None:
    """Find how one node gives another its level; None where it does not."""
    matching = [
        cause for cause in _causes(network, node, state) if cause.before == before and cause.level is state[node]
    ]
    return min(matching, key=lambda cause: cause.relation, default=None)

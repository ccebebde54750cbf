"""Circles of relations, found once for all who ask."""

from collections.abc import Mapping

from gitsm.diagnostics import Related, Spot
from gitsm.graph.paths import cycles
from gitsm.rules.finding import Found
from gitsm.rules.world import World

Circles = Mapping[str, tuple[str, ...]]


def circles(world: World, relations: tuple[str, ...]) -> Circles:
    """Find the circles of some relations taken together, each by its first record."""
    if relations not in world.circles:
        below: dict[str, list[str]] = {}
        for name in relations:
            for source, targets in world.along[name].items():
                below.setdefault(source, []).extend(targets)
        rest = _unpeeled(below)
        world.circles[relations] = {circle[0]: circle for circle in cycles(rest)} if rest else {}
    return world.circles[relations]


def _unpeeled(below: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Take away, again and again, what points only at what was taken away.

    What is left holds every circle and is mostly empty: looking for circles there costs next to nothing.
    """
    above: dict[str, list[str]] = {}
    open_ends: dict[str, int] = {}
    for source, targets in below.items():
        others = [target for target in targets if target in below and target != source]
        if others:
            open_ends[source] = len(others)
            for target in others:
                above.setdefault(target, []).append(source)
    pending = [source for source in above if source not in open_ends]
    while pending:
        for source in above.get(pending.pop(), ()):
            open_ends[source] -= 1
            if not open_ends[source]:
                pending.append(source)
    left = {source for source, count in open_ends.items() if count}
    return {source: [target for target in below[source] if target in left] for source in left}


def found(circle: tuple[str, ...], relations: tuple[str, ...], world: World, hint: str) -> Found:
    """Write a circle down at its first record, with the place of every further step."""
    steps = [*zip(circle, (*circle[1:], circle[0]), strict=True)]
    edges = [
        next(edge for edge in world.edges(source) if edge.target == target and edge.relation in relations)
        for source, target in steps
    ]
    way = " ".join(f"{edge.source} {edge.relation}" for edge in edges)
    return Found(
        edges[0].pointer,
        f"a circle of {len(circle)}: {way} {circle[0]}",
        hint,
        tuple(Related(f"{edge.relation} {edge.target}", Spot(edge.path, edge.pointer)) for edge in edges[1:]),
    )

"""A circle of relations, written down."""

from gitsm.diagnostics import Related, Spot
from gitsm.rules.finding import Found
from gitsm.rules.world import World


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

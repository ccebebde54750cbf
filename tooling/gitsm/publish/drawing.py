"""Pictures of records, as the pages of a site show them."""

from typing import Any, Final

from gitsm.change.impact import Impact
from gitsm.graph.propagation import Level
from gitsm.graph.surroundings import Surroundings
from gitsm.publish.pen import Pen
from gitsm.publish.pictures.dependencies import MOST_IN_COLUMN, Line, Node, Picture, dependencies, draw, high
from gitsm.publish.pictures.layers import layout
from gitsm.publish.places import page_of
from gitsm.publish.site import Site
from gitsm.publish.words import IF_IT_FAILS, said


def drawn(site: Site, ref: str, around: Surroundings) -> Picture | None:
    """Draw what is around a record; what is hit when it fails is marked."""
    levels = site.if_it_fails(ref)
    path = page_of(ref)
    assert path is not None
    pen = Pen(site, path)

    def describe(other: str) -> Node | None:
        record = site.get(other)
        if record is None:
            return None
        level = levels.get(other, Level.NONE)
        what = said(getattr(record, "class_", record.kind)) if record.kind == "ci" else said(record.kind)
        told = f"{what} · {IF_IT_FAILS[level]}" if level else what
        return Node(site.name_of(other), told, pen.page(other), level)

    return dependencies(around, describe)


MOST_STEPS: Final = 4
"""What is further away is in the list below the picture."""


def reach(site: Site, change: Any, impact: Impact) -> Picture | None:
    """Draw what a change reaches: what it touches on the left, and what is hit because of it, step by step."""
    pen = Pen(site, page_of(change.ref) or "changes.md")
    nodes = {ref: Node(site.name_of(ref), "is changed", pen.page(ref)) for ref in site.known(impact.sources)}
    columns = [list(nodes), *([] for _ in range(MOST_STEPS))]
    lines = []
    for one in impact.affected:
        if site.get(one.ref) is not None and one.hit.distance <= MOST_STEPS:
            told = f"{said(one.kind)} · {IF_IT_FAILS[one.level]}"
            nodes[one.ref] = Node(site.name_of(one.ref), told, pen.page(one.ref), one.level)
            columns[one.hit.distance].append(one.ref)
            lines.append(Line(one.hit.path[-2], one.ref, "hard"))
    kept = [sorted(column, key=lambda ref: _first(ref, nodes[ref]))[:MOST_IN_COLUMN] for column in columns if column]
    shown = {ref for column in kept for ref in column}
    drawn = [line for line in lines if line.source in shown and line.target in shown]
    if not drawn:
        return None
    places = layout(kept, [(line.source, line.target) for line in drawn], high(nodes[ref] for ref in shown))
    title = f"What {change.title} reaches"
    return Picture(draw(places, {ref: nodes[ref] for ref in shown}, drawn, title), len(nodes) - len(shown))


def _first(ref: str, node: Node) -> tuple[bool, int, str]:
    """Keep services before CIs, and the worst hit before the rest."""
    return ref.startswith("ci:"), -node.level, ref

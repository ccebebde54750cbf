"""What a record needs and what needs it, as a picture; what fails with it stands out."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from gitsm.graph.propagation import Level
from gitsm.graph.surroundings import Surroundings
from gitsm.publish.pictures.layers import HEIGHT, HIGHER, WIDTH, Box, Layout, around, curve, layout

MOST_IN_COLUMN: Final = 7
LETTERS: Final = 22
BROAD: Final = 760
LINE: Final = 15
"""From one line of a box to the next."""
_PLACES: Final = re.compile(r".*[.\-/_:]")
"""Where a name without spaces may be broken."""
_TIP: Final = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="tip" d="M0 0L8 4L0 8Z"/></marker></defs>'
)


@dataclass(frozen=True, slots=True)
class Node:
    """What a box says.

    Attributes:
        name: in its first line.
        what: in its second.
        link: where it leads; None for what has no page.
        level: how badly it is hit when the record in the middle fails.
    """

    name: str
    what: str
    link: str | None
    level: Level = Level.NONE


class Line(NamedTuple):
    """That one box needs another."""

    source: str
    target: str
    style: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and how many records it leaves out."""

    svg: Markup
    left_out: int


def dependencies(around: Surroundings, describe: Callable[[str], Node | None]) -> Picture | None:
    """Draw the surroundings of a record; None where there is nothing around it.

    Args:
        around: the surroundings.
        describe: says what stands in a box; None keeps a record out.
    """
    left, lines = _side(around, "needed_by")
    right, more = _side(around, "needs")
    nodes = {ref: node for column in (*left, *right, [around.root]) for ref in column if (node := describe(ref))}
    columns = [*reversed(left), [around.root], *right]
    kept, hidden = [], 0
    for column in columns:
        # What has the worst in store is kept, then what people look for first.
        here = sorted((ref for ref in column if ref in nodes), key=lambda ref: (-nodes[ref].level, ref))
        kept.append(here[:MOST_IN_COLUMN])
        if len(here) > MOST_IN_COLUMN:
            hidden += len(here) - MOST_IN_COLUMN
    shown = {ref for column in kept for ref in column}
    drawn = [line for line in dict.fromkeys([*lines, *more]) if line.source in shown and line.target in shown]
    if not drawn:
        return None
    places = layout(kept, [(line.source, line.target) for line in drawn], high(nodes[ref] for ref in shown))
    title = f"What {nodes[around.root].name} needs, and what needs it"
    return Picture(draw(places, {ref: nodes[ref] for ref in shown}, drawn, title, around.root), hidden)


def _side(around: Surroundings, side: str) -> tuple[list[list[str]], list[Line]]:
    """List the columns of one side, the nearest first, and the lines in it."""
    links = around.needs if side == "needs" else around.needed_by
    seen, edge = {around.root}, [around.root]
    columns, lines = [], []
    for _ in range(around.depth):
        column: list[str] = []
        for ref in edge:
            for link in links.get(ref, ()):
                other = link.other(ref)
                style = "any" if link.group else "soft" if link.strength == "soft" else "hard"
                lines.append(Line(ref, other, style) if side == "needs" else Line(other, ref, style))
                if other not in seen:
                    seen.add(other)
                    column.append(other)
        if not column:
            break
        columns.append(column)
        edge = column
    return columns, lines


def draw(places: Layout, nodes: Mapping[str, Node], lines: Iterable[Line], title: str, root: str = "") -> Markup:
    """Draw boxes and lines."""
    broad = " broad" if places.width > BROAD else ""
    size = f"{places.width:g} {places.height:g}"
    parts = [
        f'<svg class="picture{broad}" width="{places.width:g}" height="{places.height:g}" viewBox="0 0 {size}"',
        f' role="group" aria-label="{escape(title)}">{_TIP}',
    ]
    for line in lines:
        start, end = places.boxes[line.source], places.boxes[line.target]
        parts.append(f'<path class="line {line.style}" d="{_between(start, end)}" marker-end="url(#tip)"/>')
    parts += [_box(places.boxes[ref], node, here=ref == root) for ref, node in sorted(nodes.items())]
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704  # every text in it is escaped


def _between(start: Box, end: Box) -> str:
    if start.x == end.x:
        # Beside their column: straight from one to the other it would pass behind what lies between.
        return around(start.right, end.right)
    (x, y), forward = end.left, end.x > start.x
    return curve(start.right, (x - 1, y)) if forward else curve(start.left, end.right)


def _box(box: Box, node: Node, *, here: bool) -> str:
    level = node.level.word if node.level else ""
    kind = " ".join(word for word in ("box", "here" if here else "", level.replace("_", "-")) if word)
    inside = _inside(node.name, node.what, box.height)
    place = f'class="{kind}" transform="translate({box.x:g} {box.y:g})"'
    if node.link and not here:
        return f'<a {place} href="{escape(node.link)}">{inside}</a>'
    return f"<g {place}>{inside}</g>"


@lru_cache(maxsize=65536)
def _inside(name: str, what: str, height: float) -> str:
    """Write what stands in a box, its name over two lines where it is long, in the middle of its height."""
    names = _broken(name)
    y = (height - HEIGHT - LINE * (len(names) - 1)) / 2 + 20
    told = [f'<text class="name" x="12" y="{y + LINE * at:g}">{escape(one)}</text>' for at, one in enumerate(names)]
    return (
        f"<title>{escape(name)}: {escape(what)}</title>"
        f'<rect width="{WIDTH}" height="{height:g}" rx="8"/>{"".join(told)}'
        f'<text class="what" x="12" y="{y + LINE * len(names):g}">{escape(_cut(what, 28))}</text>'
    )


def high(nodes: Iterable[Node]) -> float:
    """Say how high boxes must be for their names."""
    return HIGHER if any(len(node.name) > LETTERS for node in nodes) else HEIGHT


def _broken(name: str) -> tuple[str, ...]:
    """Break a name where it is long; what two lines do not hold is cut."""
    if len(name) <= LETTERS:
        return (name,)
    first = name[: LETTERS + 1].rpartition(" ")[0] or (_PLACES.match(name[:LETTERS]) or [name[:LETTERS]])[0]
    return first, _cut(name[len(first) :].strip())


def _cut(text: str, most: int = LETTERS) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"

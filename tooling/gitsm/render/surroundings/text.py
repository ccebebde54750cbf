"""A record with what is around it, as a tree on a terminal."""

from collections.abc import Iterator
from itertools import groupby

from gitsm.graph.surroundings import OFFERS, Link, Node, Surroundings
from gitsm.render.terminal import paint, printable
from gitsm_schemas.flow import RELATIONS

_INVERSE = {**{name: relation.inverse for name, relation in RELATIONS.items()}, OFFERS: "offering"}


def tree(found: Surroundings) -> str:
    """Write two trees: what the record needs, and what needs it. A record is unfolded where it is met first."""
    nodes = {node.ref: node for node in found.nodes}
    lines = [_named(nodes[found.root])]
    for title, side in (("needs", found.needs), ("needed by", found.needed_by)):
        if side.get(found.root):
            lines += ["", paint(title, "strong"), *_Tree(nodes, side, found.root).below(found.root, "")]
    if len(lines) == 1:
        lines.append("nothing is related to it")
    if found.left_out:
        lines += ["", f"… and at least {found.left_out} more; a smaller --depth shows less"]
    return "\n".join(lines) + "\n"


class _Tree:
    """One tree while it is drawn; what was drawn is not unfolded again."""

    def __init__(self, nodes: dict[str, Node], side: dict[str, tuple[Link, ...]], root: str) -> None:
        self._nodes = nodes
        self._side = side
        self._seen = {root}

    def below(self, ref: str, pad: str) -> Iterator[str]:
        """Draw what hangs below a record."""
        rows = list(_rows(self._side.get(ref, ()), ref))
        for (stem, under), (label, links) in zip(_stems(len(rows)), rows, strict=True):
            if len(links) == 1:
                yield from self._leaf(links[0].other(ref), label, pad + stem, pad + under)
                continue
            yield f"{pad}{stem}{paint(label, 'dim')}"
            for (twig, beneath), link in zip(_stems(len(links)), links, strict=True):
                yield from self._leaf(link.other(ref), "", pad + under + twig, pad + under + beneath)

    def _leaf(self, other: str, label: str, pad: str, under: str) -> Iterator[str]:
        first = other not in self._seen
        self._seen.add(other)
        again = "" if first or not self._side.get(other) else paint("  (above)", "dim")
        word = paint(f"{label}  ", "dim") if label else ""
        yield f"{pad}{word}{_named(self._nodes[other])}{again}"
        if first:
            yield from self.below(other, under)


def _stems(count: int) -> Iterator[tuple[str, str]]:
    """Draw the twigs of so many branches, each with what stands below it."""
    yield from [("├─ ", "│  ")] * (count - 1)
    yield from [("└─ ", "   ")] * min(count, 1)


def _rows(links: tuple[Link, ...], ref: str) -> Iterator[tuple[str, list[Link]]]:
    """Bring links in the order they are read: by relation, each redundancy group by itself."""
    ordered = sorted(links, key=lambda link: (link.relation, link.group or "", link))
    for (relation, group), each in groupby(ordered, key=lambda link: (link.relation, link.group)):
        found = list(each)
        if group and found[0].source == ref and len(found) > 1:
            yield f"{relation.replace('_', ' ')}, these stand in for each other", found
            continue
        for link in found:
            word = relation if link.source == ref else _INVERSE[relation]
            soft = ", can do without" if link.strength == "soft" and relation != "sends_data_to" else ""
            shared = ", as one of several" if link.group else ""
            yield f"{word.replace('_', ' ')}{soft}{shared}", [link]


def _named(node: Node) -> str:
    ref = paint(printable(node.ref), "strong")
    if not node.exists:
        return f"{ref}  {paint('does not exist', 'error')}"
    owner = f"  {paint(printable(node.owner), 'dim')}" if node.owner else ""
    return f"{ref}  {printable(node.name or '')}{owner}".rstrip()

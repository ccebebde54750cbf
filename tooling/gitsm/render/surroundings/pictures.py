"""A record with what is around it, as a drawing in Mermaid or DOT."""

from collections.abc import Iterator

from gitsm.graph.surroundings import Link, Node, Surroundings
from gitsm.render import escape

_MOST_DRAWN = 100
_SHAPES = {"service": ("([", "])"), "service_offering": ("[/", "/]")}


def markdown(found: Surroundings) -> str:
    """Write the drawing into Markdown, with the record above it."""
    return f"### {escape.markdown(found.root)}\n\n```mermaid\n{mermaid(found)}```\n"


def mermaid(found: Surroundings) -> str:
    """Draw in Mermaid; ids are numbers, so that no name can be an order."""
    number, links, more = _shown(found)
    lines = ["graph LR"]
    for node, index in number.items():
        opened, closed = _SHAPES.get(node.ref.partition(":")[0], ("[", "]"))
        style = "root" if node.ref == found.root else "there" if node.exists else "missing"
        lines.append(f'  n{index}{opened}"{escape.mermaid(_label(node))}"{closed}:::{style}')
    ids = {node.ref: index for node, index in number.items()}
    for link in links:
        arrow = "-.->" if link.strength == "soft" else "-->"
        lines.append(f'  n{ids[link.source]} {arrow}|"{escape.mermaid(_word(link))}"| n{ids[link.target]}')
    if more:
        lines.append(f'  more["{more} more"]')
    lines += ["  classDef root stroke-width:3px", "  classDef missing stroke-dasharray:4"]
    return "\n".join(lines) + "\n"


def dot(found: Surroundings) -> str:
    """Draw in DOT, for Graphviz."""
    number, links, more = _shown(found)
    ids = {node.ref: index for node, index in number.items()}
    return (
        "\n".join(
            ["digraph {", "  rankdir=LR", "  node [shape=box]", *_dot_lines(found, number, links, ids, more), "}"]
        )
        + "\n"
    )


def _dot_lines(
    found: Surroundings, number: dict[Node, int], links: tuple[Link, ...], ids: dict[str, int], more: int
) -> Iterator[str]:
    for node, index in number.items():
        style = ", penwidth=3" if node.ref == found.root else "" if node.exists else ", style=dashed"
        yield f'  n{index} [label="{escape.dot(_label(node))}"{style}]'
    for link in links:
        style = ", style=dashed" if link.strength == "soft" else ""
        yield f'  n{ids[link.source]} -> n{ids[link.target]} [label="{escape.dot(_word(link))}"{style}]'
    if more:
        yield f'  more [label="{more} more", shape=plaintext]'


def _shown(found: Surroundings) -> tuple[dict[Node, int], tuple[Link, ...], int]:
    """Choose what is drawn: the nearest records, and the links between them."""
    nodes = found.nodes[:_MOST_DRAWN]
    refs = {node.ref for node in nodes}
    links = tuple(link for link in found.links if link.source in refs and link.target in refs)
    return {node: index for index, node in enumerate(nodes)}, links, len(found.nodes) - len(nodes) + found.left_out


def _label(node: Node) -> str:
    name = node.ref.partition(":")[2]
    return f"{name}\n{node.name}" if node.name and node.name != name else name


def _word(link: Link) -> str:
    return link.relation.replace("_", " ") + (" (one of several)" if link.group else "")

"""A record with what is around it, in each format."""

from collections.abc import Callable

from gitsm.graph.surroundings import Surroundings


def face(name: str) -> Callable[[Surroundings], str]:
    """Find the renderer of a format."""
    from gitsm.render.surroundings import json, pictures, text

    return {
        "text": text.tree,
        "json": json.graph,
        "markdown": pictures.markdown,
        "mermaid": pictures.mermaid,
        "dot": pictures.dot,
    }[name]

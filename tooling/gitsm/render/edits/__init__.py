"""The difference of two trees, in each format."""

from collections.abc import Callable
from dataclasses import dataclass

from gitsm.diff.compare import Edit


@dataclass(frozen=True, slots=True)
class Difference:
    """Edits, with the names of what was compared."""

    base: str
    head: str
    edits: tuple[Edit, ...]


def face(name: str) -> Callable[[Difference], str]:
    """Find the renderer of a format."""
    from gitsm.render.edits import json, markdown, text

    return {"text": text.difference, "json": json.difference, "markdown": markdown.difference}[name]

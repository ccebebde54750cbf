"""What fits a text, in each format."""

from collections.abc import Callable
from dataclasses import dataclass

from gitsm.operations.search import Suggestion


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, and what fits it."""

    question: str
    found: tuple[Suggestion, ...]


def face(name: str) -> Callable[[Answer], str]:
    """Find the renderer of a format."""
    from gitsm.render.suggestions import json, markdown, text

    return {"text": text.answer, "json": json.answer, "markdown": markdown.answer}[name]

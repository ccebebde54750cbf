"""A verdict, in each format."""

from collections.abc import Callable

from gitsm.change.verdict import Verdict


def face(name: str) -> Callable[[Verdict], str]:
    """Find the renderer of a format."""
    from gitsm.render.gate import json, markdown, text

    return {"text": text.verdict, "json": json.verdict, "markdown": markdown.verdict}[name]

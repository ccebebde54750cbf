"""Figures from history, in each format."""

from collections.abc import Callable

from gitsm.improvement.metrics import Metrics


def face(name: str) -> Callable[[Metrics], str]:
    """Find the renderer of a format."""
    from gitsm.render.metrics import json, markdown, text

    return {"text": text.metrics, "json": json.metrics, "markdown": markdown.metrics}[name]

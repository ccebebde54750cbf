"""The history of a record, in each format."""

from collections.abc import Callable

from gitsm.inquiry.chronicle import Chronicle


def log_face(name: str) -> Callable[[Chronicle], str]:
    """Find the renderer of a format for the whole history."""
    from gitsm.render.history import json, markdown, text

    return {"text": text.log, "json": json.log, "markdown": markdown.log}[name]


def blame_face(name: str) -> Callable[[Chronicle, bool], str]:
    """Find the renderer of a format for where each value comes from; the flag asks for parts of values, too."""
    from gitsm.render.history import json, markdown, text

    return {"text": text.blame, "json": json.blame, "markdown": markdown.blame}[name]

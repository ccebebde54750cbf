"""Service levels, in each format."""

from collections.abc import Callable

from gitsm.service_level.reports import Report


def face(name: str) -> Callable[[Report], str]:
    """Find the renderer of a format."""
    from gitsm.render.levels import json, markdown, text

    return {"text": text.report, "json": json.report, "markdown": markdown.report}[name]

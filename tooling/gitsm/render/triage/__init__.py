"""An incident that was looked at, in each format."""

from collections.abc import Callable

from gitsm.operations.triage import Triage


def face(name: str) -> Callable[[Triage], str]:
    """Find the renderer of a format."""
    from gitsm.render.triage import json, markdown, text

    return {"text": text.triage, "json": json.triage, "markdown": markdown.triage}[name]

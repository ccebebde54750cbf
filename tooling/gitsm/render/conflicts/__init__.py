"""What stands against a change: conflicts with windows, with other work, with open changes; in each format."""

from collections.abc import Callable, Mapping

from gitsm.change.open_changes import Contention
from gitsm.render.conflicts import json, markdown, text

FORMATS: Mapping[str, Callable[[Contention], str]] = {
    "text": text.contention,
    "json": json.contention,
    "markdown": markdown.contention,
}

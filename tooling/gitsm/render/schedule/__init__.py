"""Free times for a piece of work, in each format."""

from collections.abc import Callable, Mapping

from gitsm.render.schedule.faces import Schedule, json, markdown, text

FORMATS: Mapping[str, Callable[[Schedule], str]] = {"text": text, "json": json, "markdown": markdown}

__all__ = ["FORMATS", "Schedule"]

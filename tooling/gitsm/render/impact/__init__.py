"""Impact and simulation, in each format."""

from collections.abc import Callable
from dataclasses import dataclass

from gitsm.change.impact import Impact, Simulation


@dataclass(frozen=True, slots=True)
class Judgement:
    """An impact, with the names of what was compared."""

    base: str
    head: str
    impact: Impact


def face(name: str) -> Callable[[Judgement], str]:
    """Find the renderer of a format for an impact."""
    from gitsm.render.impact import json, markdown, text

    return {"text": text.impact, "json": json.impact, "markdown": markdown.impact}[name]


def simulation_face(name: str) -> Callable[[Simulation], str]:
    """Find the renderer of a format for a simulation."""
    from gitsm.render.impact import json, markdown, text

    return {"text": text.simulation, "json": json.simulation, "markdown": markdown.simulation}[name]

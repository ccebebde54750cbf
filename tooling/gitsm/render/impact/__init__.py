"""Impact and simulation, in each format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from gitsm.change.impact import Impact
from gitsm.change.simulation import Simulation

if TYPE_CHECKING:
    from gitsm.change.promises import Promise
    from gitsm.service_level.costs import Cost  # an answer without costs needs no models


@dataclass(frozen=True, slots=True)
class Judgement:
    """An impact, with the names of what was compared, and the promises that are broken or mended."""

    base: str
    head: str
    impact: Impact
    promises: "tuple[Promise, ...]" = ()


def face(name: str) -> Callable[[Judgement], str]:
    """Find the renderer of a format for an impact."""
    from gitsm.render.impact import json, markdown, text

    return {"text": text.impact, "json": json.impact, "markdown": markdown.impact}[name]


Costs: TypeAlias = "Sequence[Cost] | None"
"""What an outage would cost; None where nobody asked."""


def simulation_face(name: str) -> Callable[[Simulation, Costs], str]:
    """Find the renderer of a format for a simulation, and for what it would cost."""
    from gitsm.render.impact import json, markdown, text

    return {"text": text.simulation, "json": json.simulation, "markdown": markdown.simulation}[name]

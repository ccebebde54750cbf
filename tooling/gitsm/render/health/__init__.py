"""The health of a CMDB, in each format."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from gitsm.improvement.health import Health, Score


@dataclass(frozen=True, slots=True)
class Examined:
    """The health of a CMDB, and what of it is wanted.

    Attributes:
        health: all of it.
        by: the groups that are shown.
        failing: whether every flaw is listed.
    """

    health: Health
    by: Literal["team", "class"] = "team"
    failing: bool = False

    @property
    def groups(self) -> tuple[Score, ...]:
        """The scores of the groups, the worst first."""
        return self.health.teams if self.by == "team" else self.health.classes


def face(name: str) -> Callable[[Examined], str]:
    """Find the renderer of a format."""
    from gitsm.render.health import json, markdown, text

    return {"text": text.health, "json": json.health, "markdown": markdown.health}[name]

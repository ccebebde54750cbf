"""A form that was recorded or refused, in each format."""

from collections.abc import Callable
from dataclasses import dataclass

from gitsm.editing.recording import Recorded
from gitsm.operations.answers import Refusal


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a form.

    Attributes:
        recorded: what was recorded, or would be; None where its answers were refused.
        refused: why they were.
        branch: the branch it is on; None where none was made.
        commit: its commit, hex.
    """

    recorded: Recorded | None
    refused: tuple[Refusal, ...] = ()
    branch: str | None = None
    commit: str | None = None


def face(name: str) -> Callable[[Told], str]:
    """Find the renderer of a format."""
    from gitsm.render.recordings import json, markdown, text

    return {"text": text.told, "json": json.told, "markdown": markdown.told}[name]

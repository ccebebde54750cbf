"""Faces of a check's report."""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from gitsm.report import Report


def _named(name: str) -> Callable[[Report], str]:
    def render(report: Report) -> str:
        face: Callable[[Report], str] = import_module(f"gitsm.render.findings.{name}").render
        return face(report)

    return render


FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    name: _named(name) for name in ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")
}
"""By the word of --format; each is imported when it is called."""

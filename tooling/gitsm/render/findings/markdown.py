"""Findings for a comment or a job summary."""

from collections.abc import Iterator
from typing import Final

from gitsm.diagnostics import Finding, Severity
from gitsm.render.escape import markdown
from gitsm.render.findings.text import MOST_PER_FILE, summary, where
from gitsm.render.terminal import plain
from gitsm.report import Report

MOST_CHARACTERS: Final = 60_000
_MARKS: Final = {Severity.ERROR: "🔴 error", Severity.WARNING: "🟡 warning", Severity.NOTE: "🔵 note"}


def render(report: Report) -> str:
    """Write a list of findings by file, short enough for a comment; past that, how many more there are."""
    text = f"### gitsm check: {plain(summary(report))}\n"
    left = len(report.findings)
    path = None
    for number, finding in enumerate(report.findings):
        heading = "" if finding.spot.path == path else f"\n{markdown(report.repository_path(finding.spot.path))}\n\n"
        item = heading + "".join(f"{line}\n" for line in _item(finding))
        if len(text) + len(item) > MOST_CHARACTERS or number >= MOST_PER_FILE:
            return text + f"\n{left} more findings\n"
        text += item
        left -= 1
        path = finding.spot.path
    return text


def _item(finding: Finding) -> Iterator[str]:
    line = f"line {finding.place.line}: " if finding.place else ""
    yield f"- {_MARKS[finding.severity]} **{finding.rule}** {line}{markdown(finding.message)}"
    if finding.hint:
        yield f"  - hint: {markdown(finding.hint)}"
    for related in finding.related:
        yield f"  - note: {markdown(f'{related.message}: {where(related.spot.path, related.place)}')}"

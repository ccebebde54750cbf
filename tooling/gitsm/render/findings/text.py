"""Findings for people at a terminal, each with the line it is about."""

from collections.abc import Iterator, Mapping
from typing import Final

from gitsm.diagnostics import Finding, Place, Related, Severity
from gitsm.load.places import Excerpt, excerpt
from gitsm.render.terminal import Style, escaped, paint, printable, width
from gitsm.report import Report

MOST_PER_FILE: Final = 200
MOST_CELLS: Final = 160
_STYLES: Final[dict[Severity, Style]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def render(report: Report) -> str:
    """Write every finding with its excerpt; past 200 of one file only how many more there are."""
    shown: list[str] = []
    counts: dict[str, int] = {}
    for finding in report.findings:
        path = finding.spot.path
        counts[path] = counts.get(path, 0) + 1
        if counts[path] <= MOST_PER_FILE:
            shown.append("\n".join(_finding(finding, report.texts)))
    shown += [
        f"{printable(path)}: {count - MOST_PER_FILE} more findings\n"
        for path, count in counts.items()
        if count > MOST_PER_FILE
    ]
    return "\n".join(shown)


def summary(report: Report) -> str:
    """Write one line about the whole."""
    records = f"{report.records} record{'' if report.records == 1 else 's'}"
    counts = [
        paint(f"{count} {severity.word}{'' if count == 1 else 's'}", _STYLES[severity])
        for severity in reversed(Severity)
        if (count := report.count(severity))
    ]
    return f"{records}, {', '.join(counts) or paint('no findings', 'good')}"


def where(path: str, place: Place | None) -> str:
    """Write a place as editors and terminals jump to it."""
    return f"{path}:{place.line}:{place.column}" if place else path


def _finding(finding: Finding, texts: Mapping[str, bytes]) -> Iterator[str]:
    style = _STYLES[finding.severity]
    label = paint(f"{finding.severity.word}[{finding.rule}]", style)
    start = paint(printable(where(finding.spot.path, finding.place)), "strong")
    yield f"{start}: {label} {printable(finding.message)}"
    yield from _source(finding.place, texts, style)
    if finding.hint:
        yield f"  {paint('hint:', 'hint')} {printable(finding.hint)}"
    for related in finding.related:
        yield from _related(related, texts)
    yield ""


def _related(related: Related, texts: Mapping[str, bytes]) -> Iterator[str]:
    place = printable(where(related.spot.path, related.place))
    yield f"  {paint('note:', 'note')} {printable(related.message)}: {place}"
    yield from _source(related.place, texts, "note")


def _source(place: Place | None, texts: Mapping[str, bytes], style: Style) -> Iterator[str]:
    raw = texts.get(place.path) if place else None
    cut = excerpt(raw, place) if place and raw is not None else None
    if place is None or cut is None or not cut.text.strip():
        return
    line, start, end = _shown(cut)
    number = str(place.line)
    bar = paint("|", "dim")
    yield f" {' ' * len(number)} {bar}"
    yield f" {paint(number, 'dim')} {bar} {line}"
    yield f" {' ' * len(number)} {bar} {' ' * start}{paint('^' * max(1, end - start), style)}"


def _shown(cut: Excerpt) -> tuple[str, int, int]:
    """Escape an excerpt and cut it to what is looked at; the columns move along."""
    cells, line, start, end = 0, "", -1, 0
    for char in cut.text:
        if cells >= cut.start and start < 0:
            start = width(line)
        # Printing `##[` would give orders to some build logs, see `printable`.
        line += escaped(char) if char == "[" and line.endswith("##") else printable(char)
        cells += width(char)
        if cells <= cut.end:
            end = width(line)
    start = width(line) if start < 0 else start
    return _cropped(line, start, max(end, start + 1))


def _cropped(line: str, start: int, end: int) -> tuple[str, int, int]:
    if width(line) <= MOST_CELLS:
        return line, start, end
    skip = max(0, start - MOST_CELLS // 2)
    kept, cells = "", 0
    for char in line:
        if skip <= cells < skip + MOST_CELLS:
            kept += char
        cells += width(char)
    if skip:
        kept = "…" + kept[1:]
    if cells > skip + MOST_CELLS:
        kept += "…"
    return kept, start - skip, min(end - skip, MOST_CELLS)

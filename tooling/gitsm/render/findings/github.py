"""Findings as annotations of GitHub's runners."""

from typing import Final

from gitsm.diagnostics import Finding, Severity
from gitsm.render.escape import command_data, command_property
from gitsm.render.findings.text import where
from gitsm.render.terminal import printable
from gitsm.report import Report

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """Write one command per finding, errors first: a step shows ten of each level."""
    in_order = sorted(report.findings, key=lambda finding: -finding.severity)
    return "".join(_command(finding, report) for finding in in_order)


def _command(finding: Finding, report: Report) -> str:
    path = printable(report.repository_path(finding.spot.path))
    place = finding.place
    # Columns are shown on one line only, and the last one is included.
    values = {"file": path, "title": f"gitsm: {finding.rule}"}
    if place:
        values["line"] = str(place.line)
        values["endLine"] = str(place.end_line)
        if place.line == place.end_line:
            values["col"] = str(place.column)
            values["endColumn"] = str(max(place.column, place.end_column - 1))
    properties = ",".join(f"{name}={command_property(value)}" for name, value in values.items())
    # The log drops the properties, so the place stands in the text as well.
    lines = [f"{where(path, place)}: {finding.message}", *([f"hint: {finding.hint}"] if finding.hint else [])]
    lines += [
        f"note: {related.message}: {where(report.repository_path(related.spot.path), related.place)}"
        for related in finding.related
    ]
    message = command_data("\n".join(printable(line) for line in lines))
    return f"::{_COMMANDS[finding.severity]} {properties}::{message}\n"

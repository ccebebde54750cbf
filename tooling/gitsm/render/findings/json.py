"""Findings for programs, as interface.md promises."""

from typing import Any

from gitsm.diagnostics import Finding, Place, Severity
from gitsm.render import escape
from gitsm.report import Report


def render(report: Report) -> str:
    """Write `gitsm/check/v1`."""
    return escape.json(
        {
            "schema": "gitsm/check/v1",
            "root": report.root,
            "tree": report.tree,
            "as_of": report.as_of.isoformat(),
            "counts": {
                "records": report.records,
                "errors": report.count(Severity.ERROR),
                "warnings": report.count(Severity.WARNING),
                "notes": report.count(Severity.NOTE),
            },
            "findings": [_finding(finding) for finding in report.findings],
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place or Place(finding.spot.path, 1, 1, 1, 1)
    return {
        "rule": finding.rule,
        "severity": finding.severity.word,
        "path": finding.spot.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "pointer": finding.spot.pointer,
        "message": finding.message,
        "hint": finding.hint,
        "related": [
            {
                "path": related.spot.path,
                "line": related.place.line if related.place else 1,
                "column": related.place.column if related.place else 1,
                "message": related.message,
            }
            for related in finding.related
        ],
    }

"""Findings as a code quality report of GitLab."""

from typing import Final

from gitsm.diagnostics import Severity
from gitsm.render import escape
from gitsm.render.findings.fingerprint import fingerprinted
from gitsm.report import Report

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """Write the report's list of issues."""
    return escape.json(
        [
            {
                "description": finding.message + (f" ({finding.hint})" if finding.hint else ""),
                "check_name": finding.rule,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": report.repository_path(finding.spot.path),
                    "lines": {
                        "begin": finding.place.line if finding.place else 1,
                        "end": finding.place.end_line if finding.place else 1,
                    },
                },
            }
            for finding, fingerprint in fingerprinted(report.findings)
        ]
    )

"""Findings as SARIF 2.1.0, with what GitHub's code scanning asks for."""

from typing import Any, Final
from urllib.parse import quote

from gitsm import __version__
from gitsm.diagnostics import Finding, Place, Severity
from gitsm.render import escape
from gitsm.render.findings.fingerprint import fingerprinted
from gitsm.report import Report
from gitsm.rules.manual import manual

MOST_RESULTS: Final = 25_000
MOST_HELP: Final = 1024
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(report: Report) -> str:
    """Write one run; GitHub takes at most 25,000 results."""
    findings = report.findings[:MOST_RESULTS]
    rules = sorted({finding.rule for finding in findings})
    run = {
        "tool": {
            "driver": {"name": "gitsm", "semanticVersion": __version__, "rules": [_rule(name) for name in rules]},
        },
        "automationDetails": {"id": "gitsm/"},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, fingerprint, rules.index(finding.rule), report)
            for finding, fingerprint in fingerprinted(findings)
        ],
    }
    return escape.json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, Any]:
    page = manual().get(name)
    sentence = " ".join(page.summary.split()) if page else name.replace("-", " ")
    why = " ".join(page.text.partition("\nBad:")[0].split()) if page else sentence
    return {
        "id": name,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": why[:MOST_HELP] or sentence},
        "help": {"text": f"gitsm rule {name} shows examples"},
    }


def _result(finding: Finding, fingerprint: str, index: int, report: Report) -> dict[str, Any]:
    text = finding.message + (f"\nhint: {finding.hint}" if finding.hint else "")
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.spot.path, finding.place, report)],
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint[:16]}:1", "gitsm/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(related.spot.path, related.place, report),
                "message": {"text": related.message},
            }
            for number, related in enumerate(finding.related, 1)
        ]
    return result


def _location(path: str, place: Place | None, report: Report) -> dict[str, Any]:
    there = place or Place(path, 1, 1, 1, 1)
    # A path in a URI is encoded byte by byte; what is no character was escaped where the tree was listed.
    uri = quote(report.repository_path(path).encode("utf-8", "backslashreplace"))
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {
                "startLine": there.line,
                "startColumn": there.column,
                "endLine": there.end_line,
                "endColumn": there.end_column,
            },
        }
    }

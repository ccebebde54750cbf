"""Findings as a JUnit report; what is printable is also legal in XML 1.0."""

from typing import Final
from xml.etree import ElementTree as ET

from gitsm.diagnostics import Finding, Severity
from gitsm.render.findings.text import where
from gitsm.render.terminal import printable
from gitsm.report import Report

_SUITE: Final = "gitsm check"


def render(report: Report) -> str:
    """Write one test case per finding: errors fail, the others pass and say what they are."""
    errors = str(report.count(Severity.ERROR))
    tests = str(max(1, len(report.findings)))
    top = ET.Element("testsuites", name="gitsm", tests=tests, failures=errors)
    suite = ET.SubElement(top, "testsuite", name=_SUITE, tests=tests, failures=errors, errors="0", skipped="0")
    if not report.findings:
        ET.SubElement(suite, "testcase", classname=_SUITE, name=f"{report.records} records")
    for finding in report.findings:
        _case(suite, finding, report)
    ET.indent(top)
    text = ET.tostring(top, encoding="unicode").replace("##[", "##&#91;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _case(suite: ET.Element, finding: Finding, report: Report) -> None:
    path = printable(report.repository_path(finding.spot.path))
    place = where(path, finding.place)
    case = ET.SubElement(suite, "testcase", classname=path, name=f"{finding.rule} {place}", file=path)
    if finding.place:
        case.set("line", str(finding.place.line))
    lines = [f"{place}: {finding.severity.word}[{finding.rule}] {finding.message}"]
    lines += [f"hint: {finding.hint}"] if finding.hint else []
    lines += [f"note: {one.message}: {where(one.spot.path, one.place)}" for one in finding.related]
    if finding.severity is Severity.ERROR:
        outcome = ET.SubElement(case, "failure", message=printable(finding.message), type=finding.rule)
    else:
        outcome = ET.SubElement(case, "system-out")
    outcome.text = "\n".join(map(printable, lines))

"""What a judging job leaves for others is in the form they take: SARIF, JUnit, code quality."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from gitsm.diagnostics import Finding, Place, Related, Severity, Spot
from gitsm.render.findings import FORMATS
from gitsm.report import Report

DATA = Path(__file__).parent / "data"
SARIF = json.loads((DATA / "sarif-2.1.0.json").read_text("utf-8"))["schema"]
TEXT = st.text(max_size=40) | st.sampled_from(["\x00\x1b]0;x\x07", "\ud800", "##[x]", "%0A::error::", "a/b c|d"])
PLACE = st.builds(
    lambda line, more: Place("cmdb/x.yaml", line, 1, line + more, 3), st.integers(1, 10**6), st.integers(0, 3)
)
FINDING = st.builds(
    lambda rule, severity, message, place, hint, related: Finding(
        rule, severity, message, Spot("cmdb/x.yaml"), place, hint, related
    ),
    st.sampled_from(["unknown-reference", "common-mode", "not-a-rule"]),
    st.sampled_from(list(Severity)),
    TEXT.filter(bool),
    st.none() | PLACE,
    st.none() | TEXT,
    st.lists(st.builds(Related, TEXT, st.just(Spot("cmdb/y.yaml")), st.none() | PLACE), max_size=2).map(tuple),
)
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {"type": "object", "required": ["begin"],
                              "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}  # fmt: skip
"""As GitLab's manual describes it: more than its importer asks for, which is below."""
IMPORTED = json.loads((DATA / "gitlab-codequality.json").read_text("utf-8"))["schema"]
"""What GitLab itself holds each entry against; it stops at the first that fails, and shows none of those after it."""


def report(findings: list[Finding], root: str = ".") -> Report:
    return Report(root, "4b825dc642cb6eb9a060e54bf8d69288fbee4904", date(2026, 11, 25), 10, tuple(findings))


def faults(schema: dict[str, Any], shape: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:100]}" for error in Draft4Validator(schema).iter_errors(shape)]


@given(st.lists(FINDING, max_size=6), st.sampled_from([".", "it/data"]))
def test_sarif_is_what_oasis_says_it_is(findings: list[Finding], root: str) -> None:
    shape = json.loads(FORMATS["sarif"](report(findings, root)))
    assert faults(SARIF, shape) == []
    (run,) = shape["runs"]
    for rule in run["tool"]["driver"]["rules"]:  # what GitHub asks for beyond it
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
        assert max(len(rule[key]["text"]) for key in ("shortDescription", "fullDescription")) <= 1024
    for result in run["results"]:
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        assert not result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("/")


@pytest.mark.parametrize("break_", [{"version": "2.0.0"}, {"runs": [{}]}, {"more": 1}])
def test_the_schema_refuses_what_is_wrong(break_: dict[str, Any]) -> None:
    shape = json.loads(FORMATS["sarif"](report([])))
    assert faults(SARIF, {**shape, **break_})


@given(st.lists(FINDING, max_size=6))
def test_gitlab_can_tell_the_findings_apart(findings: list[Finding]) -> None:
    text = FORMATS["gitlab"](report(findings, "it"))
    shape = json.loads(text)
    assert faults(CODE_QUALITY, shape) == []
    assert [faults(IMPORTED, one) for one in shape] == [[]] * len(findings)
    assert text[0] == "["  # a byte order mark is none, and GitLab's reader wants none
    assert len({one["fingerprint"] for one in shape}) == len(findings)


@pytest.mark.parametrize(
    "break_", [{"fingerprint": 1}, {"severity": None}, {"location": []}, {"location": {"lines": {"begin": "1"}}}]
)
def test_gitlab_refuses_what_is_wrong(break_: dict[str, Any]) -> None:
    (good,) = json.loads(FORMATS["gitlab"](report([Finding("x", Severity.NOTE, "m", Spot("a.yaml"), None)])))
    assert faults(IMPORTED, good) == []
    assert faults(IMPORTED, {**good, **break_})
    assert faults(IMPORTED, {key: value for key, value in good.items() if key != next(iter(break_))})


# Written by Jenkins' xunit plugin, and taken from pytest's source distribution; its licence (MIT) stands in it.
JUNIT = xmlschema.XMLSchema(DATA / "junit-10.xsd")
BEYOND = {("testcase", f"'{name}' attribute not allowed") for name in ("file", "line")}
"""What GitLab reads and pytest's first family of reports writes, too, and that schema lacks."""


@settings(max_examples=40)
@given(st.lists(FINDING, max_size=6))
def test_junit_is_what_jenkins_says_it_is(findings: list[Finding]) -> None:
    text = FORMATS["junit"](report(findings))
    assert against_junit(text) <= BEYOND
    broken = text.replace("<testsuite ", '<testsuite odd="1" ')
    assert against_junit(broken) - BEYOND


def against_junit(text: str) -> set[tuple[str, str]]:
    return {
        (str(getattr(error.elem, "tag", "")), str(error.reason).partition(" for element")[0])
        for error in JUNIT.iter_errors(text)
    }


@given(st.lists(FINDING, max_size=6))
def test_junit_counts_what_it_holds(findings: list[Finding]) -> None:
    top = ET.fromstring(FORMATS["junit"](report(findings)))
    (suite,) = top
    cases = suite.findall("testcase")
    for level in (top, suite):
        assert int(level.attrib["tests"]) == len(cases)
        assert int(level.attrib["failures"]) == len(suite.findall("testcase/failure"))
    assert all(case.attrib["name"] and case.attrib["classname"] for case in cases)

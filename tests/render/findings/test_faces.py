import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.diagnostics import Finding, Place, Related, Severity, Spot
from gitsm.render.findings import FORMATS
from gitsm.render.findings.text import summary
from gitsm.render.terminal import plain
from gitsm.report import Report

SERVICE = "catalog/services/payments/service.yaml"
TEXT = b"kind: service\nid: payments\ndelivered_by:\n  - ci:pg-mian\n"
RELATED = Related("the owner's other record", Spot("cmdb/pg-main.yaml"), Place("cmdb/pg-main.yaml", 2, 1, 2, 12))
UNKNOWN = Finding(
    "unknown-reference",
    Severity.ERROR,
    "there is no ci:pg-mian",
    Spot(SERVICE, "/delivered_by/0"),
    Place(SERVICE, 4, 5, 4, 15),
    "did you mean ci:pg-main?",
    (RELATED,),
    "service:payments",
)
NOTE = Finding("cycle", Severity.NOTE, "payments depends on itself", Spot(SERVICE), Place(SERVICE, 1, 1, 1, 5))


def report(*findings: Finding, root: str = ".", texts: Mapping[str, bytes] | None = None) -> Report:
    files = {SERVICE: TEXT, "cmdb/pg-main.yaml": b"kind: ci\nid: pg-main\n", **(texts or {})}
    return Report(root, "4b825dc642cb6eb9a060e54bf8d69288fbee4904", date(2026, 11, 24), 402, findings, files)


def test_text_shows_the_line_and_underlines_the_part() -> None:
    assert plain(FORMATS["text"](report(UNKNOWN))) == (
        f"{SERVICE}:4:5: error[unknown-reference] there is no ci:pg-mian\n"
        "   |\n"
        " 4 |   - ci:pg-mian\n"
        "   |     ^^^^^^^^^^\n"
        "  hint: did you mean ci:pg-main?\n"
        "  note: the owner's other record: cmdb/pg-main.yaml:2:1\n"
        "   |\n"
        " 2 | id: pg-main\n"
        "   | ^^^^^^^^^^^\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "underline"),
    [
        ("a:\tvalue", 4, 9, "a:    value", "      ^^^^^"),
        ("漢字: value", 5, 10, "漢字: value", "      ^^^^^"),
        ("e\u0301: value", 5, 10, "e\u0301: value", "   ^^^^^"),
        ("a: \u00a0value", 5, 10, "a: \\u00a0value", "         ^^^^^"),
        ("a: \x1b[31m", 4, 9, "a: \\u001b[31m", "   ^^^^^^^^^^"),
        ("a: ##[error]", 4, 13, "a: ##\\u005berror]", "   ^^^^^^^^^^^^^^"),
        ("a:", 3, 4, "a:", "  ^"),
    ],
)
def test_the_caret_stands_under_the_part(line: str, column: int, end: int, shown: str, underline: str) -> None:
    one = Finding("r", Severity.ERROR, "wrong", Spot("x.yaml"), Place("x.yaml", 1, column, 1, end))
    lines = plain(FORMATS["text"](report(one, texts={"x.yaml": line.encode()}))).splitlines()
    assert lines[2] == f" 1 | {shown}"
    assert lines[3] == f"   | {underline}"


def test_a_long_line_is_cut_to_what_is_looked_at() -> None:
    line = "a: [" + "x" * 5000 + " here " + "y" * 5000
    start = line.index("here") + 1
    one = Finding("r", Severity.ERROR, "wrong", Spot("x.yaml"), Place("x.yaml", 1, start, 1, start + 4))
    lines = plain(FORMATS["text"](report(one, texts={"x.yaml": line.encode()}))).splitlines()
    assert len(lines[2]) < 200
    assert lines[2][lines[3].index("^") : lines[3].rindex("^") + 1] == "here"


def test_at_most_two_hundred_findings_of_one_file_are_shown() -> None:
    many = [Finding("r", Severity.ERROR, f"wrong {number}", Spot("x.yaml")) for number in range(250)]
    text = plain(FORMATS["text"](report(*many, UNKNOWN)))
    assert text.count("error[r]") == 200
    assert "x.yaml: 50 more findings" in text
    assert "unknown-reference" in text


def test_summary_counts() -> None:
    assert plain(summary(report())) == "402 records, no findings"
    assert plain(summary(report(UNKNOWN, NOTE, NOTE))) == "402 records, 1 error, 2 notes"


def test_json_is_what_the_interface_promises() -> None:
    assert json.loads(FORMATS["json"](report(UNKNOWN))) == {
        "schema": "gitsm/check/v1",
        "root": ".",
        "tree": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "as_of": "2026-11-24",
        "counts": {"records": 402, "errors": 1, "warnings": 0, "notes": 0},
        "findings": [
            {
                "rule": "unknown-reference",
                "severity": "error",
                "path": SERVICE,
                "line": 4,
                "column": 5,
                "end_line": 4,
                "end_column": 15,
                "pointer": "/delivered_by/0",
                "message": "there is no ci:pg-mian",
                "hint": "did you mean ci:pg-main?",
                "related": [
                    {"path": "cmdb/pg-main.yaml", "line": 2, "column": 1, "message": "the owner's other record"}
                ],
            }
        ],
    }


def test_github_shows_errors_first_and_beside_the_line() -> None:
    lines = FORMATS["github"](report(NOTE, UNKNOWN, root="it")).splitlines()
    assert lines[0] == (
        f"::error file=it/{SERVICE},title=gitsm%3A unknown-reference,line=4,endLine=4,col=5,endColumn=14"
        f"::it/{SERVICE}:4:5: there is no ci:pg-mian%0Ahint: did you mean ci:pg-main?"
        "%0Anote: the owner's other record: it/cmdb/pg-main.yaml:2:1"
    )
    assert lines[1].startswith("::notice file=")


CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {"path": {"type": "string"}, "lines": {"required": ["begin"]}},
            },
        },
    },
}


def test_gitlab_takes_the_report() -> None:
    issues = json.loads(FORMATS["gitlab"](report(UNKNOWN, NOTE, NOTE)))
    jsonschema.validate(issues, CODE_QUALITY)
    assert [issue["severity"] for issue in issues] == ["major", "info", "info"]
    assert len({issue["fingerprint"] for issue in issues}) == 3


def test_a_fingerprint_survives_an_edit_above() -> None:
    moved = Finding(UNKNOWN.rule, UNKNOWN.severity, UNKNOWN.message, UNKNOWN.spot, Place(SERVICE, 40, 5, 40, 15))
    before, after = (json.loads(FORMATS["gitlab"](report(one)))[0] for one in (UNKNOWN, moved))
    assert before["fingerprint"] == after["fingerprint"]


POSITIVE = {"type": "integer", "minimum": 1}
TEXT_MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer"},
        "message": TEXT_MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["startLine", "startColumn", "endLine", "endColumn"],
                    "properties": dict.fromkeys(["startLine", "startColumn", "endLine", "endColumn"], POSITIVE),
                },
            },
        },
    },
    "additionalProperties": False,
}
# What the OASIS schema of SARIF 2.1.0 says of the parts that we write, and what GitHub requires beyond it.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs", "$schema"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "maxItems": 20,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "automationDetails": {"type": "object", "properties": {"id": {"type": "string"}}},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id", "shortDescription", "fullDescription", "help"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": TEXT_MESSAGE,
                                                "fullDescription": TEXT_MESSAGE,
                                                "help": TEXT_MESSAGE,
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["ruleId", "message", "locations", "partialFingerprints"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": TEXT_MESSAGE,
                                "locations": {"type": "array", "minItems": 1, "items": LOCATION},
                                "relatedLocations": {"type": "array", "uniqueItems": True, "items": LOCATION},
                                "partialFingerprints": {
                                    "type": "object",
                                    "required": ["primaryLocationLineHash"],
                                    "additionalProperties": {"type": "string"},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_sarif_is_valid_and_its_indexes_fit() -> None:
    log = json.loads(FORMATS["sarif"](report(UNKNOWN, NOTE, root="it")))
    jsonschema.validate(log, SARIF)
    run = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    about = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}["unknown-reference"]
    assert about["shortDescription"]["text"].startswith("Every reference names a record that exists")
    assert 20 < len(about["fullDescription"]["text"]) <= 1024
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"]["uri"] == f"it/{SERVICE}"
    assert first["region"] == {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 15}


def test_junit_fails_on_errors_alone() -> None:
    suite = ET.fromstring(FORMATS["junit"](report(UNKNOWN, NOTE)))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [len(case.findall("failure")) for case in suite] == [1, 0]
    assert ET.fromstring(FORMATS["junit"](report()))[0].get("failures") == "0"


def test_markdown_stays_within_a_comment() -> None:
    many = [Finding("r", Severity.ERROR, "<" * 2000, Spot(f"cmdb/{number}.yaml")) for number in range(150)]
    text = FORMATS["markdown"](report(*many))
    assert len(text) < 65_000
    assert re.search(r"^\d+ more findings$", text, re.MULTILINE)


HOSTILE = st.text(max_size=30) | st.sampled_from(
    ["\n::error::x", "##[add-mask]x", "\x1b]0;x\x07", "%0A::stop", "a|b`<img>"]
)
ANYTHING = st.builds(
    lambda severity, message, path, hint, note: Finding(
        "some-rule",
        severity,
        message,
        Spot(path),
        Place(path, 1, 1, 1, 2),
        hint,
        (Related(note, Spot(path), Place(path, 1, 1, 1, 2)),),
    ),
    st.sampled_from(Severity),
    HOSTILE,
    HOSTILE.filter(bool),
    HOSTILE | st.none(),
    HOSTILE,
)


@given(st.lists(ANYTHING, max_size=4), st.sampled_from(sorted(FORMATS)), HOSTILE)
def test_no_face_lets_a_stranger_speak(findings: list[Finding], name: str, line: str) -> None:
    texts = {one.spot.path: line.encode("utf-8", "replace") for one in findings}
    result = Report(".", None, date(2026, 11, 24), 1, tuple(findings), texts)
    text = FORMATS[name](result)
    assert text == FORMATS[name](result)
    assert plain(text).replace("\n", "").replace("\t", "").isprintable()
    assert "##[" not in plain(text)
    # A line that begins with `::` is a command; findings make one each in one face, and none in the others.
    commands = [row for row in re.split("[\n\u2028\u2029\x0b]", plain(text)) if row.lstrip().startswith("::")]
    assert len(commands) == (len(findings) if name == "github" else 0)
    if name in {"json", "gitlab", "sarif"}:
        json.loads(text)
    if name == "junit":
        ET.fromstring(text)

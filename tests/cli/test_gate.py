"""The gate as a user runs it, on real repositories."""

import json
from pathlib import Path

import pytest

from gitsm.forge.results import from_folder
from gitsm.render.gate.markdown import comment as comment_of
from gitsm_schemas.statements import Statement
from tests.support.catalogues import ci
from tests.support.gates import (
    BASE,
    NOW,
    approval,
    blockers,
    change,
    organisation,
    proposed,
    statement,
    verdict,
)
from tests.support.program import gitsm

PATCHED = BASE.replace('"16.1"', '"16.2"')
STANDARD = change(type="standard", model="db-patch")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organisation with branches that most tests only look at."""
    folder = organisation(tmp_path_factory.mktemp("gate") / "org")
    proposed(folder, PATCHED + change(), "normal")
    proposed(folder, PATCHED + STANDARD, "standard")
    proposed(folder, PATCHED, "silent")
    proposed(folder, BASE.replace("name: app", "name: The app"), "typo")
    return folder


def test_a_standard_change_goes_straight_through(made: Path) -> None:
    found = verdict(made, "standard")
    assert (found["allowed"], found["type"], found["state"]) == (True, "standard", "scheduled")
    assert found["approvals"]["required"] == []
    assert found["next"]["who"] == "cleo"


def test_what_is_controlled_needs_a_change_record(made: Path) -> None:
    found = verdict(made, "silent")
    assert blockers(found)[0] == "change-record-missing"
    assert found["controlled"] == ["ci:db/version"]
    assert found["next"] == {"who": "author", "what": "run gitsm change new, and fill in what it leaves open"}
    assert verdict(made, "typo")["controlled"] == []


def test_a_normal_change_waits_for_its_owner_and_goes_then(made: Path) -> None:
    found = verdict(made, "normal")
    assert blockers(found) == ["approval:owners", "approval:requests"]
    assert found["state"] == "authorize"
    agreed = statement(made, approval("dan", found["head"]))
    found = verdict(made, "normal", agreed)
    assert (found["allowed"], found["state"]) == (True, "scheduled")
    assert [one["satisfied_by"] for one in found["approvals"]["required"]] == [["dan"], ["dan"]]


def test_people_are_told_the_answer_and_the_next_action_first(made: Path) -> None:
    done = gitsm("gate", "main", "normal", "--as-of", NOW, cwd=made)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    # Two rules ask the same team: whoever reads it is asked once.
    assert lines[0] == "Refused: 1 thing stands in the way"
    assert [line for line in lines if "have to agree" in line or "has to agree" in line] == [
        "  1. ops has to agree: what is altered is theirs"
    ]
    assert sum(line.startswith("  missing  ") for line in lines) == 1
    assert sum("what is altered is theirs: " in line for line in lines) == 2
    assert "Next  ops: review and approve: cleo or dan" in lines
    assert gitsm("gate", "main", "standard", "--as-of", NOW, cwd=made).stdout.startswith("Allowed\n")
    comment = gitsm("gate", "main", "normal", "--as-of", NOW, "--format", "markdown", cwd=made)
    assert (comment.returncode, comment.stdout.splitlines()[0]) == (1, "### ⛔ Refused: 1 thing stands in the way")


def test_a_plan_that_was_not_reviewed_is_refused(made: Path) -> None:
    plan = verdict(made, "standard")["plan_hash"]
    assert verdict(made, "standard", expect=plan)["allowed"]
    assert blockers(verdict(made, "normal", expect=plan))[0] == "plan-differs"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "it is no JSON"),
        (b"[]", "input should be a valid dictionary"),
        (b'{"schema": "gitsm/approvals/v1"}', "author: field required"),
        (b'{"schema": "gitsm/approvals/v2", "author": "cleo"}', "schema: input should be"),
        (b'{"author": "cleo", "author": "dan"}', 'line 1: the key "author" stands twice, first in line 1'),
        (b'{"schema": "gitsm/approvals/v1", "author": "cleo", "extra": 1}', "extra inputs are not permitted"),
        (b'{"schema": "gitsm/approvals/v1", "author": "cleo", "draft": NaN}', "NaN is no number"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b"[" * 100_000, "it is nested deeper than 100"),
        (b" " * ((1 << 20) + 1), "larger than 1048576 bytes"),
        (
            json.dumps({"schema": "gitsm/approvals/v1", "author": "cleo",
                        "approvals": [{"by": "dan", "at": "2026-11-24T10:00:00Z", "state": "approved"}]}).encode(),
            "an approval is of a `head` or of a `plan_hash`",
        ),
        (
            json.dumps({"schema": "gitsm/approvals/v1", "author": "cleo",
                        "approvals": [{"by": "dan", "at": "10:00", "state": "approved", "head": "0" * 40}]}).encode(),
            "approvals/0/at",
        ),
    ],
)  # fmt: skip
def test_a_bad_file_of_approvals_cannot_be_judged_by(made: Path, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "approvals.json"
    path.write_bytes(content)
    done = gitsm("gate", "main", "standard", "--as-of", NOW, "--approvals", path, cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_of_approvals_that_is_not_there_is_no_yes(made: Path, tmp_path: Path) -> None:
    done = gitsm("gate", "main", "standard", "--approvals", tmp_path / "none.json", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_difference_to_what_was_reviewed_is_printed(made: Path, tmp_path: Path) -> None:
    reviewed = gitsm("gate", "main", "standard", "--as-of", NOW, "--format", "json", cwd=made).stdout
    (tmp_path / "reviewed.json").write_text(reviewed)
    expect = ("--expect", tmp_path / "reviewed.json")
    assert gitsm("gate", "main", "standard", "--as-of", NOW, *expect, cwd=made).returncode == 0
    done = gitsm("gate", "main", "normal", "--as-of", NOW, *expect, cwd=made)
    assert done.returncode == 1
    assert "      + change:chg-2026-11-24-work/type becomes normal" in done.stdout
    assert "      - change:chg-2026-11-24-work/model becomes change_model:db-patch" in done.stdout
    assert "db/version" not in done.stdout.partition("IN THE WAY")[0]


@pytest.mark.parametrize(
    ("content", "said"), [("{", "line 1: it is no JSON"), ('{"schema": "x"}', "no verdict"), (None, "no such file")]
)
def test_what_is_no_verdict_cannot_be_expected(made: Path, tmp_path: Path, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / "plan.json").write_text(content)
    done = gitsm("gate", "main", "standard", "--expect", tmp_path / "plan.json", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_part_of_a_hash_is_not_enough(made: Path) -> None:
    done = gitsm("gate", "main", "standard", "--expect", "0123456789ab", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "give all 64 digits" in done.stderr


def test_a_file_is_shown_with_who_may_approve_each_part(made: Path) -> None:
    done = gitsm("gate", "main", "--explain", "cmdb/db.yaml", cwd=made)
    assert done.returncode == 0
    lines = {line.split(":")[0]: line for line in done.stdout.splitlines()}
    assert lines["version"].split() == ["version:", '"16.1"', "ops", "(owners)"]
    assert lines["kind"] == "kind: ci"
    done = gitsm("gate", "main", "--explain", "cmdb/nowhere.yaml", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_comment_is_never_cut_off_in_the_middle_of_a_part(tmp_path: Path) -> None:
    many = "".join(ci(f"node-{number}", f"description: {'x' * 300}\n") for number in range(150))
    made = organisation(tmp_path / "org")
    proposed(made, BASE + many + change())
    comment = gitsm("gate", "main", "topic", "--as-of", NOW, "--format", "markdown", cwd=made).stdout
    assert len(comment) < 65_000
    assert "| 1002 more | | |" in comment
    assert comment.count("<details") == comment.count("</details>") >= 1


@pytest.mark.parametrize("branch", ["standard", "normal", "silent"])
def test_what_a_job_left_is_drawn_as_what_was_judged_here(made: Path, tmp_path: Path, branch: str) -> None:
    judge = ("gate", "main", branch, "--as-of", NOW, "--format")
    said = gitsm(*judge, "json", "--output", tmp_path / "gate.json", cwd=made)
    shape = json.loads((tmp_path / "gate.json").read_text())
    gitsm("impact", shape["base"], shape["head"], "--format", "json", "--output", tmp_path / "impact.json", cwd=made)
    gitsm("check", "--at", shape["head"], "--format", "json", "--output", tmp_path / "check.json", cwd=made)
    about = {key: shape[key] for key in ("base", "head")} | {"number": 1, "status": said.returncode, "notes": []}
    (tmp_path / "about.json").write_text(json.dumps({"schema": "gitsm/judged/v1", **about}))
    assert comment_of(from_folder(tmp_path).told) == gitsm(*judge, "markdown", cwd=made).stdout


def test_the_schema_of_the_file_of_approvals_is_fresh() -> None:
    path = Path(__file__).parents[2] / "schemas" / "json" / "approvals.v1.json"
    published = json.loads(path.read_text("utf-8"))
    assert published == {
        "$schema": "https://json-schema.org/draft/2020-12/schema", **Statement.model_json_schema(by_alias=True)
    }  # fmt: skip

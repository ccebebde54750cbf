"""gitsm record as a pipeline runs it: from a form to a branch, and nothing of the work tree touched."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.catalogues import files
from tests.support.desk import DESK
from tests.support.inside import gitsm
from tests.support.repositories import git, repository, write

NOW = "2026-11-20T15:00:00+01:00"
MAILBOX: dict[str, Any] = {
    "form": "request:mailbox",
    "by": "amara",
    "at": NOW,
    "answers": {
        "name": "Bergen Desk", "readers": "amara\n bo \n", "place": "Bergen", "extras": ["Calendar, too"], "size": 2,
    },
}  # fmt: skip
SLOW: dict[str, Any] = {
    "form": "incident:mail",
    "by": "bo",
    "at": NOW,
    "answers": {
        "summary": "Mail is slow for kari@home.example", "part": "Mail for staff", "details": "It arrives late.",
        "since": "2026-11-20 08:30", "who": "Everybody, or customers", "badly": "Work is slow or takes a detour",
    },
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = repository(tmp_path / "r", [("base", files(DESK))])
    for hook in ("pre-commit", "post-commit", "reference-transaction", "post-update"):
        path = made / ".git" / "hooks" / hook
        path.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\n", "utf-8")
        path.chmod(0o755)
    return made


def record(root: Path, sort: str, payload: object, *more: str) -> Any:
    (root.parent / "event.json").write_text(json.dumps(payload), "utf-8")
    words: tuple[str | Path, ...] = (
        "record",
        sort,
        "--from",
        root.parent / "event.json",
        "--as-of",
        NOW,
        "--format",
        "json",
        *more,
    )
    done = gitsm(*words, cwd=root)
    assert done.returncode in {0, 1}, done.stderr
    return json.loads(done.stdout)


def on(root: Path, branch: str, path: str) -> Any:
    return yaml.safe_load(git(root, "show", f"{branch}:{path}"))


def test_a_request_becomes_a_branch_with_its_change_and_edit(root: Path, tmp_path: Path) -> None:
    told = record(root, "request", MAILBOX)
    branch = "request/req-2026-11-20-mailbox"
    assert (told["branch"], told["refused"]) == (branch, [])
    found = told["record"]
    assert found["files"] == [
        "changes/changes/chg-2026-11-20-mailbox.yaml",
        "changes/requests/req-2026-11-20-mailbox.yaml",
        "cmdb/mailboxes/mailbox-bergen-desk.yaml",
    ]
    assert (found["priority"], found["groups"]) == (4, ["team:desk", "team:network"])
    assert [(one["name"], one["due"]) for one in found["tasks"]] == [
        ("Check the name", "2026-11-20T14:30:00+00:00"), ("Create it", "2026-11-23T08:30:00+00:00"),
    ]  # fmt: skip
    assert found["due"][0]["at"] == "2026-11-23T14:00:00+00:00"

    mailbox = on(root, branch, "cmdb/mailboxes/mailbox-bergen-desk.yaml")
    assert mailbox["name"] == "Bergen Desk"
    assert mailbox["attributes"]["readers"] == ["amara", "bo"]
    assert mailbox["attributes"]["outside"] is False
    request = on(root, branch, "changes/requests/req-2026-11-20-mailbox.yaml")
    assert request["change"] == "chg-2026-11-20-mailbox"
    assert request["answers"]["extras"] == ["Calendar, too"]
    change = on(root, branch, "changes/changes/chg-2026-11-20-mailbox.yaml")
    assert change["affected"] == [{"ci": "mailbox-bergen-desk"}]
    assert (change["model"], change["test_plan"], change["assignee"]) == ("new-mailbox", "Write to it.", "kofi")

    git(root, "checkout", "-q", branch)
    done = gitsm("check", "--as-of", NOW, cwd=root)
    assert done.returncode == 0, done.stdout
    assert not (tmp_path / "hooked").exists()


def test_a_record_is_edited_where_it_stands_and_its_comments_stay(root: Path) -> None:
    told = record(root, "request", {**MAILBOX, "form": "request:open", "answers": {"site": "new.example"}})
    text = git(root, "show", f"{told['branch']}:cmdb/filter.yaml")
    assert "allowed: [one.example, new.example]" in text
    assert "# reviewed each spring" in text
    patch = git(root, "diff", "--numstat", f"main..{told['branch']}", "--", "cmdb")
    assert patch == "1\t1\tcmdb/filter.yaml"


def test_an_incident_becomes_a_branch_with_all_that_helps(root: Path) -> None:
    told = record(root, "incident", SLOW)
    found = told["record"]
    assert told["branch"] == "incident/inc-2026-11-20-mail-is-slow-for-a-mail-address"
    assert (found["priority"], found["groups"]) == (2, ["team:desk"])
    assert [(one["metric"], one["at"]) for one in found["due"]] == [
        ("response", "2026-11-20T15:00:00+00:00"), ("resolution", "2026-11-23T14:00:00+00:00"),
    ]  # fmt: skip
    assert {one["ref"] for one in found["helpful"]} == {
        "knowledge_article:kb-mail-slow", "problem:prb-2026-09-01-filter"
    }  # fmt: skip
    assert found["redacted"] == [{"field": "summary", "sort": "a mail address"}]
    incident = on(root, told["branch"], found["files"][0])
    assert incident["title"] == "Mail is slow for [a mail address]"
    assert incident["services"] == ["service_offering:mail-staff"]
    assert incident["knowledge"] == ["kb-mail-slow"]
    assert str(incident["started_at"]).startswith("2026-11-20 08:30")
    assert "home.example" not in git(root, "log", "-p", told["branch"])


def test_the_work_tree_and_the_index_are_not_touched(root: Path) -> None:
    write(root, {"catalog/desk.yaml": "kind: [\n"})
    git(root, "add", "-A")
    before = git(root, "status", "--porcelain")
    record(root, "incident", SLOW)
    assert git(root, "status", "--porcelain") == before
    assert git(root, "branch", "--show-current") == "main"


def test_the_same_form_twice_overwrites_nothing(root: Path) -> None:
    first = record(root, "request", MAILBOX)
    done = gitsm("record", "request", "--from", root.parent / "event.json", "--as-of", NOW, cwd=root)
    assert done.returncode == 2
    assert "there is a branch request/req-2026-11-20-mailbox already" in done.stderr
    assert git(root, "rev-parse", first["branch"]) == first["commit"]
    # Once merged, its mailbox is there, and a second one of that name is refused.
    git(root, "merge", "-q", first["branch"])
    git(root, "branch", "-q", "-D", first["branch"])
    done = gitsm("record", "request", "--from", root.parent / "event.json", "--as-of", NOW, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ci:mailbox-bergen-desk was not changed: it exists already" in done.stderr


def test_an_issue_is_recorded_once(root: Path) -> None:
    body = "### What is wrong\n\nNo mail\n\n### Where is it\n\nLists\n\n### What do you see\n\nNothing\n\n"
    body += "### Since when\n\n_No response_\n\n### Who is hurt\n\nOnly me\n\n### How badly\n\nWork goes on\n"
    issue = {"number": 7, "title": "[incident:mail] x", "body": body, "labels": [], "created_at": NOW}
    event = {"issue": {**issue, "user": {"login": "amara"}}, "repository": {"full_name": "tern/it"}}
    told = record(root, "incident", event)
    git(root, "merge", "-q", told["branch"])
    again = record(root, "incident", event)
    assert again["ref"] is None
    assert again["refused"][0]["why"] == "it was recorded before: incident:inc-2026-11-20-no-mail"


@pytest.mark.parametrize(
    ("payload", "field", "why"),
    [
        ({**MAILBOX, "form": "request:mailbix"}, "form", "nothing like mailbix may be asked for"),
        ({**SLOW, "form": "incident:nothing"}, "form", "there is no service nothing"),
        ({**MAILBOX, "answers": {}}, "name", "it is not answered"),
        ({**MAILBOX, "answers": {**MAILBOX["answers"], "name": "\u2603\u2603"}}, "name", "it gives no id"),
        ({**MAILBOX, "at": "2026-11-21T09:00:00+01:00"}, "at", "in the future"),
        ({**SLOW, "answers": {**SLOW["answers"], "since": "2026-11-20 15:30"}}, "since", "later than the report"),
        ({**SLOW, "answers": {**SLOW["answers"], "since": "this morning"}}, "since", "it is no time"),
        ({**SLOW, "answers": {**SLOW["answers"], "since": "2026-99-99 10:00"}}, "since", "it is no time"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(
    root: Path, payload: dict[str, Any], field: str, why: str
) -> None:
    told = record(root, payload["form"].partition(":")[0], payload)
    assert (told["branch"], told["record"]) == (None, None)
    assert field in {one["field"] for one in told["refused"]}
    assert any(why in one["why"] for one in told["refused"])
    assert git(root, "branch", "--format=%(refname:short)") == "main"


@pytest.mark.parametrize(
    "text", ["${{ secrets.X }}", "{{ 7*7 }}", "../../etc/passwd", "<img src=x>", "@desk: *a", "a: b # c"]
)
def test_a_hostile_answer_is_one_text_in_one_field(root: Path, text: str) -> None:
    told = record(root, "request", {**MAILBOX, "form": "request:open", "answers": {"site": text}})
    assert on(root, told["branch"], "cmdb/filter.yaml")["attributes"]["allowed"] == ["one.example", text]
    assert sorted(told["record"]["files"]) == [
        "changes/changes/chg-2026-11-20-open.yaml", "changes/requests/req-2026-11-20-open.yaml", "cmdb/filter.yaml"
    ]  # fmt: skip


def test_an_edit_that_breaks_a_rule_is_refused(tmp_path: Path) -> None:
    text = DESK.replace("class: information_object\n", "class: no_such_class\n")
    root = repository(tmp_path / "r", [("base", files(text))])
    told = record(root, "request", MAILBOX)
    assert told["branch"] is None
    assert any(one["severity"] == "error" for one in told["record"]["findings"])
    assert git(root, "branch", "--format=%(refname:short)") == "main"


def test_faces(root: Path) -> None:
    (root.parent / "event.json").write_text(json.dumps(SLOW), "utf-8")
    words = ("record", "incident", "--from", root.parent / "event.json", "--as-of", NOW, "--dry-run")
    said = gitsm(*words, cwd=root).stdout
    assert "  priority  2 high\n" in said
    assert "response  by 2026-11-20 15:00 UTC, 1h, agreement:mail-sla" in said
    markdown = gitsm(*words, "--format", "markdown", cwd=root).stdout
    assert markdown.startswith("### Recorded")
    assert "Personal data was left out" in markdown
    bad = {**SLOW, "answers": {"<b>": "x"}}
    (root.parent / "event.json").write_text(json.dumps(bad), "utf-8")
    assert gitsm(*words, "--format", "markdown", cwd=root).stdout.startswith(
        "### This could not be recorded\n\n- <code>"
    )
    assert "summary: it is not answered\n  answer What is wrong" in gitsm(*words, cwd=root).stdout
    assert git(root, "branch", "--format=%(refname:short)") == "main"


def test_the_wrong_form_and_no_form(root: Path) -> None:
    (root.parent / "event.json").write_text(json.dumps(SLOW), "utf-8")
    done = gitsm("record", "request", "--from", root.parent / "event.json", cwd=root)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: the form is for an incident")
    assert gitsm("record", "request", "--from", root.parent / "nowhere.json", cwd=root).returncode == 2

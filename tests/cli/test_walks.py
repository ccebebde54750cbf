"""Each process from end to end, as the manual walks through it: from a form to a closed record and a published page."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gitsm.load.records import load
from gitsm.operations.incidents import state
from gitsm.publish.audiences import for_audience
from gitsm.publish.portal import portal
from gitsm.publish.site import Site
from gitsm.sources.worktree import worktree
from gitsm_schemas.operations import Incident
from gitsm_schemas.scalars import duration
from tests.support.catalogues import files
from tests.support.desk import DESK
from tests.support.inside import gitsm
from tests.support.repositories import git, repository

NOW = "2026-11-20T15:00:00+01:00"
LATER = datetime(2026, 11, 24, 12, tzinfo=UTC)
POLICIES = """---
kind: policy
id: control
change_control: {controlled: [{kinds: [ci]}]}
---
kind: policy
id: approvals
approvals: {default: [desk]}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "r", [("base", files(DESK + POLICIES))])


def sent(root: Path, sort: str, form: str, answers: dict[str, Any]) -> str:
    """Send a form in, and return the branch it is recorded on."""
    payload = {"form": f"{sort}:{form}", "by": "amara", "at": NOW, "answers": answers}
    (root.parent / "event.json").write_text(json.dumps(payload), "utf-8")
    words = ("record", sort, "--from", root.parent / "event.json", "--as-of", NOW, "--format", "json")
    done = gitsm(*words, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    branch: str = json.loads(done.stdout)["branch"]
    return branch


def merged(root: Path, branch: str) -> None:
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", f"Merge {branch}", branch)


def ended(root: Path, path: str, text: str) -> None:
    """Write how something ended, as a person does with an editor."""
    with (root / path).open("a", encoding="utf-8") as stream:
        stream.write(text)
    git(root, "commit", "-qam", "It ended")
    done = gitsm("check", "--as-of", "2026-11-24", cwd=root)
    assert done.returncode == 0, done.stdout


def published(root: Path) -> str:
    """Publish the catalogue, and return all of its pages."""
    snapshot = for_audience(load(worktree(root)).snapshot, "internal")
    return "\n".join(sheet.body for sheet in portal(Site(snapshot, LATER, name="Tern", audience="internal")).sheets)


def test_a_request_from_its_form_to_its_end(root: Path) -> None:
    answers = {"name": "Bergen Desk", "readers": "amara\nbo", "place": "Bergen"}
    branch = sent(root, "request", "mailbox", answers)
    verdict = json.loads(gitsm("gate", "main", branch, "--as-of", NOW, "--format", "json", cwd=root).stdout)
    # What was made from the form is a standard change: only people's word is missing, if any.
    assert verdict["type"] == "standard", verdict["blockers"]
    assert {one["id"].partition(":")[0] for one in verdict["blockers"]} <= {"approval", "approvals"}
    merged(root, branch)
    ended(
        root,
        "changes/requests/req-2026-11-20-mailbox.yaml",
        "outcome: fulfilled\nclosed_at: 2026-11-23T10:00:00+01:00\n",
    )
    assert json.loads(gitsm("show", "ci:mailbox-bergen-desk", "--format", "json", cwd=root).stdout)["ref"]
    assert "Bergen Desk" in published(root)


def test_an_incident_and_its_problem_from_the_form_to_the_fix(root: Path) -> None:
    answers = {
        "summary": "Mail stands still", "part": "Mail for staff", "details": "Nothing arrives. <script>x</script>",
        "who": "Everybody, or customers", "badly": "Work stands still",
    }  # fmt: skip
    branch = sent(root, "incident", "mail", answers)
    merged(root, branch)
    name = branch.partition("/")[2]
    assert json.loads(gitsm("incident", "triage", name, "--format", "json", cwd=root).stdout)["priority"] == 1
    gitsm("incident", "log", name, "Filter restarted", "--by", "kofi", "--as-of", "2026-11-20T15:20+01:00", cwd=root)
    git(root, "commit", "-qam", "Timeline")
    path = f"changes/incidents/{name}.yaml"
    ended(
        root,
        path,
        "acknowledged_at: 2026-11-20T15:05:00+01:00\nrestored_at: 2026-11-20T15:25:00+01:00\n"
        "resolved_at: 2026-11-20T16:00:00+01:00\nmajor: true\n",
    )
    assert gitsm("incident", "review", name, "--write", cwd=root).returncode == 0
    git(root, "commit", "-qam", "Review")
    record = load(worktree(root)).snapshot.record(f"incident:{name}")
    assert isinstance(record, Incident)
    assert record.review is not None
    assert "Filter restarted" in record.review.overview
    assert state(record, duration("5d"), datetime(2026, 11, 30, tzinfo=UTC)) == "closed"

    # The same again: the desk is told that there is a problem behind it.
    merged(root, sent(root, "incident", "mail", {**answers, "summary": "Mail stands still again"}))
    (cluster,) = json.loads(gitsm("problem", "suggest", "--format", "json", cwd=root).stdout)["clusters"]
    assert len(cluster["incidents"]) == 2
    told = "incidents: [" + ", ".join(ref.partition(":")[2] for ref in cluster["incidents"]) + "]\n"
    ended(root, "changes/prb-2026-09-01-filter.yaml", told)
    assert json.loads(gitsm("problem", "suggest", "--format", "json", cwd=root).stdout)["clusters"] == []
    (known,) = json.loads(gitsm("problem", "known-errors", "--format", "json", cwd=root).stdout)["known_errors"]
    assert known["incidents"] == sorted(cluster["incidents"], key=len)
    pages = published(root)
    assert "Mail stands still" in pages
    assert "<script>x" not in pages
    ended(root, "changes/prb-2026-09-01-filter.yaml", "resolution_code: fix_applied\n")
    assert json.loads(gitsm("problem", "known-errors", "--format", "json", cwd=root).stdout)["known_errors"] == []


def test_an_article_from_a_gap_to_a_reader(root: Path) -> None:
    (root / "catalog" / "kb-mail-slow.yaml").unlink()
    git(root, "commit", "-qam", "No article")
    assert json.loads(gitsm("knowledge", "--format", "json", cwd=root).stdout)["gaps"][0]["ref"] == "service:mail"
    settings = (
        "title=Mail is late in the morning", "type=problem", "applies_to=[service:mail]", "owner=desk",
        "issue=Mail arrives an hour late.", "resolution=Restart the filter.",
    )  # fmt: skip
    words = [word for one in settings for word in ("--set", one)]
    assert gitsm("new", "knowledge_article", "kb-mail-late", *words, cwd=root).returncode == 0
    git(root, "add", "-A")
    git(root, "commit", "-qm", "An article")
    assert json.loads(gitsm("knowledge", "--format", "json", cwd=root).stdout)["gaps"] == []
    found = json.loads(gitsm("suggest", "my mails arrive too late", "--format", "json", cwd=root).stdout)
    assert found["suggestions"][0]["ref"] == "knowledge_article:kb-mail-late"
    assert "Restart the filter." in published(root)

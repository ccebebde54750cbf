"""The processes on the example organisation, from the very forms that stand on the forge to records and pages."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from gitsm.load.records import load
from gitsm.publish.audiences import for_audience
from gitsm.publish.portal import portal
from gitsm.publish.site import Site
from gitsm.sources.worktree import worktree
from tests.support.inside import gitsm
from tests.support.repositories import git, repository

PROJECT = Path(__file__).parents[2]
NOW = "2026-11-24T09:05:00+01:00"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = repository(tmp_path / "tern", [])
    for name in ("catalog", "cmdb", "changes"):
        shutil.copytree(PROJECT / name, folder / name)
    assert gitsm("forms", "--write", cwd=folder).returncode == 0
    saved(folder, "All of it")
    return folder


def saved(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)


def said(root: Path, *words: str) -> Any:
    done = gitsm(*words, "--format", "json", cwd=root)
    assert done.returncode in {0, 1}, done.stderr
    return json.loads(done.stdout)


def filled_in(root: Path, form: str, answers: dict[str, str]) -> Path:
    """Fill a form in, as GitHub makes an issue of it, and keep the event that a workflow gets."""
    (path,) = (root / ".github" / "ISSUE_TEMPLATE").glob(f"{form}.yml")
    template = yaml.safe_load(path.read_text("utf-8"))
    fields = [one for one in template["body"] if one["type"] != "markdown"]
    assert answers.keys() <= {one["id"] for one in fields}
    body = "\n\n".join(
        f"### {one['attributes']['label']}\n\n{answers.get(one['id'], '_No response_')}" for one in fields
    )
    labels = [{"name": name} for name in template["labels"]]
    issue = {"number": 31, "title": f"{template['title']}x", "body": body, "labels": labels, "created_at": NOW}
    person = {"login": "nils-k", "email": "nils@home.example", "name": "Nils Krog"}
    event = {"action": "opened", "issue": {**issue, "user": person}, "repository": {"full_name": "tern/it"}}
    (root.parent / "event.json").write_text(json.dumps(event), "utf-8")
    return root.parent / "event.json"


def recorded(root: Path, sort: str, event: Path) -> tuple[str, Any]:
    """Record a form, judge the branch, and merge it; return the record's id and what the gate said."""
    told = said(root, "record", sort, "--from", str(event), "--as-of", NOW)
    assert told["refused"] == [], told
    verdict = said(root, "gate", "main", told["branch"], "--as-of", NOW)
    git(root, "merge", "-q", "--no-ff", "-m", "Merge", told["branch"])
    return told["branch"].partition("/")[2], verdict


def end(root: Path, path: str, text: str) -> None:
    with (root / path).open("a", encoding="utf-8") as stream:
        stream.write(text)
    saved(root, "It ended")
    done = gitsm("check", "--as-of", "2026-11-25", cwd=root)
    assert (done.returncode, " error[" in done.stdout) == (0, False), done.stdout


def pages(root: Path, folder: str) -> dict[str, str]:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    snapshot = for_audience(load(worktree(root)).snapshot, "internal")
    sheets = portal(Site(snapshot, now, name="Tern Ferries", audience="internal")).sheets
    return {one.path: one.body for one in sheets if one.path.startswith(folder)}


def test_a_mailbox_from_its_form_to_its_page(root: Path) -> None:
    answers = {"mailbox_name": "Quay Kristiansund", "readers": "maja\nsigne", "answers": "maja"}
    name, verdict = recorded(root, "request", filled_in(root, "request-shared-mailbox", answers))
    assert name == "req-2026-11-24-shared-mailbox-31"
    assert verdict["type"] == "standard"
    assert {one["id"].partition(":")[0] for one in verdict["blockers"]} <= {"approval"}, verdict["blockers"]
    made = said(root, "show", "ci:mailbox-quay-kristiansund")["record"]
    assert made["attributes"] == {"readers": ["maja", "signe"], "answers_for_it": "maja"}
    end(root, f"changes/requests/{name}.yaml", "outcome: fulfilled\nclosed_at: 2026-11-24T11:00:00+01:00\n")
    end(root, f"changes/changes/chg{name.removeprefix('req')}.yaml", "outcome: successful\n")
    assert "Quay Kristiansund" in "".join(pages(root, "cmdb").values())
    assert "nils@home" not in git(root, "log", "-p")


def test_an_incident_from_its_form_to_its_page(root: Path) -> None:
    answers = {
        "summary": "Nobody at the quay gets mail",
        "part": "Mail for staff",
        "details": "Nothing since <b>breakfast</b>. ${{ secrets.X }} [@all](https://evil.example)",
        "who": "A team, a ship or a site",
        "badly": "Work stands still",
        "since": "2026-11-24 07:30",
    }
    name, verdict = recorded(root, "incident", filled_in(root, "incident-mail", answers))
    # It alters nothing that runs: only somebody's word is asked for.
    assert {one["id"].partition(":")[0] for one in verdict["blockers"]} <= {"approval", "approvals"}
    triage = said(root, "incident", "triage", name)
    # Medium by high is 2 (domain.md §8.5).
    assert triage["priority"] == 2
    words = ("incident", "log", name, "Gateway restarted", "--by", "signe", "--as-of", "2026-11-24T09:20+01:00")
    assert gitsm(*words, cwd=root).returncode == 0
    end(
        root,
        f"changes/incidents/{name}.yaml",
        "acknowledged_at: 2026-11-24T09:10:00+01:00\nrestored_at: 2026-11-24T09:25:00+01:00\n"
        "resolved_at: 2026-11-24T09:40:00+01:00\n",
    )
    assert gitsm("incident", "review", name, "--write", cwd=root).returncode == 0
    saved(root, "Review")
    page = pages(root, "incidents")[f"incidents/{name}.md"]
    assert "Gateway restarted" in page
    # What somebody wrote in a form is text, whatever it looks like.
    assert "Nothing since &lt;b&gt;breakfast&lt;/b&gt;. ${{ secrets.X }} [@all](https://evil.example)" in page
    assert 'href="https://evil' not in page


def test_two_kiosks_become_a_problem_that_ends_and_comes_back(root: Path) -> None:
    (cluster,) = said(root, "problem", "suggest")["clusters"]
    assert [ref.rpartition("-")[2] for ref in cluster["incidents"]] == ["kiosk", "kiosk"]
    names = ", ".join(ref.partition(":")[2] for ref in cluster["incidents"])
    settings = (
        "statement=Kiosks stay black after a short loss of power", "services=[service:booking]",
        "cis=[terminal-kiosks]", f"incidents=[{names}]",
        "workaround=Take the power away for a whole minute.", "owner=booking-team",
    )  # fmt: skip
    options = [word for one in settings for word in ("--set", one)]
    done = gitsm("new", "problem", "prb-2026-11-21-kiosks", *options, cwd=root)
    assert done.returncode == 0, done.stderr
    saved(root, "A problem")
    assert said(root, "problem", "suggest")["clusters"] == []
    known = {one["ref"]: one for one in said(root, "problem", "known-errors")["known_errors"]}
    assert known["problem:prb-2026-11-21-kiosks"]["incidents"] == cluster["incidents"]
    # Whoever has it the next time is told what helps.
    best = said(root, "suggest", "the kiosk is black since the power was lost")["suggestions"][0]
    assert best["ref"] == "problem:prb-2026-11-21-kiosks"
    (path,) = root.rglob("prb-2026-11-21-kiosks.yaml")
    end(root, path.relative_to(root).as_posix(), "resolution_code: fix_applied\n")
    assert "problem:prb-2026-11-21-kiosks" not in {
        one["ref"] for one in said(root, "problem", "known-errors")["known_errors"]
    }
    # Another one that was fixed in May came back in July.
    ended = {one["ref"]: one for one in said(root, "problem", "known-errors", "--closed")["known_errors"]}
    load_again = ended["problem:prb-2026-05-07-nightly-load"]
    assert load_again["fixed_by"] == "change:chg-2026-05-20-warehouse-disk"
    assert load_again["back"] == ["incident:inc-2026-07-02-load-no-disk"]
    page = pages(root, "problems")["problems/prb-2026-05-07-nightly-load.md"]
    assert "inc-2026-07-02-load-no-disk" in page.partition("It may have come back")[2].partition("</dd>")[0]
    # Only the incident says so, not the problem; it is one of those that the problem caused.
    assert "inc-2026-07-02-load-no-disk" in page.partition('id="incidents"')[2].partition("</section>")[0]


def test_an_article_from_a_gap_to_a_reader_and_a_second_person(root: Path) -> None:
    gaps = {one["ref"] for one in said(root, "knowledge")["gaps"]}
    assert "service:web-edge-service" in gaps
    settings = (
        "title=A page answers with error 502", "type=problem", "applies_to=[service:web-edge-service]",
        "owner=network-team", "issue=Users see Bad Gateway.", "resolution=Look which backend is red.",
        "cause=A backend is down.", "confidence=validated", "reviewed_by=tester", "reviewed_at=2026-11-24",
    )  # fmt: skip
    options = [word for one in settings for word in ("--set", one)]
    done = gitsm("new", "knowledge_article", "kb-edge-bad-gateway", *options, cwd=root)
    assert done.returncode == 0, done.stderr
    saved(root, "An article")
    assert "service:web-edge-service" not in {one["ref"] for one in said(root, "knowledge")["gaps"]}
    best = said(root, "suggest", "bad gateway when I open the page")["suggestions"][0]
    assert best["ref"] == "knowledge_article:kb-edge-bad-gateway"
    assert "Look which backend is red." in "".join(pages(root, "articles").values())
    # Whoever wrote it said that it is right: somebody else has to.
    (path,) = root.rglob("kb-edge-bad-gateway.yaml")
    name = path.relative_to(root).as_posix()
    found = said(root, "check", name)["findings"]
    assert [one["rule"] for one in found] == ["article-second-person"]
    path.write_text(path.read_text("utf-8").replace("reviewed_by: tester", "reviewed_by: astrid"), "utf-8")
    saved(root, "Astrid read it")
    assert said(root, "check", name)["findings"] == []

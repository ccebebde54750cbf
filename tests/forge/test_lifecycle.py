"""A pull request's life, on a real repository and a forge on this machine, each step as a pipeline runs it."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gitsm.forge.scaffold import Wishes, scaffold
from tests.support.forges import Fault, State, environment, forge, pull, zipped
from tests.support.keys import Ring, ring, signers
from tests.support.program import gitsm
from tests.support.repositories import branch, commit, git, repository

NOW = "2026-11-25T09:00:00+00:00"
CHANGE = "changes/changes/chg-2026-11-28-third-machine.yaml"
RECORD = """kind: change
id: chg-2026-11-28-third-machine
title: A third machine for the wiki
type: normal
reason: Two are not enough on Mondays.
affected: [{ci: wiki-web}]
planned: {start: 2026-11-28T22:00:00Z, end: 2026-11-28T23:00:00Z}
outage_expected: {minutes: 0}
assignee: amara
implementation_plan: Start it, add it to the group.
test_plan: Save a page while the other two are stopped.
backout_plan: {steps: Take it out of the group., tested: true}
"""
WEB = "cmdb/wiki/wiki-web.yaml"
THIRD = "cmdb/wiki/wiki-vm-3.yaml"


@dataclass
class Stage:
    """Where the play is: a repository, a forge, and what the last run said."""

    folder: Path
    state: State
    address: str
    work: Path
    runs: int = 0
    now: str = NOW
    log: str = ""
    story: list[str] = field(default_factory=list)

    def judge(self, event: dict[str, Any]) -> int:
        """Run the judging job on an event, then the posting job on what it left."""
        self.runs += 1
        place = self.work / f"run-{self.runs}"
        place.mkdir()
        (place / "event.json").write_text(json.dumps(event))
        env = environment(
            "github", self.address, GITHUB_EVENT_PATH=str(place / "event.json"),
            GITHUB_STEP_SUMMARY=str(place / "summary.md"),
        )  # fmt: skip
        done = gitsm("forge", "judge", "--into", place / "verdict", "--as-of", self.now, cwd=self.folder, env=env)
        self.log = done.stdout + done.stderr
        files = {path.name: path.read_bytes() for path in (place / "verdict").iterdir()}
        self.state.artifacts = {self.runs: zipped(files)}
        return done.returncode

    def audit(self, before: str, after: str, *more: str) -> "subprocess.CompletedProcess[str]":
        """Run the audit of a push; without more words it leaves an audit."""
        self.runs += 1
        place = self.work / f"run-{self.runs}"
        place.mkdir()
        (place / "event.json").write_text(json.dumps({"before": before, "after": after}))
        env = environment("github", self.address, GITHUB_EVENT_PATH=str(place / "event.json"))
        words = more or ("--into", str(place / "audit"))
        return gitsm("forge", "audit", *words, cwd=self.folder, env=env)

    def publish(self, **run: str) -> str:
        name = str(self.runs)
        one = self.state.pulls[1]
        self.state.runs[name] = {"head": one["head"], "branch": one["branch"], "owner": "tern", **run}
        done = gitsm("forge", "publish", "--run", name, cwd=self.work, env=environment("github", self.address))
        self.log += done.stdout + done.stderr
        return done.stdout

    def pulled(self) -> int:
        """Judge and post the pull request as it stands."""
        head = git(self.folder, "rev-parse", "topic")
        tip = git(self.folder, "rev-parse", "main")
        self.state.pulls[1] = {**self.state.pulls.get(1, pull(head)), "head": head, "tip": tip}
        shape = {"number": 1, "head": {"sha": head}, "base": {"ref": "main", "sha": tip}}
        status = self.judge({"action": "synchronize", "pull_request": shape})
        self.publish()
        self.story += [body.splitlines()[1].removeprefix("### ") for body in self.state.said()]
        return status

    def approve(self, who: str, when: str) -> None:
        self.state.reviews.append(
            {"id": self.state.new(), "user": {"login": who}, "state": "APPROVED", "submitted_at": when,
             "commit_id": git(self.folder, "rev-parse", "topic")}
        )  # fmt: skip

    @property
    def comment(self) -> str:
        (body,) = self.state.said()
        return body

    @property
    def check(self) -> str:
        return str(list(self.state.checks.values())[-1]["conclusion"])


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    files = scaffold(Wishes("Tern Ferries", ("amara", "bo"), ("github",), date(2026, 11, 25)))
    folder = repository(tmp_path / "services", [("our catalogue", files)])
    with forge("github") as (state, address):
        state.page = 2
        state.commits = [("amara", "amara")]
        yield Stage(folder, state, address, tmp_path)


def edited(folder: Path, path: str, before: str, after: str) -> dict[str, str]:
    text = (folder / path).read_text()
    assert before in text
    return {path: text.replace(before, after)}


def test_a_pull_request_from_its_first_commit_to_its_review(stage: Stage) -> None:  # noqa: PLR0915  # a whole life
    folder, state = stage.folder, stage.state

    # Opened: it looks harmless, and breaks a promise.
    group = "  - any_of: [ci:wiki-vm-1, ci:wiki-vm-2]\n    min_up: 1\n"
    branch(folder, "topic", "Run the wiki on one machine", edited(folder, WEB, group, "  - ci:wiki-vm-1\n"))
    assert stage.pulled() == 1
    text = stage.comment
    assert "### ⛔ Refused: " in text
    assert "**promise not backed**: <code>agreement&#58;wiki&#45;sla</code>" in text
    assert "```mermaid" in text
    assert stage.check == "failure"
    (annotation, *_) = list(state.checks.values())[-1]["annotations"]
    assert (annotation["path"], annotation["annotation_level"]) == (
        "catalog/services/wiki/wiki-sla.yaml", "failure"
    )  # fmt: skip
    first = next(iter(state.comments))

    # Pushed: another way, with a change record. Now only an approval is missing.
    machine = (folder / "cmdb/wiki/wiki-vm-2.yaml").read_text().replace("wiki-vm-2", "wiki-vm-3").replace("e 2", "e 3")
    three = "  - any_of: [ci:wiki-vm-1, ci:wiki-vm-2, ci:wiki-vm-3]\n    min_up: 1\n"
    more = edited(folder, WEB, "  - ci:wiki-vm-1\n", three)
    commit(folder, "Run it on three", {**more, THIRD: machine, CHANGE: RECORD})
    assert stage.pulled() == 1
    assert list(state.comments) == [first]
    assert "| <code>chg&#45;2026&#45;11&#45;28&#45;third&#45;machine</code> | authorize | " in stage.comment
    assert "**Next**: <code>it&#45;operations</code>: <code>review and approve&#58; bo</code>" in stage.comment

    # Reviewed: by its author, which does not count, then by a colleague.
    stage.approve("amara", "2026-11-25T08:00:00Z")
    assert stage.pulled() == 1
    stage.approve("bo", "2026-11-25T08:10:00Z")
    assert stage.pulled() == 0, stage.log
    assert "### ✅ Allowed" in stage.comment
    assert stage.check == "success"
    assert stage.pulled() == 0
    assert "comment: unchanged" in stage.log

    # A push voids the approval: what was agreed to is not what would be merged.
    commit(folder, "A weaker machine", edited(folder, THIRD, "availability: 99%", "availability: 98%"))
    assert stage.pulled() == 1
    assert "### ⛔ Refused: " in stage.comment
    assert stage.check == "failure"
    stage.approve("bo", "2026-11-25T08:40:00Z")
    assert stage.pulled() == 0

    # The merge queue judges it again, on a target that has moved on meanwhile.
    git(folder, "checkout", "-q", "main")
    tip = commit(
        folder, "Another matter", {"catalog/customers/guests.yaml": "kind: customer\nid: guests\nname: Guests\n"}
    )
    git(folder, "checkout", "-q", "-b", f"gh-readonly-queue/main/pr-1-{tip}", "main")
    git(folder, "merge", "-q", "--no-ff", "-m", "queue", "topic")
    queued = git(folder, "rev-parse", "HEAD")
    name = f"refs/heads/gh-readonly-queue/main/pr-1-{tip}"
    place = {"head_sha": queued, "base_sha": tip, "base_ref": "refs/heads/main", "head_ref": name}
    assert stage.judge({"merge_group": place}) == 0, stage.log
    assert "Allowed" in stage.log
    short = name.removeprefix("refs/heads/")
    assert stage.publish(event="merge_group", head=queued, branch=short) == "check: created\n"
    assert [list(state.checks.values())[-1][key] for key in ("name", "head_sha", "conclusion")] == [
        "gitsm", queued, "success"
    ]  # fmt: skip

    # Merged: the push is checked, and nothing is posted on a pull request that is closed.
    git(folder, "branch", "-f", "main", queued)
    assert stage.judge({"ref": "refs/heads/main", "before": tip, "after": queued}) == 0
    state.pulls[1] |= {"state": "closed", "merged_at": "2026-11-25T09:00:00Z"}
    assert "no open pull request" in stage.publish()

    # Reviewed after: the outcome is a pull request like any other.
    stage.now = "2026-11-29T09:00:00+00:00"
    git(folder, "checkout", "-q", "main")
    outcome = RECORD + "outcome: successful\nactual: {start: 2026-11-28T22:05:00Z, end: 2026-11-28T22:20:00Z}\n"
    git(folder, "branch", "-q", "-D", "topic")
    branch(folder, "topic", "It went well", {CHANGE: outcome})
    state.pulls[1] |= {"state": "open", "merged_at": None}
    state.reviews.clear()
    state.comments.clear()
    assert stage.pulled() == 1
    stage.approve("bo", "2026-11-29T08:50:00Z")
    assert stage.pulled() == 0, stage.log
    assert stage.story == [
        "⛔ Refused: 3 things stand in the way",
        "⛔ Refused: 1 thing stands in the way",  # one team, as the owner of the machines and as the change's authority
        "⛔ Refused: 1 thing stands in the way",  # its author's own approval counts for neither
        "✅ Allowed",
        "✅ Allowed",
        "⛔ Refused: 1 thing stands in the way",
        "✅ Allowed",
        "⛔ Refused: 1 thing stands in the way",
        "✅ Allowed",
    ]


def test_a_fork_gets_the_same_judgement_though_nothing_can_be_posted(stage: Stage) -> None:
    folder = stage.folder
    branch(folder, "topic", "New address", edited(folder, "catalog/customers/staff.yaml", "Staff", "Everybody"))
    stage.state.faults = [
        Fault(method, "comments|check-runs", 403, times=9, body='{"message": "Resource not accessible by integration"}')
        for method in ("POST", "PATCH")
    ]
    stage.pulled()
    assert "comment: none, the forge refuses it (403: Resource not accessible by integration)" in stage.log
    summary = (stage.work / "run-1" / "summary.md").read_text()
    assert summary.startswith("### ⛔ Refused: 1 thing stands in the way")


def test_without_the_forge_nobody_has_agreed_and_the_verdict_stands(stage: Stage) -> None:
    folder = stage.folder
    branch(folder, "topic", "New name", edited(folder, "catalog/customers/staff.yaml", "Staff", "Everybody"))
    stage.approve("bo", "2026-11-25T08:10:00Z")
    assert stage.pulled() == 0, stage.log
    stage.state.faults = [Fault("GET", "/pulls", 401, times=99)]
    head = git(folder, "rev-parse", "topic")
    shape = {"number": 1, "head": {"sha": head}, "base": {"ref": "main", "sha": git(folder, "rev-parse", "main")}}
    assert stage.judge({"pull_request": shape}) == 1
    assert "nobody's approval is known: the forge refuses it (401" in stage.log
    assert "s3cr3t" not in stage.log


def test_who_is_in_a_team_the_forge_says_and_who_pushed_it_too(stage: Stage) -> None:
    folder, state = stage.folder, stage.state
    team = "catalog/teams/it-operations.yaml"
    commit(folder, "Our group", {team: (folder / team).read_text() + "forge_group: tern/operations\n"})
    state.groups = {"tern/operations": ["cleo"]}
    branch(folder, "topic", "New name", edited(folder, "catalog/customers/staff.yaml", "Staff", "Everybody"))
    stage.approve("cleo", "2026-11-25T08:10:00Z")
    assert stage.pulled() == 0, stage.log
    # Amara's name stands in the commit, and cleo pushed it.
    state.pushes = [("cleo", git(folder, "rev-parse", "topic"))]
    assert stage.pulled() == 1
    assert "The approval of <code>cleo</code> does not count: " in stage.comment
    # Without the right to read the group cleo is nobody.
    state.pushes, state.groups = None, {}
    assert stage.pulled() == 1
    assert "who is in tern/operations is not known, and nobody counts as in it" in stage.log
    # Where nobody says who pushed, it might be whoever approves.
    state.groups, state.pushes = {"tern/operations": ["cleo"]}, []
    assert stage.pulled() == 1
    assert "Note: <code>nobody&#39;s approval counts&#58; who pushed " in stage.comment


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Ring:
    return ring(tmp_path_factory.mktemp("keys"), "amara", "bo")


def test_who_agrees_in_a_signed_commit_is_heard_on_a_forge_too(stage: Stage, keys: Ring) -> None:
    folder, state = stage.folder, stage.state
    policy = signers(keys, "amara", "bo").removeprefix("---\n")
    start = commit(folder, "Whose keys they are", {"changes/policies/signers.yaml": policy})
    work = branch(folder, "topic", "New name", edited(folder, "catalog/customers/staff.yaml", "Staff", "Everybody"))
    assert stage.pulled() == 1
    plan = json.loads((stage.work / f"run-{stage.runs}" / "verdict" / "gate.json").read_text())["plan_hash"]

    # Bo signs, and brings the commit to the branch himself: that makes him no author of what stands below it.
    word = keys.say(folder, "bo", f"I have looked at it\n\nGitsm-Approve: {plan}")
    state.commits = [("amara", "amara"), ("bo", "bo")]
    state.pushes = [("amara", work), ("bo", word)]
    state.line = [work, word]
    assert stage.pulled() == 0, stage.log
    assert "### ✅ Allowed" in stage.comment
    env = environment("github", stage.address)
    assert gitsm("forge", "approvals", "1", "--output", "said.json", cwd=folder, env=env).returncode == 0
    assert json.loads((folder / "said.json").read_text())["co_authors"] == []
    words = ("--approvals", "said.json", "--as-of", NOW)
    assert gitsm("gate", "main", "topic", *words, cwd=folder).returncode == 0
    # Where nobody knows who pushed, amara's unsigned work might be bo's.
    state.pushes = []
    assert stage.pulled() == 1
    assert "nobody knows who made commit" in stage.log + stage.comment.replace("&#45;", "-")
    # Nor is it heard of somebody who pushed the work along with it.
    state.pushes = [("bo", word)]
    assert stage.pulled() == 1
    assert "The approval of <code>bo</code> does not count: " in stage.comment
    # The forge is down: signatures alone do not say who made it, for amara did not sign.
    state.pushes = [("amara", work), ("bo", word)]
    state.faults = [Fault("GET", "/pulls/1/commits", 401, times=99)]
    assert stage.pulled() == 1
    state.faults.clear()

    # Squashed into main: the word is in no history of it, and the audit finds it at the pull request's own head.
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--squash", "topic")
    squashed = commit(folder, "New name (#1)", {})
    state.pulls[1] = pull(word, state="closed", merged_at="2026-11-25T08:30:00Z", merge=squashed)
    good = stage.audit(start, squashed)
    assert good.returncode == 0, good.stdout + good.stderr
    kept = stage.work / f"run-{stage.runs}" / "audit" / "evidence"
    assert gitsm("audit", f"{start}..{squashed}", "--evidence", kept, cwd=folder).returncode == 0


def test_what_people_agreed_to_for_another_branch_counts_for_none_on_main(stage: Stage) -> None:
    folder, state = stage.folder, stage.state
    start = git(folder, "rev-parse", "main")
    more = edited(folder, WEB, "[ci:wiki-vm-1, ci:wiki-vm-2]", "[ci:wiki-vm-1, ci:wiki-vm-2, ci:wiki-vm-3]")
    machine = (folder / "cmdb/wiki/wiki-vm-2.yaml").read_text().replace("wiki-vm-2", "wiki-vm-3").replace("e 2", "e 3")
    head = branch(folder, "topic", "A third machine", {**more, THIRD: machine, CHANGE: RECORD})
    stage.approve("bo", "2026-11-25T08:10:00Z")
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--ff-only", "topic")
    state.pulls[1] = pull(head, state="closed", merged_at="2026-11-25T08:30:00Z")
    assert stage.audit(start, head).returncode == 0
    state.pulls[1]["base"] = "playground"
    past = stage.audit(start, head)
    assert (past.returncode, "nobody decided on it: " in past.stdout) == (1, True), past.stdout


def test_a_push_is_held_against_what_people_agreed_to(stage: Stage) -> None:
    folder, state = stage.folder, stage.state
    start = git(folder, "rev-parse", "main")
    head = branch(folder, "topic", "New name", edited(folder, "catalog/customers/staff.yaml", "Staff", "Everybody"))
    stage.approve("bo", "2026-11-25T08:10:00Z")
    # Squashed: what was looked at is in no history of main, and its ref has to be fetched.
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--squash", "topic")
    squashed = commit(folder, "New name (#1)", {})
    state.pulls[1] = pull(head, state="closed", merged_at="2026-11-25T08:30:00Z", merge=squashed)
    assert stage.audit(start, squashed, "--refs").stdout == "+refs/pull/1/head:refs/gitsm/1\n"
    good = stage.audit(start, squashed)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "1 commits, 0 unauthorized" in good.stderr
    left = stage.work / f"run-{stage.runs}" / "audit"
    (kept,) = (left / "evidence").iterdir()
    again = gitsm("audit", f"{start}..{squashed}", "--evidence", left / "evidence", cwd=folder)
    assert (again.returncode, kept.stem[:12] in again.stdout) == (0, True), again.stdout + again.stderr

    # The approval came after the merge.
    state.reviews[0]["submitted_at"] = "2026-11-25T08:40:00Z"
    late = stage.audit(start, squashed)
    assert (late.returncode, "the decision does not allow it" in late.stdout) == (1, True)

    # Somebody pushed to main, past everything.
    direct = commit(folder, "::error::quick fix", edited(folder, WEB, "99.95%", "99.9%"))
    bad = stage.audit(squashed, direct)
    assert bad.returncode == 1
    lines = bad.stdout.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert any(line.startswith("unauthorized") for line in lines)
    assert "nobody decided on it: ci:wiki-web" in bad.stdout

    # What the forge does not say is no yes; a branch that was rewritten, or a first push, is told as such.
    state.faults = [Fault("GET", "/commits/[0-9a-f]+/pulls", 404, times=9)]
    dumb = stage.audit(squashed, direct)
    assert (dumb.returncode, "which changes brought what was pushed is not known" in dumb.stderr) == (1, True)
    git(folder, "checkout", "-q", "--orphan", "new")
    other = commit(folder, "Another history", {})
    rewritten = stage.audit(direct, other)
    assert (rewritten.returncode, "not on the first-parent line" in rewritten.stderr) == (2, True)
    first = stage.audit("0" * 40, direct)
    assert (first.returncode, "nothing was there before this push" in first.stderr) == (0, True)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"pull_request": {"number": 1, "head": {"sha": "f" * 40}, "base": {"ref": "main", "sha": "0" * 40}}},
         "no such revision"),
        ({"pull_request": {"number": 1, "base": {"ref": "main", "sha": "0" * 40}}}, "the event has no head.sha"),
        ({"action": "labeled"}, "the event is no pull request, merge group or push"),
    ],
)  # fmt: skip
def test_an_event_that_lies_or_lacks_is_no_yes(stage: Stage, event: dict[str, Any], said: str) -> None:
    (stage.work / "event.json").write_text(json.dumps(event))
    env = environment("github", stage.address, GITHUB_EVENT_PATH=str(stage.work / "event.json"))
    done = gitsm("forge", "judge", "--into", stage.work / "verdict", cwd=stage.folder, env=env)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (stage.work / "verdict").exists()


def test_what_else_is_open_counts(stage: Stage) -> None:
    folder, state = stage.folder, stage.state
    branch(folder, "other", "A new version", edited(folder, "cmdb/wiki/wiki-db.yaml", "99.95%", "99.9%"))
    state.pulls[2] = pull(git(folder, "rev-parse", "HEAD"), branch="other")
    state.pulls[3] = pull("d" * 40, branch="never-fetched")
    git(folder, "checkout", "-q", "main")
    branch(folder, "topic", "Another figure", edited(folder, "cmdb/wiki/wiki-db.yaml", "99.95%", "99.8%"))
    assert stage.pulled() == 1
    assert "<summary>Other open changes: 1, it meets 1</summary>" in stage.comment
    assert "1. <code>&#35;2</code>, <code>this change</code>" in stage.comment
    assert "not looked at&#44; because this clone lacks them&#58; &#35;3" in stage.comment
    assert "same&#95;field" in stage.comment or "edit" in stage.comment
    git(folder, "checkout", "-q", "main")
    branch(folder, "alone", "Elsewhere", edited(folder, "catalog/customers/staff.yaml", "Staff", "Us"), start="main")
    git(folder, "branch", "-q", "-f", "topic", "alone")
    stage.pulled()
    assert "It has nothing to do with any of them: they may go in parallel." in stage.comment


def test_a_conflict_cannot_be_judged_and_says_so_in_the_comment(stage: Stage) -> None:
    folder = stage.folder
    branch(folder, "topic", "One way", edited(folder, WEB, "99.95%", "99.9%"))
    git(folder, "checkout", "-q", "main")
    commit(folder, "Another way", edited(folder, WEB, "99.95%", "99.8%"))
    assert stage.pulled() == 2
    assert "### ⛔ Cannot be judged" in stage.comment
    assert "conflict in cmdb&#47;wiki&#47;wiki&#45;web&#46;yaml" in stage.comment
    assert stage.check == "failure"


def test_a_log_gives_a_runner_no_orders(stage: Stage) -> None:
    folder = stage.folder
    evil = "::error::owned"
    text = RECORD.replace("Two are not enough on Mondays.", "|\n  x").replace(
        "A third machine for the wiki", f'"{evil} ##[error]x"'
    )
    branch(folder, "topic", f"{evil}", {CHANGE: text})
    stage.pulled()
    lines = stage.log.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    word = lines[start].removeprefix("::stop-commands::")
    end = lines.index(f"::{word}::")
    outside = [line for line in lines[:start] + lines[end + 1 :] if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in outside)
    assert "##[" not in stage.log
    assert evil in "\n".join(lines[start:end])


def test_the_verbs_answer_by_themselves(stage: Stage) -> None:
    folder, state = stage.folder, stage.state
    head = branch(folder, "topic", "x", {CHANGE: RECORD})
    state.pulls = {1: pull(head), 2: pull("d" * 40, branch="other")}
    stage.approve("bo", "2026-11-25T08:10:00Z")
    env = environment("github", stage.address)
    said = gitsm("forge", "approvals", "1", "--output", "approvals.json", cwd=folder, env=env)
    assert said.returncode == 0, said.stderr
    assert gitsm("gate", "main", "topic", "--approvals", "approvals.json", "--as-of", NOW, cwd=folder).returncode == 0
    listed = json.loads(gitsm("forge", "open-changes", "--but", "1", cwd=folder, env=env).stdout)
    assert [one["name"] for one in listed["changes"]] == ["#2"]
    refs = gitsm("forge", "open-changes", "--onto", "main", "--refs", cwd=folder, env=env).stdout.split()
    assert refs == ["+refs/pull/1/head:refs/gitsm/1", "+refs/pull/2/head:refs/gitsm/2"]
    subprocess.run(["git", "check-ref-format", refs[0].partition(":")[2]], check=True)
    alone = gitsm("forge", "approvals", cwd=folder, env=env)
    assert alone.returncode == 2
    assert "nothing here says what happened" in alone.stderr

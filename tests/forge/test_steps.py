"""The shell of the offered workflows and of the action, run step by step as a runner does, against a forge here."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gitsm.forge.scaffold import Wishes, scaffold
from tests.support.forges import TOKEN, State, environment, forge, pull, zipped
from tests.support.program import environment as with_gitsm
from tests.support.repositories import branch, commit, git, repository

ROOT = Path(__file__).parents[2]
OFFERED = ROOT / "tooling/gitsm/forge/template/dot-github/workflows"
STAFF = "catalog/customers/staff.yaml"


@dataclass
class Runner:
    """A machine that runs the steps of a job."""

    work: Path
    state: State
    address: str
    kind: str = "github"
    log: str = ""

    def run(self, path: Path, event: str, payload: Mapping[str, Any], **inputs: str) -> int:
        """Run the steps that install nothing and use no action; like a runner, stop at the first that fails."""
        temp = self.work / "temp"
        (self.work / "event.json").write_text(json.dumps(payload))
        base = environment(
            self.kind, self.address, GITHUB_EVENT_PATH=str(self.work / "event.json"), GITHUB_EVENT_NAME=event,
            GITHUB_SERVER_URL="https://github.com", RUNNER_TEMP=str(temp),
            GITHUB_STEP_SUMMARY=str(self.work / "sum.md"),
        )  # fmt: skip
        base.pop("GITHUB_TOKEN")  # a step has only what its own env gives it
        known = {"github.token": TOKEN, "runner.temp": str(temp), "secrets.token": "", **inputs}
        status = 0
        for step in steps(path):
            if "run" not in step or "Install" in step["name"] or not wanted(step.get("if", ""), event, inputs):
                continue
            if status and not re.search(r"cancelled\(\)|always\(\)", step.get("if", "")):
                continue
            own = {name: filled(value, known) for name, value in step.get("env", {}).items()}
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(command, cwd=self.work, env=with_gitsm(**base, **own), capture_output=True, text=True,
                                  check=False)  # fmt: skip
            self.log += f"## {step['name']}: {done.returncode}\n{done.stdout}{done.stderr}"
            if not step.get("continue-on-error"):
                status = status or done.returncode
        return status


def steps(path: Path) -> list[dict[str, Any]]:
    shape = yaml.safe_load(path.read_text("utf-8"))
    (job,) = shape["jobs"].values() if "jobs" in shape else (shape["runs"],)
    found: list[dict[str, Any]] = job["steps"]
    return found


def filled(value: str, known: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ (\S+) \}\}", lambda match: known[match[1]], value)


def wanted(condition: str, event: str, inputs: Mapping[str, str]) -> bool:
    """Read the few conditions there are."""
    terms = condition.removeprefix("${{").removesuffix("}}").strip().split(" && ")
    said = {
        "": True, "!cancelled()": True, "always()": True,
        "github.event_name == 'push'": event == "push",
        "github.event_name != 'push'": event != "push",
        "inputs.command == 'judge'": inputs.get("inputs.command") == "judge",
        "inputs.command == 'publish'": inputs.get("inputs.command") == "publish",
    }  # fmt: skip
    return all(said[term] for term in terms)


FOLDER = {"github": "pull", "gitea": "pull", "gitlab": "merge-requests"}


@pytest.fixture
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Runner]:
    kind = getattr(request, "param", "github")
    files = scaffold(Wishes("Tern Ferries", ("amara", "bo"), (kind,), date(2026, 11, 25)))
    origin = repository(tmp_path / "origin", [("our catalogue", files)])
    other = branch(origin, "other", "Elsewhere", {STAFF: (origin / STAFF).read_text().replace("Staff", "Us")})
    git(origin, "update-ref", f"refs/{FOLDER[kind]}/2/head", other)
    git(origin, "checkout", "-q", "main")
    shim = tmp_path / "temp/gitsm/bin/gitsm"
    shim.parent.mkdir(parents=True)
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m gitsm "$@"\n')
    shim.chmod(0o755)
    with forge(kind) as (state, address):
        state.pulls = {2: pull(other, branch="other")}
        yield Runner(tmp_path, state, address, kind)


def opened(runner: Runner) -> tuple[str, str]:
    """Open a pull request, and check it out as a runner does.

    Returns:
        The target's tip and the head.
    """
    origin = runner.work / "origin"
    tip = git(origin, "rev-parse", "main")
    head = branch(origin, "topic", "New name", {STAFF: (origin / STAFF).read_text().replace("Staff", "Everybody")})
    git(origin, "update-ref", f"refs/{FOLDER[runner.kind]}/1/head", head)
    runner.state.pulls[1] = pull(head, tip=tip)
    git(runner.work, "clone", "-q", "--single-branch", "--branch", "topic", str(origin), "data")
    git(runner.work / "data", "fetch", "-q", "origin", "main:refs/remotes/origin/main")
    return tip, head


OWN = ROOT / ".github/workflows"
WHERE = {
    "offered": (OFFERED / "gitsm.yml", OFFERED / "gitsm-publish.yml"),
    "reusable": (OWN / "judge.yml", OFFERED / "gitsm-publish.yml"),
    "action": (ROOT / "action.yml",) * 2,
}


def given(which: str, command: str, verdict: Path) -> dict[str, str]:
    """What a caller gives: the action is told where the checkout is, the reusable workflow where in it the data are."""
    root = "." if which == "reusable" else "data"
    return {"inputs.command": command, "inputs.root": root, "inputs.into": str(verdict)}


@pytest.mark.parametrize("which", sorted(WHERE))
def test_the_steps_judge_a_pull_request_and_post_it(runner: Runner, which: str) -> None:
    judge, publish = WHERE[which]
    state = runner.state
    tip, head = opened(runner)
    shape = {"pull_request": {"number": 1, "head": {"sha": head}, "base": {"ref": "main", "sha": tip}}}
    verdict = runner.work / "temp/verdict"
    assert runner.run(judge, "pull_request", shape, **given(which, "judge", verdict)) == 1, runner.log
    assert git(runner.work / "data", "rev-parse", "refs/gitsm/2") == state.pulls[2]["head"]
    assert "audit" not in {path.name for path in verdict.iterdir()}

    state.artifacts = {5: zipped({path.name: path.read_bytes() for path in verdict.iterdir()})}
    state.runs["7"] = {"head": head, "branch": "topic", "owner": "tern"}
    words = {"inputs.command": "publish", "inputs.run": "7", "github.event.workflow_run.id": "7"}
    assert runner.run(publish, "workflow_run", {}, **words) == 0, runner.log
    (body,) = state.said()
    # Nobody has agreed, and the other pull request, whose commit a step has fetched, means to edit the same.
    assert "### ⛔ Refused: 2 things stand in the way" in body
    assert "Other open changes: 1, it meets 1" in body
    assert (runner.work / "sum.md").read_text().startswith("### ⛔ Refused: 2 things stand in the way")
    assert len(state.scans) == 1
    assert TOKEN not in runner.log + body


@pytest.mark.parametrize("runner", ["gitea"], indirect=True)
def test_giteas_one_job_judges_and_posts(runner: Runner) -> None:
    tip, head = opened(runner)
    shape = {"pull_request": {"number": 1, "head": {"sha": head}, "base": {"ref": "main", "sha": tip}}}
    workflow = OFFERED.parents[1] / "dot-gitea/workflows/gitsm.yml"
    assert runner.run(workflow, "pull_request", shape) == 1, runner.log
    (body,) = runner.state.said()
    assert "### ⛔ Refused: 2 things stand in the way" in body
    assert "is not known" not in body
    assert [(one["context"], one["state"]) for one in runner.state.statuses] == [("gitsm", "failure")]
    assert TOKEN not in runner.log


@pytest.mark.parametrize("runner", ["gitlab"], indirect=True)
def test_gitlabs_jobs_judge_post_and_audit(runner: Runner) -> None:
    tip, head = opened(runner)
    jobs = yaml.safe_load((OFFERED.parents[1] / "dot-gitlab-ci.yml").read_text("utf-8"))
    folder, opt = runner.work / "data", runner.work / "temp/gitsm"
    log = ""

    def run(job: str, **more: str) -> int:
        nonlocal log
        lines = "\n".join(jobs[job]["script"]).replace("/opt/gitsm", str(opt)).replace("/tmp/refs", str(opt / "refs"))
        env = with_gitsm(**environment("gitlab", runner.address, **more))
        done = subprocess.run(["sh", "-ec", lines], cwd=folder, env=env, capture_output=True, text=True, check=False)
        log += f"## {job}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.returncode

    about = {
        "CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head, "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": tip,
    }  # fmt: skip
    assert run("gitsm", **about) == 1, log
    assert git(folder, "rev-parse", "refs/gitsm/2") == runner.state.pulls[2]["head"]
    reports = jobs["gitsm"]["artifacts"]["reports"]
    assert all((folder / path).is_file() for path in reports.values())
    assert run("gitsm-publish", **about) == 0, log
    (body,) = runner.state.said()
    assert "### ⛔ Refused: 2 things stand in the way" in body
    assert "is not known" not in body
    assert [one["state"] for one in runner.state.statuses] == ["failed"]
    runner.state.pulls[1] |= {"state": "closed", "merged_at": "2026-11-25T08:30:00Z"}
    assert run("gitsm-audit", CI_COMMIT_SHA=head, CI_COMMIT_BEFORE_SHA=tip) == 1, log
    assert "unauthorized" in log
    assert TOKEN not in log


@pytest.mark.parametrize("which", sorted(WHERE))
def test_the_steps_audit_a_push(runner: Runner, which: str) -> None:
    origin = runner.work / "origin"
    before = git(origin, "rev-parse", "main")
    web = "cmdb/wiki/wiki-web.yaml"
    after = commit(origin, "Quick fix", {web: (origin / web).read_text().replace("99.95%", "99.9%")})
    git(runner.work, "clone", "-q", str(origin), "data")
    words = given(which, "judge", runner.work / "temp/verdict")
    status = runner.run(WHERE[which][0], "push", {"before": before, "after": after}, **words)
    assert status == 1, runner.log
    assert "## Judge: 0" in runner.log
    assert "nobody decided on it: ci:wiki-web" in runner.log
    audit = json.loads((runner.work / "temp/verdict/audit/audit.json").read_text())
    assert [one["sort"] for one in audit["commits"]] == ["unauthorized"]
    assert (runner.work / "sum.md").read_text().count("unauthorized") >= 1


@pytest.mark.parametrize("which", ["action", "reusable"])
def test_what_a_caller_gives_is_never_shell(runner: Runner, which: str) -> None:
    evil = '"; touch owned; echo "$(touch owned)'
    words = {"inputs.command": "judge", "inputs.root": evil, "inputs.into": evil}
    assert runner.run(WHERE[which][0], "push", {"before": "0" * 40, "after": "0" * 40}, **words) == 2
    assert not any(path.name == "owned" for path in runner.work.rglob("*"))

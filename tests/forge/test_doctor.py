"""Each illness the doctor knows, from facts and from real repositories."""

from dataclasses import replace
from pathlib import Path

import pytest

from gitsm.forge.doctor import Facts, State, examine
from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import git, repository

OWN = {"github": "* @a @b\n", "gitlab": "[r] @a @b\n*\n", "gitea": "!x @a @b\n"}
HEALTHY = Facts(
    git=(2, 47, 1), mkdocs="1.6.1", repository=True, committed=True, shallow=False, remote=True, hook=True, hidden=None,
    files={".github/CODEOWNERS": OWN["github"], ".gitsm/runtime.lock": "a==1\n",
           ".github/workflows/gitsm.yml": "run: pip -r tool/.gitsm/runtime.lock\nrun: gitsm forge judge",
           ".pre-commit-config.yaml": "", ".vscode/gitsm/record.json": "{}", "site/mkdocs.yml": ""},
    owners=OWN, lock="a==1\n", unasked=(), approvers=2, errors=0,
)  # fmt: skip


def ill(facts: Facts) -> list[tuple[str, State]]:
    found = [one for one in examine(facts) if one.state is not State.FINE]
    assert all(one.remedy for one in found)
    return [(one.id, one.state) for one in found]


def test_what_is_well_is_fine() -> None:
    assert ill(HEALTHY) == []


@pytest.mark.parametrize(
    ("facts", "name", "state"),
    [
        (replace(HEALTHY, git=()), "git", State.ERROR),
        (replace(HEALTHY, git=(2, 37, 9)), "git", State.ERROR),
        (replace(HEALTHY, mkdocs=None), "mkdocs", State.ERROR),
        (replace(HEALTHY, mkdocs="2.0.dev6"), "mkdocs", State.ERROR),
        (replace(HEALTHY, repository=False), "repository", State.ERROR),
        (replace(HEALTHY, shallow=True), "history", State.ERROR),
        (replace(HEALTHY, committed=False), "history", State.WARNING),
        (replace(HEALTHY, remote=False), "remote", State.NOTE),
        (replace(HEALTHY, hidden=".gitignore:3:/site"), "site-ignored", State.ERROR),
        (replace(HEALTHY, errors=3), "check", State.ERROR),
        (replace(HEALTHY, unasked=("team:x has no members",)), "owners", State.WARNING),
        (replace(HEALTHY, approvers=1), "approvers", State.WARNING),
        (replace(HEALTHY, approvers=0), "approvers", State.WARNING),
        (replace(HEALTHY, hook=False), "hooks", State.NOTE),
        (replace(HEALTHY, owners={**OWN, "github": "* @c\n"}), "codeowners", State.WARNING),
    ],
)
def test_one_illness_is_named_alone(facts: Facts, name: str, state: State) -> None:
    assert ill(facts) == [(name, state)]


@pytest.mark.parametrize(
    ("path", "text", "name", "state"),
    [
        (".github/CODEOWNERS", None, "codeowners", State.WARNING),
        (".gitsm/runtime.lock", None, "lock", State.ERROR),
        (".gitsm/runtime.lock", "a==0\n", "lock", State.NOTE),
        ("site/mkdocs.yml", None, "site", State.NOTE),
        (".vscode/gitsm/record.json", None, "editor", State.NOTE),
        (".github/workflows/gitsm.yml", None, "pipeline", State.WARNING),
        (".github/workflows/gitsm.yml", "on: pull_request_target\nrun: gitsm forge judge", "pipeline", State.ERROR),
        (".github/workflows/gitsm.yml", "run: make", "pipeline", State.WARNING),
    ],
)
def test_a_file_that_is_missing_or_wrong_is_named(path: str, text: str | None, name: str, state: State) -> None:
    changed = {**HEALTHY.files} | ({path: text} if text is not None else {})
    if text is None:
        del changed[path]
    assert ill(replace(HEALTHY, files=changed)) == [(name, state)]


def test_the_file_that_counts_is_the_one_the_forge_finds_first() -> None:
    pipeline = {".gitlab-ci.yml": "gitsm forge judge", ".gitlab/CODEOWNERS": OWN["gitlab"]}
    both = {**HEALTHY.files, **pipeline, "CODEOWNERS": "* @mallory\n"}
    assert ill(replace(HEALTHY, files=both)) == [("codeowners", State.ERROR)]


def test_a_shallow_clone_without_people_is_told_apart(tmp_path: Path) -> None:
    made = repository(tmp_path / "r", [("one", files(TEAM)), ("two", files(TEAM + ci("n1", owner="lost")))])
    git(tmp_path, "clone", "-q", "--depth", "1", made.as_uri(), "clone")
    done = gitsm("doctor", cwd=tmp_path / "clone")
    assert done.returncode == 1
    for words in (
        "error  history is cut off", "git fetch --unshallow", "error  gitsm check finds 1 error\n",
        "warning  no policy names default approvers", "warning  cmdb/n1.yaml: its owner team:lost is no team here",
        "warning  no people approve by default", "warning  .github/CODEOWNERS is missing",
    ):  # fmt: skip
        assert words in done.stdout
    assert "it is known to no forge" not in done.stdout


def test_a_team_that_the_forge_knows_is_not_taken_for_one_person(tmp_path: Path) -> None:
    text = TEAM.replace("members:", "forge_group: tern/desk\nmembers:")
    policy = "---\nkind: policy\nid: approvals\napprovals: {default: [desk]}\n"
    made = repository(tmp_path / "r", [("one", files(text + policy))])
    assert "approve by default" not in gitsm("doctor", cwd=made).stdout


def test_a_folder_in_no_repository_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    done = gitsm("doctor", cwd=tmp_path)
    assert done.returncode == 1
    assert "error  the catalogue is not at the top of a git repository" in done.stdout

"""gitsm codeowners as a user runs it."""

from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import repository

BOARD = "---\nkind: policy\nid: approvals\napprovals: {default: [desk]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path / "r", [("base", files(TEAM + BOARD + ci("n1")))])


@pytest.mark.parametrize(
    ("dialect", "path"),
    [("github", ".github/CODEOWNERS"), ("gitlab", ".gitlab/CODEOWNERS"), ("gitea", ".gitea/CODEOWNERS")],
)
def test_what_is_written_is_up_to_date_until_a_record_changes(folder: Path, dialect: str, path: str) -> None:
    missing = gitsm("codeowners", "--dialect", dialect, "--check", cwd=folder)
    assert missing.returncode == 1
    assert "+++ b/" + path in missing.stdout
    assert gitsm("codeowners", "--dialect", dialect, "--write", cwd=folder / "cmdb").returncode == 0
    shown = gitsm("codeowners", "--dialect", dialect, cwd=folder).stdout
    assert (folder / path).read_text() == shown
    assert gitsm("codeowners", "--dialect", dialect, "--check", cwd=folder).returncode == 0
    team = folder / "catalog/desk.yaml"
    team.write_text(team.read_text().replace("[amara]", "[amara, bo]"))
    drift = gitsm("codeowners", "--dialect", dialect, "--check", cwd=folder)
    assert drift.returncode == 1
    assert "@amara @bo" in [line for line in drift.stdout.splitlines() if line.startswith("+")][1]
    assert "--write" in drift.stderr


def test_a_problem_fails_the_check_and_is_told(folder: Path) -> None:
    (folder / "cmdb/n1.yaml").write_text(ci("n1", owner="lost")[4:])
    assert gitsm("codeowners", "--write", cwd=folder).returncode == 0
    done = gitsm("codeowners", "--check", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cmdb/n1.yaml: its owner team:lost is no team here" in done.stderr


def test_a_folder_that_codeowners_cannot_name_is_refused(tmp_path: Path) -> None:
    repository(tmp_path / "r", [("base", {f"our data/{path}": text for path, text in files(TEAM + BOARD).items()})])
    done = gitsm("codeowners", cwd=tmp_path / "r" / "our data")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot name the folder our data/" in done.stderr


def test_check_and_write_exclude_each_other(folder: Path) -> None:
    assert gitsm("codeowners", "--check", "--write", cwd=folder).returncode == 2

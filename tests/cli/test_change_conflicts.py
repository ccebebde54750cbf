"""`gitsm change conflicts` as a user starts it."""

import json
from pathlib import Path

import pytest

from tests.inquiry.test_rivals import BASE, edited
from tests.support.catalogues import files
from tests.support.program import gitsm
from tests.support.repositories import branch, git, repository

ASKED = ("change", "conflicts", "main", "change/mine", "--open-changes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = repository(tmp_path_factory.mktemp("conflicts") / "r", [("base", files(BASE))])
    branch(made, "change/mine", "version 2", edited('version: "1"', 'version: "2"'))
    branch(made, "change/clash", "version 3", edited('version: "1"', 'version: "3"'))
    branch(made, "change/\u202eevil", "another", edited("name: web", "name: Web"))
    git(made, "checkout", "-q", "main")
    return made


def test_conflicts_and_lanes_are_shown_and_a_hard_one_exits_with_1(folder: Path) -> None:
    done = gitsm(*ASKED, "refs/heads/change/*", cwd=folder)
    assert done.returncode == 1
    assert "1 conflict with 2 other open changes; it meets 1 of them." in done.stdout
    assert "hard change/clash edits ci:db, too, otherwise: version" in done.stdout
    assert "lane 1: change/clash, this change" in done.stdout
    assert "\u202e" not in done.stdout


def test_a_pull_request_gets_a_table(folder: Path) -> None:
    done = gitsm(*ASKED, "refs/heads/change/*", "--format", "markdown", cwd=folder)
    assert "| **hard** |" in done.stdout
    assert "Lanes: changes of different lanes may go in parallel" in done.stdout
    assert "\u202e" not in done.stdout


def test_a_file_lists_what_is_open(folder: Path, tmp_path: Path) -> None:
    listed = tmp_path / "open.json"
    changes = [{"name": "#7", "head": git(folder, "rev-parse", "change/clash")}]
    listed.write_text(json.dumps({"schema": "gitsm/open-changes/v1", "changes": changes}))
    done = gitsm(*ASKED, listed, "--format", "json", cwd=folder)
    assert [one["other"] for one in json.loads(done.stdout)["conflicts"]] == ["#7"]
    assert gitsm(*ASKED, tmp_path / "none.json", cwd=folder).returncode == 2


def test_where_nothing_clashes_it_exits_with_0(folder: Path) -> None:
    done = gitsm("change", "conflicts", "main", "change/mine", "--open-changes", "refs/heads/none/*", cwd=folder)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "0 conflicts with 0 other open changes; it meets 0 of them.",
    )


def test_what_cannot_be_judged_exits_with_2_and_writes_nothing(folder: Path) -> None:
    for asked in ("refs/heads/a b", "nothing.json"):
        done = gitsm(*ASKED, asked, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr


GATE = ("gate", "main", "change/mine", "--open-changes", "refs/heads/change/*")


def test_the_gate_refuses_what_clashes_with_another_open_change_and_shows_the_lanes(folder: Path) -> None:
    shape = json.loads(gitsm(*GATE, "--format", "json", cwd=folder).stdout)
    assert not shape["allowed"]
    assert "same_field:change/clash:ci:db" in [one["id"] for one in shape["conflicts"]]
    assert any("change/clash edits ci:db, too" in one["message"] for one in shape["blockers"])
    assert shape["open_changes"]["met"] == ["change/clash"]
    assert ["change/clash", "this change"] in shape["open_changes"]["lanes"]
    shown = gitsm(*GATE, cwd=folder).stdout
    assert "OTHER OPEN CHANGES  2, it meets 1; those of different lanes may go in parallel" in shown
    marked = gitsm(*GATE, "--format", "markdown", cwd=folder).stdout
    assert "Other open changes: 2, it meets 1" in marked


def test_the_gate_says_nothing_of_open_changes_where_nobody_asks_and_2_where_one_cannot_be_read(folder: Path) -> None:
    alone = json.loads(gitsm("gate", "main", "change/mine", "--format", "json", cwd=folder).stdout)
    assert (alone["open_changes"], alone["conflicts"]) == (None, [])
    gone = folder.parent / "gone.json"
    changes = [{"name": "#7", "head": "0" * 40}]
    gone.write_text(json.dumps({"schema": "gitsm/open-changes/v1", "changes": changes}))
    done = gitsm("gate", "main", "change/mine", "--open-changes", gone, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the open change #7 cannot be read" in done.stderr

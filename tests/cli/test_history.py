"""log and blame as a user runs them, on real repositories."""

import json
from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import branch, commit, git, repository

DB = ci("db", "tags: [a, b]\ndepends_on: [ci:host]\n", availability="99%")[4:]
HOST = files(TEAM + ci("host") + ci("other"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = repository(tmp_path / "r", [("first", {**HOST, "cmdb/db.yaml": DB})])
    commit(made, "better", {"cmdb/db.yaml": DB.replace("99%", "99.9%")})
    commit(
        made, "reorder", {"cmdb/db.yaml": "# the database\n" + DB.replace("99%", "99.9%").replace("[a, b]", "[b, a]")}
    )
    commit(made, "needs more", {"cmdb/db.yaml": DB.replace("99%", "99.9%").replace("[ci:host]", "[ci:host, ci:other]")})
    return made


def chapters(folder: Path, *words: str) -> list[tuple[str, str, list[str]]]:
    shape = json.loads(gitsm("log", *words, "--format", "json", cwd=folder).stdout)
    assert shape["schema"] == "gitsm/log/v1"
    return [
        (
            one["commit"]["subject"] if one["commit"] else "",
            one["action"],
            [field["pointer"] for field in one["fields"]],
        )
        for one in shape["chapters"]
    ]


def blamed(folder: Path, *words: str) -> dict[str, str]:
    shape = json.loads(gitsm("blame", *words, "--format", "json", cwd=folder).stdout)
    found = {}
    for key in shape["keys"]:
        found[key["key"]] = key["commit"]["subject"] if key["commit"] else ""
        found |= {part["pointer"]: part["commit"]["subject"] for part in key["parts"]}
    return found


def test_a_log_tells_what_each_commit_meant(folder: Path) -> None:
    assert chapters(folder, "db") == [
        ("needs more", "modified", ["/depends_on/ci:other"]),
        ("reorder", "none", []),
        ("better", "modified", ["/availability"]),
        ("first", "added", []),
    ]
    assert len(chapters(folder, "db", "--limit", "2")) == 2
    assert [one[0] for one in chapters(folder, "ci:db", "--at", "HEAD~2")] == ["better", "first"]
    text = gitsm("log", "db", cwd=folder).stdout
    assert "2026-01-02 10:00" in text
    assert "    availability: 99% → 99.9%" in text
    assert "    means the same, in cmdb/db.yaml" in text


def test_blame_names_who_changed_the_meaning(folder: Path) -> None:
    found = blamed(folder, "db", "--deep")
    assert found["availability"] == "better"
    assert found["tags"] == "first"
    assert found["depends_on"] == "needs more"
    assert found["/depends_on/ci:other"] == "needs more"
    assert found["owner"] == "first"
    text = gitsm("blame", "db", cwd=folder).stdout
    assert "2026-01-02" in next(line for line in text.splitlines() if line.endswith("availability"))


def test_history_follows_renames_and_moves(folder: Path) -> None:
    text = (folder / "cmdb/db.yaml").read_text()
    commit(folder, "tidy", {"cmdb/db.yaml": None, "cmdb/sub/db.yaml": text})
    renamed = text.replace("id: db", "id: pg") + "moved: {from: db}\n"
    commit(folder, "rename", {"cmdb/sub/db.yaml": None, "cmdb/pg.yaml": renamed})
    found = chapters(folder, "ci:pg")
    assert found[:3] == [
        ("rename", "renamed", []),
        ("tidy", "none", []),
        ("needs more", "modified", ["/depends_on/ci:other"]),
    ]
    assert found[-1] == ("first", "added", [])
    assert blamed(folder, "pg")["availability"] == "better"
    shape = json.loads(gitsm("log", "pg", "--format", "json", cwd=folder).stdout)
    assert shape["chapters"][0]["from_ref"] == "ci:db"


def test_what_is_gone_and_came_back(folder: Path) -> None:
    text = (folder / "cmdb/db.yaml").read_text()
    commit(folder, "drop", {"cmdb/db.yaml": None})
    assert [one[:2] for one in chapters(folder, "ci:db")][:2] == [("drop", "removed"), ("needs more", "modified")]
    assert gitsm("blame", "ci:db", cwd=folder).stdout == "ci:db is gone\n"
    commit(folder, "again", {"cmdb/db.yaml": text})
    assert [one[:2] for one in chapters(folder, "ci:db")][:2] == [("again", "added"), ("drop", "removed")]
    assert set(blamed(folder, "ci:db").values()) == {"again"}


def test_work_that_is_not_committed_is_told(folder: Path) -> None:
    path = folder / "cmdb/db.yaml"
    path.write_text(path.read_text().replace("99.9%", "98%"))
    assert chapters(folder, "db")[0] == ("", "modified", ["/availability"])
    assert blamed(folder, "db")["availability"] == ""
    assert "not committed" in gitsm("blame", "db", cwd=folder).stdout
    assert chapters(folder, "db", "--at", "HEAD")[0][0] == "needs more"


def test_merges_and_lines_of_history(folder: Path) -> None:
    text = (folder / "cmdb/db.yaml").read_text()
    branch(folder, "topic", "on a branch", {"cmdb/db.yaml": text.replace("99.9%", "99.99%")})
    git(folder, "checkout", "-q", "main")
    commit(folder, "elsewhere", {"cmdb/host.yaml": HOST["cmdb/host.yaml"].replace("name: host", "name: Host")})
    git(folder, "merge", "-q", "--no-ff", "-m", "merge topic", "topic")
    assert chapters(folder, "db")[0] == ("on a branch", "modified", ["/availability"])


def test_a_stranger_s_words_stay_words(folder: Path) -> None:
    git(folder, "config", "user.name", "Eve \x1b[31m`|x`")
    commit(folder, "a \x1b[2Jsubject [x](http://evil.example)", {"cmdb/db.yaml": DB})
    for words in (("log", "db"), ("blame", "db")):
        assert "\x1b" not in gitsm(*words, cwd=folder).stdout
        assert "](http" not in gitsm(*words, "--format", "markdown", cwd=folder).stdout


def test_a_shallow_clone_says_so(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    done = gitsm("log", "db", cwd=tmp_path / "shallow")
    assert done.returncode == 0
    assert "git fetch --unshallow" in done.stderr


def test_a_bare_repository_and_a_catalogue_below(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(folder), "bare.git")
    done = gitsm("log", "db", "--root", tmp_path / "bare.git", "--at", "main", cwd=tmp_path)
    assert (done.returncode, "better" in done.stdout) == (0, True)
    below = repository(
        tmp_path / "b", [("first", {f"it/{path}": text for path, text in {**HOST, "cmdb/db.yaml": DB}.items()})]
    )
    assert [one[0] for one in chapters(below / "it", "db")] == ["first"]


def test_what_never_was(folder: Path) -> None:
    done = gitsm("log", "ci:dbb", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ci:db" in done.stderr
    assert gitsm("log", "db", "--limit", "0", cwd=folder).returncode == 2

"""`gitsm change new`, `list` and `show` as a user starts them."""

import json
from pathlib import Path

import pytest

from tests.support.catalogues import files
from tests.support.gates import BASE, NOW, change, organisation, verdict
from tests.support.program import gitsm
from tests.support.repositories import commit, git, write

PATCHED = files(BASE.replace('"16.1"', '"16.2"'))["cmdb/db.yaml"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = organisation(tmp_path / "org")
    git(folder, "checkout", "-q", "-b", "topic")
    write(folder, {"cmdb/db.yaml": PATCHED})
    return folder


def new(folder: Path, *words: str) -> tuple[str, str]:
    done = gitsm("change", "new", "--as-of", NOW, *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr


def test_a_draft_says_what_follows_and_asks_for_the_rest(made: Path) -> None:
    path, told = new(made)
    assert path == "changes/changes/chg-2026-11-24-edit-db.yaml"
    text = (made / path).read_text()
    for line in ("title: Edit db", "type: standard", "model: db-patch", "  - ci: db", "# When it is done",
                 "implementation_plan:  # What is done; Markdown"):  # fmt: skip
        assert line in text
    assert "touches 1, reaches 1 service, 1 offering, 1 CI" in told
    assert "fill in: reason, planned, assignee, implementation_plan, test_plan, backout_plan" in told
    done = gitsm("check", cwd=made)
    assert done.returncode == 1  # what is open is asked for until it is filled in


def test_what_is_known_is_taken_and_later_runs_keep_every_word(made: Path) -> None:
    path, _ = new(made, "--title", "Upgrade the database", "--by", "cleo")
    assert path == "changes/changes/chg-2026-11-24-upgrade-the-database.yaml"
    mine = change("chg-2026-11-24-upgrade-the-database", title="Upgrade  the database # mine").removeprefix("---\n")
    (made / path).write_text(f"# A word of mine.\n{mine}")
    before = (made / path).read_text()
    again, told = new(made)
    assert (again, (made / path).read_text()) == (path, before)
    assert "it names all that was edited already" in told
    write(made, {"cmdb/app.yaml": files(BASE.replace('"1.0"', '"1.1"'))["cmdb/app.yaml"]})
    new(made)
    after = (made / path).read_text()
    assert "# A word of mine." in after
    assert "ci: app" in after
    assert [line for line in before.splitlines() if line not in after.splitlines()] == ["affected: [{ci: db}]"]


def test_the_way_from_an_edit_to_a_merge(made: Path) -> None:
    path, _ = new(made)
    written = change("chg-2026-11-24-edit-db", type="standard", model="db-patch").removeprefix("---\n")
    (made / path).write_text(written)
    commit(made, "patch", {})
    assert verdict(made, "topic")["allowed"]


def test_a_model_that_does_not_fit_is_not_proposed(made: Path) -> None:
    write(made, {"cmdb/app.yaml": files(BASE.replace('"1.0"', '"1.1"'))["cmdb/app.yaml"]})
    path, _ = new(made)
    text = (made / path).read_text()
    assert ("type: normal" in text, "model:" in text) == (True, False)
    assert "title: Edit app and db" in text


def test_where_nothing_was_edited_nothing_is_drafted(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "org")
    done = gitsm("change", "new", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing was edited" in done.stderr


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def at(name: str, day: str, **lines: str) -> str:
        planned = f"{{start: {day}T22:00:00Z, end: {day}T23:00:00Z}}"
        return change(f"chg-{day}-{name}", planned=planned, **lines)

    return organisation(
        tmp_path_factory.mktemp("year") / "org",
        BASE
        + at("old", "2026-11-02")
        + at("done", "2026-11-03", outcome="successful")
        + at("failed", "2026-11-04", outcome="backed_out")
        + at("soon", "2026-12-05", affected="[{ci: wall}]")
        + at("also", "2026-12-05", on_hold="Waiting.", affected="[{ci: wall}]"),
    )


def test_changes_are_listed_by_where_they_stand_the_late_ones_first(year: Path) -> None:
    done = gitsm("change", "list", "--as-of", NOW, "--format", "json", "--all", cwd=year)
    found = json.loads(done.stdout)["changes"]
    assert [(one["ref"][-4:], one["state"], one["overdue"], one["on_hold"]) for one in found] == [
        ("-old", "review", True, False),
        ("iled", "review", True, False),
        ("done", "closed", False, False),
        ("also", "scheduled", False, True),
        ("soon", "scheduled", False, False),
    ]
    done = gitsm("change", "list", "--as-of", NOW, "--state", "review", cwd=year)
    assert [line.split()[:3] for line in done.stdout.splitlines()] == [
        ["review,", "late", "chg-2026-11-02-old"], ["review,", "late", "chg-2026-11-04-failed"],
    ]  # fmt: skip


def test_one_change_is_shown_with_what_stands_against_it(year: Path) -> None:
    done = gitsm("change", "show", "chg-2026-12-05-also", "--as-of", NOW, cwd=year)
    assert done.returncode == 0
    assert "scheduled, on hold: its time has not come" in done.stdout
    shown = gitsm("change", "show", "chg-2026-12-05-soon", "--as-of", NOW, "--format", "markdown", cwd=year)
    assert "**scheduled**: its time has not come" in shown.stdout
    done = gitsm("change", "show", "ci:db", cwd=year)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ci:db is no change" in done.stderr

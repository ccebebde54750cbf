"""show and list as a user runs them, on the example."""

import json
from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import repository, write

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("ref", ["ci:booking-web", "booking-web", "Ticket shop"])
def test_a_record_is_found_by_whatever_people_call_it(ref: str) -> None:
    done = gitsm("show", ref, cwd=PROJECT)
    assert done.returncode == 0
    for words in ("ci:booking-web  cmdb/booking/booking-web.yaml", "depends on\n", "delivers\n  service:booking\n"):
        assert words in done.stdout


def test_a_record_for_programs() -> None:
    shape = json.loads(gitsm("show", "pg-main", "--format", "json", cwd=PROJECT).stdout)
    assert shape["ref"] == "ci:pg-main"
    assert {"relation": "members", "ref": "ci:pg-bergen", "outgoing": False} in shape["relations"]


def test_what_is_remembered_shows_what_loading_everything_shows(tmp_path: Path) -> None:
    text = TEAM + ci("app", "depends_on: [ci:db]\ndescription: What the graph does not ask for.\n") + ci("db")
    root = repository(tmp_path / "r", [("base", files(text))])
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    (tmp_path / "none").write_text("no folder")
    without = {"XDG_CACHE_HOME": str(tmp_path / "none")}

    def told(*words: str) -> list[tuple[int, str, str]]:
        runs = [gitsm("show", *words, cwd=root, env=each) for each in (without, cache)]
        return [(done.returncode, done.stdout, done.stderr) for done in runs]

    for edit in (
        {},
        {"cmdb/db.yaml": ci("db", "owner: nobody\nruns_on: [ci:host]\n")[4:]},
        {"cmdb/new.yaml": ci("new", "depends_on: [ci:db]\naliases: [Newcomer]\n")[4:]},
        {"cmdb/app.yaml": "kind: ci\nid: [\n"},
        {"cmdb/copy/db.yaml": ci("db")[4:]},
    ):
        write(root, edit)
        for words in (("app",), ("db", "--format", "json"), ("Newcomer",)):
            whole, remembered = told(*words)
            assert whole == remembered
    whole, remembered = told("db", "--at", "HEAD")
    assert whole == remembered
    assert "What the graph" in told("app", "--at", "HEAD")[1][1]


def test_a_record_that_is_remembered_is_shown_without_models(tmp_path: Path) -> None:
    root = repository(tmp_path / "r", [("base", files(TEAM + ci("app", "depends_on: [ci:db]\n") + ci("db")))])
    assert gitsm("show", "db", cwd=root).returncode == 0
    done = gitsm("show", "db", cwd=root, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert "used by\n  ci:app" in done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "gitsm.graph.neighbours" in loaded
    assert not loaded & {"pydantic", "git", "jinja2", "rich", "ruamel.yaml", "mkdocs"}


def test_a_record_that_is_not_there() -> None:
    done = gitsm("show", "ci:pg-mian", cwd=PROJECT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean ci:pg-main" in done.stderr


def test_records_are_listed_and_selected() -> None:
    done = gitsm("list", "ci", "--where", "class == vessel", cwd=PROJECT)
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "ci:arctica", "ci:fulmar", "ci:guillemot", "ci:puffin", "ci:skua"
    ]  # fmt: skip
    shape = json.loads(gitsm("list", "team", "--format", "json", cwd=PROJECT).stdout)
    assert len(shape["records"]) == 10


@pytest.mark.parametrize(
    ("words", "said"), [(("list", "servise"), "did you mean service"), (("list", "ci", "--where", "a ="), "column 3")]
)
def test_bad_questions_are_answered(words: tuple[str, ...], said: str) -> None:
    done = gitsm(*words, cwd=PROJECT)
    assert done.returncode == 2
    assert said in done.stderr


def test_markdown_holds_no_orders(tmp_path: Path) -> None:
    root = repository(tmp_path, [("base", files(TEAM + ci("evil", name='"](http://x) <b>|"')))])
    for words in (("show", "ci:evil"), ("list", "ci")):
        text = gitsm(*words, "--format", "markdown", cwd=root).stdout
        assert "ci&#58;evil" in text
        assert "](http" not in text
        assert "<b>" not in text

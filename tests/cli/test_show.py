"""show and list as a user runs them, on the example."""

import json
from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import repository

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

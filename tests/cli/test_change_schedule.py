"""`gitsm change schedule` as a user starts it."""

import json
from pathlib import Path

import pytest

from tests.change.test_windows import ESTATE, FREEZE, SATURDAY, change
from tests.support.catalogues import files
from tests.support.program import gitsm
from tests.support.repositories import write

OTHER = change("chg-2026-11-28-db", "{ci: db}", "2026-11-28T22:00:00Z", "2026-11-28T23:00:00Z")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("schedule")
    write(made, files(ESTATE + SATURDAY.replace("timezone: UTC", "timezone: Europe/Oslo") + FREEZE + OTHER))
    return made


def test_the_next_free_times_are_shown_by_the_clock_that_windows_go_by(folder: Path) -> None:
    done = gitsm("change", "schedule", "db", "--for", "2h", "--as-of", "2026-11-25T12:00Z", cwd=folder)
    assert done.returncode == 0
    first, second, *_ = done.stdout.splitlines()[1:]
    assert first.strip() == "Sun 2026-11-29 00:00 CET  or later, until Sun 2026-11-29 01:00 CET"
    assert second.strip() == "Sat 2026-12-05 23:00 CET  or later, until Sun 2026-12-06 01:00 CET"


def test_a_change_is_not_in_its_own_way_and_says_how_long_it_takes(folder: Path) -> None:
    asked = ("change", "schedule", "chg-2026-11-28-db", "--as-of", "2026-11-25T12:00Z", "--format", "json")
    shape = json.loads(gitsm(*asked, cwd=folder).stdout)
    assert (shape["minutes"], shape["change"]) == (60, "change:chg-2026-11-28-db")
    assert shape["openings"][0]["start"] == "2026-11-28T22:00:00Z"


def test_where_nothing_is_free_it_says_so_and_exits_with_1(folder: Path) -> None:
    done = gitsm("change", "schedule", "ci:db", "--for", "5h", cwd=folder)
    assert done.returncode == 1
    assert "No time is free for 5 h on ci:db in 90 days." in done.stdout
    marked = gitsm("change", "schedule", "ci:db", "--for", "5h", "--format", "markdown", cwd=folder)
    assert "None in 90 days." in marked.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ci:db",), "say how long the work takes"),
        (("ci:db", "--for", "2d"), "no length of work by the clock"),
        (("ci:db", "--for", "soon"), "'soon' is no duration"),
        (("ci:db", "--for", "1h", "--as-of", "9999-12-31T23:00Z"), "out of reach"),
        (("ci:dbb", "--for", "1h"), "no record ci:dbb"),
        (("team:desk", "--for", "1h"), "nobody works on team:desk"),
        (("chg-2026-11-28-db", "ci:db"), "a change is asked about by itself"),
        (("ci:db", "--for", "1h", "--timezone", "Mars"), "'Mars' is no time zone"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = gitsm("change", "schedule", *arguments, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_words_below_change_are_listed_and_a_wrong_one_is_told(folder: Path) -> None:
    assert "schedule" in gitsm("change", "--help", cwd=folder).stdout
    wrong = gitsm("change", "schedul", cwd=folder)
    assert (wrong.returncode, "did you mean gitsm change schedule?" in wrong.stderr) == (2, True)
    assert gitsm("change", cwd=folder).returncode == 2

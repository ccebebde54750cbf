"""`gitsm change calendar` as a user starts it."""

import json
import re
from pathlib import Path

import pytest

from tests.change.test_windows import FREEZE, SATURDAY, TREE, change
from tests.support.catalogues import files
from tests.support.program import gitsm
from tests.support.repositories import commit, git, repository

CHANGES = (
    change("chg-2026-12-05-db", "{ci: db}", "2026-12-05T22:00:00Z", "2026-12-05T23:00:00Z")
    + change("chg-2026-12-12-sql", "{ci: sql}", "2026-12-12T22:00:00Z", "2026-12-13T01:00:00Z", "on_hold: No parts\n")
    + change(
        "chg-2026-12-01-old",
        "{ci: sql}",
        "2026-12-01T22:00:00Z",
        "2026-12-01T23:00:00Z",
        "outcome: successful\nactual: {start: 2026-12-01T22:15:00Z, end: 2026-12-01T22:45:00Z}\n",
    )
)
OFF = change("chg-2026-12-20-off", "{ci: db}", "2026-12-20T22:00:00Z", "2026-12-20T23:00:00Z")
OWN = SATURDAY.replace("id: saturday", "id: own")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = files(TREE + SATURDAY + OWN + FREEZE + CHANGES)
    made = repository(tmp_path_factory.mktemp("calendar") / "r", [("base", {**base, **files(OFF)})])
    db = "changes/chg-2026-12-05-db.yaml"
    path = next(path for path in base if path.endswith("chg-2026-12-05-db.yaml"))
    assert path.endswith(db.rpartition("/")[2])
    commit(
        made,
        "another title",
        {path: base[path].replace("title: Work", "title: Work; more, and so on " + "x" * 60)},
    )
    commit(made, "called off", dict.fromkeys(files(OFF)))
    return made


def ask(folder: Path, *arguments: str) -> str:
    done = gitsm("change", "calendar", "--as-of", "2026-03-02", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_month_shows_its_days_and_what_is_on(folder: Path) -> None:
    shown = ask(folder, "--timezone", "UTC", "--month", "2026-12")
    assert shown.startswith("December 2026\nMo    Tu    We")
    rows = shown.splitlines()[2:7]
    assert re.split(r"\s{2,}", rows[0].strip()) == ["1 1", "2", "3", "4", "5 1", "6"]
    assert rows[1].split() == ["7", "8", "9", "10", "11", "12", "1", "13", "1"]
    assert rows[2].split() == ["14", "15", "16", "17", "18!", "19!", "20!"]
    assert "Tue 01 Dec 22:15-22:45  Work  done" in shown
    assert "on hold" in shown
    assert "No parts" in shown
    assert "chg-2026-12-20-off  oskar" in shown


def test_days_are_those_of_the_clock_that_is_asked_for(folder: Path) -> None:
    # 22:15 UTC on the first is the second in Tokyo.
    rows = ask(folder, "--timezone", "Asia/Tokyo", "--month", "2026-12").splitlines()[2:3]
    assert re.split(r"\s{2,}", rows[0].strip()) == ["1", "2 1", "3", "4", "5", "6 1"]


def test_programs_get_moments_in_utc(folder: Path) -> None:
    shape = json.loads(ask(folder, "--format", "json", "--month", "2026-12"))
    found = [(one["ref"], one["start"], one["status"]) for one in shape["events"] if one["kind"] == "change"]
    assert found == [
        ("change:chg-2026-12-01-old", "2026-12-01T22:15:00Z", "done"),
        ("change:chg-2026-12-05-db", "2026-12-05T22:00:00Z", "planned"),
        ("change:chg-2026-12-12-sql", "2026-12-12T22:00:00Z", "on_hold"),
        ("change:chg-2026-12-20-off", "2026-12-20T22:00:00Z", "canceled"),
    ]
    assert sum(one["ref"] == "window:saturday" for one in shape["events"]) == 4


def test_only_what_has_to_do_with_a_record_is_shown_if_it_is_named(folder: Path) -> None:
    shape = json.loads(ask(folder, "service:shop", "--format", "json", "--month", "2026-12"))
    # db carries app, and app the shop; sql carries nothing.
    assert [one["ref"] for one in shape["events"] if one["kind"] == "change"] == [
        "change:chg-2026-12-05-db",
        "change:chg-2026-12-20-off",
    ]
    assert {
        one["ref"] for one in json.loads(ask(folder, "sql", "--format", "json", "--month", "2026-12"))["events"]
    } == {
        "change:chg-2026-12-01-old",
        "change:chg-2026-12-12-sql",
    }


def unfolded(text: str) -> list[dict[str, str]]:
    """Read events as RFC 5545 §3.1 folds them; for the test, by hand."""
    lines = text.replace("\r\n ", "").split("\r\n")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line not in {"END:VEVENT", "END:VCALENDAR", ""}:
            events[-1][name] = value
    return events


def test_subscribers_get_the_same_bytes_for_the_same_tree(folder: Path) -> None:
    text = subscribed(folder)
    assert text == subscribed(folder)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    for line in ("METHOD:PUBLISH", "NAME:Changes", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"):
        assert f"\r\n{line}\r\n" in text


def subscribed(folder: Path) -> str:
    out = folder.parent / "changes.ics"
    ask(folder, "--format", "ics", "--domain", "tern.example", "--output", str(out))
    return out.read_bytes().decode()


def test_an_event_has_its_name_its_number_and_its_time_from_history(folder: Path) -> None:
    events = {one["UID"]: one for one in unfolded(subscribed(folder))}
    db = events["chg-2026-12-05-db@tern.example"]
    # Two commits touched the file, the last on 2 January 2026, 10:00 UTC.
    assert (db["SEQUENCE"], db["DTSTAMP"], db["LAST-MODIFIED"]) == ("2", "20260102T100000Z", "20260102T100000Z")
    assert (db["DTSTART"], db["DTEND"]) == ("20261205T220000Z", "20261205T230000Z")
    assert (db["STATUS"], db["TRANSP"], db["CATEGORIES"]) == ("CONFIRMED", "TRANSPARENT", "CHANGE")
    assert db["SUMMARY"].startswith("Work\\; more\\, and so on")
    assert events["chg-2026-12-12-sql@tern.example"]["STATUS"] == "TENTATIVE"
    off = events["chg-2026-12-20-off@tern.example"]
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", "2")
    assert events["saturday-20261205T220000Z@tern.example"]["SUMMARY"] == "Maintenance: Saturday"


def test_the_portal_s_feed_says_the_same_so_that_nothing_is_twice_with_who_reads_both(folder: Path) -> None:
    out = folder.parent / "pages"
    done = gitsm("site", "render", "--out", str(out), "--name", "Tern", "--as-of", "2026-03-02", cwd=folder)
    assert done.returncode == 0, done.stderr
    published = (out / "feeds" / "changes.ics").read_bytes().decode()
    assert published.replace("NAME:Tern: changes", "NAME:Changes") == ask_ics(folder)
    # Of one service, too.
    published = (out / "feeds" / "shop.ics").read_bytes().decode()
    assert unfolded(published) == unfolded(ask_ics(folder, "service:shop"))
    assert unfolded(published)


def ask_ics(folder: Path, *arguments: str) -> str:
    out = folder.parent / "asked.ics"
    ask(folder, *arguments, "--format", "ics", "--output", str(out))
    return out.read_bytes().decode()


def test_what_was_called_off_long_ago_is_in_it_no_more(folder: Path) -> None:
    # It was removed on 3 January.
    done = gitsm("change", "calendar", "--as-of", "2026-04-04", "--month", "2026-12", cwd=folder)
    assert "chg-2026-12-20-off" not in done.stdout
    done = gitsm("change", "calendar", "--as-of", "2026-04-02", "--month", "2026-12", cwd=folder)
    assert "chg-2026-12-20-off" in done.stdout


def test_outside_of_git_it_works_all_the_same(tmp_path: Path) -> None:
    from tests.support.repositories import write

    write(tmp_path, files(TREE + OWN + CHANGES))
    assert "March 2026" in ask(tmp_path)
    assert "BEGIN:VEVENT" in ask(tmp_path, "--format", "ics")
    assert "| from | until |" in ask(tmp_path, "--format", "markdown")


def test_an_earlier_tree_shows_the_calendar_of_its_time(folder: Path) -> None:
    first = git(folder, "rev-list", "--max-parents=0", "HEAD")
    assert "chg-2026-12-20-off  oskar" in ask(folder, "--at", first, "--month", "2026-12")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "2026-13"), "'2026-13' is no month"),
        (("--month", "2026-12", "--from", "2026-12-01"), "--month says"),
        (("--from", "2026-12-02", "--until", "2026-12-02"), "ends before it starts"),
        (("--month", "9999-12"), "9999-12-01 is out of reach"),
        (("--month", "0000-01"), "'0000-01' is no month"),
        (("--from", "0001-01-01"), "out of reach"),
        (("--until", "9999-12-31"), "out of reach"),
        (("--as-of", "9999-12-31", "--format", "ics"), "out of reach"),
        (("--domain", "a b"), "'a b' is no domain"),
        (("--timezone", "Mars"), "no time zone"),
        (("ci:none",), "no record ci:none"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = gitsm("change", "calendar", *arguments, cwd=folder)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr

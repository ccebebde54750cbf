"""The demonstration runs, and shows what makes one want the tool."""

from collections import Counter
from pathlib import Path

import yaml

from tests.support.picture import PICTURE, picture
from tests.support.program import gitsm
from tests.support.repositories import git

PROJECT = Path(__file__).parents[2]
ROOTS = ("catalog", "cmdb", "changes")


def test_the_demonstration_shows_a_broken_promise(tmp_path: Path) -> None:
    done = gitsm("demo", "--into", tmp_path / "tern", cwd=tmp_path)
    assert done.returncode == 0
    assert "records, 1 error" in done.stderr
    for words in (
        "error[promise-not-backed] 99.6 % is promised, and service_offering:booking-online is up 99.59135 %",
        "$ gitsm impact main change/one-city",
        "REDUNDANCY LOST",
        "PROMISES NOT BACKED",
        "Ask   booking-team",
    ):
        assert words in done.stdout
    assert "The portal is in" in done.stdout
    assert (tmp_path / "tern-site" / "services" / "booking.html").is_file()
    log = git(tmp_path / "tern", "log", "--format=%as %an", "change/one-city").splitlines()
    assert (log[0], log[-1], len(log)) == ("2026-11-20 Lise Aune", "2026-01-05 Ingrid Moe", 9)
    history = gitsm("log", "pg-bergen", cwd=tmp_path / "tern").stdout
    assert [line.strip() for line in history.splitlines() if "version:" in line] == [
        "version: 16.6 → 16.8", "version: 16.4 → 16.6"
    ]  # fmt: skip


def test_the_demonstration_holds_the_whole_example(tmp_path: Path) -> None:
    assert gitsm("demo", "--into", tmp_path / "tern", "--without-site", cwd=tmp_path).returncode == 0
    git(tmp_path / "tern", "checkout", "-q", "main")
    for root in ("catalog", "cmdb", "changes"):
        copied = {
            path.relative_to(tmp_path / "tern"): path.read_bytes()
            for path in (tmp_path / "tern" / root).rglob("*.yaml")
        }
        assert copied == {path.relative_to(PROJECT): path.read_bytes() for path in (PROJECT / root).rglob("*.yaml")}


def test_it_never_writes_into_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("words")
    done = gitsm("demo", "--into", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_example_passes_check_without_a_finding() -> None:
    done = gitsm("check", "--root", PROJECT, "--as-of", "2026-11-23", cwd=PROJECT)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no findings" in done.stderr


def test_the_example_is_as_rich_as_it_is_said_to_be() -> None:
    records = [yaml.safe_load(path.read_text("utf-8")) for root in ROOTS for path in (PROJECT / root).rglob("*.yaml")]
    found = Counter(one["kind"] for one in records)
    least = {
        "service": 14, "service_offering": 24, "agreement": 28, "ci": 220, "team": 9, "supplier": 7, "calendar": 5,
        "knowledge_article": 40, "request_offering": 12, "change": 30, "change_model": 6, "incident": 12, "outage": 10,
        "problem": 6, "improvement": 6, "policy": 7, "window": 4,
    }  # fmt: skip
    assert {kind: count for kind, count in least.items() if found[kind] < count} == {}
    assert len({one["class"] for one in records if one["kind"] == "ci"}) >= 25
    assert {one["type"] for one in records if one["kind"] == "agreement"} == {"sla", "ola", "ua"}
    assert sum(one.get("major", False) for one in records if one["kind"] == "incident") == 3
    open_ = [one for one in records if one["kind"] == "problem" and "resolution_code" not in one]
    assert sum("workaround" in one for one in open_) == 3
    assert {one["type"] for one in records if one["kind"] == "change"} == {"standard", "normal", "emergency"}
    assert "Summer freeze" in {one.get("name") for one in records if one["kind"] == "window"}


def test_the_picture_in_the_readme_is_what_is_shown() -> None:
    assert PICTURE.read_text("utf-8") == picture(), "python -m tests.support.picture draws it anew"
    assert "http" not in picture().replace("http://www.w3.org/2000/svg", "")

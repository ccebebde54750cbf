"""health as a user runs it."""

import json
from pathlib import Path

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import repository

PROJECT = Path(__file__).parents[2]


def test_the_example_is_well() -> None:
    done = gitsm("health", "--as-of", "2026-11-24", cwd=PROJECT)
    assert done.returncode == 0
    assert "(green)" in done.stdout.splitlines()[0]
    assert "team:network-team" in done.stdout


def test_what_fails_is_named_with_what_to_mend(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(ci("aa") + ci("bb", "depends_on: [ci:cc]\n") + TEAM))])
    done = gitsm("health", "--by", "class", cwd=folder)
    assert "ci_class:server" in done.stdout
    for words in (
        "ci:aa  recommended  lacks description",
        "ci:aa  orphan",
        "breaks unknown-reference",
        "never verified",
    ):
        assert words in done.stdout
    shape = json.loads(gitsm("health", "--format", "json", cwd=folder).stdout)
    assert shape["compliance"] == {"value": 0.5, "evaluated": 2, "failing": 1, "incomplete": False}
    assert {"ref": "ci:aa", "flaw": "orphan", "why": "related to nothing"} in shape["failing"]
    page = gitsm("health", "--format", "markdown", cwd=folder).stdout
    assert "| **compliance** | 50.0 % |" in page
    assert "<code>ci&#58;aa</code> | orphan" in page


def test_many_flaws_are_cut_unless_all_are_wanted(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files("".join(ci(f"c-{n:02d}") for n in range(20)) + TEAM))])
    assert "… and 40 more; --failing lists them all" in gitsm("health", cwd=folder).stdout
    assert "c-19  stale" in gitsm("health", "--failing", cwd=folder).stdout


def test_without_a_cmdb_there_is_nothing_to_measure(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    done = gitsm("health", cwd=folder)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "CMDB health nothing to measure (unknown)")

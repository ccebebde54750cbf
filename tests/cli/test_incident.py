"""gitsm incident and gitsm problem as a user runs them."""

import json
from pathlib import Path

import pytest

from tests.operations.test_incidents import ESTATE, incident
from tests.support.catalogues import files
from tests.support.inside import gitsm
from tests.support.repositories import git, repository

NAME = "inc-2026-11-01-down"
ACTION = "review: {overview: O., actions: [{action: Alarm, owner: desk, due: 2026-11-05}]}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    text = ESTATE + incident("down", "cis: [host-1] # the old one\n") + incident("done", ACTION)
    return repository(tmp_path / "r", [("base", files(text))])


def test_triage_in_each_format(root: Path) -> None:
    said = gitsm("incident", "triage", f"changes/{NAME}.yaml", cwd=root).stdout
    assert "  the graph says impact high, which is priority 1 critical" in said
    assert "  major incident by critical: Its priority is critical.; it is not handled as one" in said
    assert "The mail filter is slow" in said
    shape = json.loads(gitsm("incident", "triage", NAME, "--format", "json", cwd=root).stdout)
    assert shape["major"] == {"handled": False, "trigger": "critical", "why": "Its priority is critical."}
    assert gitsm("incident", "triage", NAME, "--format", "markdown", cwd=root).stdout.startswith("### Triage of <code>")


def test_what_is_no_incident(root: Path) -> None:
    done = gitsm("incident", "triage", "mail-cloud", cwd=root)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: no record incident:mail-cloud")


def test_the_timeline_is_kept_and_nothing_else_changes(root: Path) -> None:
    for what in ("Called the vendor: ${{ x }} @all", "Restarted"):
        done = gitsm("incident", "log", NAME, what, "--by", "amara", "--as-of", "2026-11-01T10:30+01:00", cwd=root)
        assert done.returncode == 0, done.stderr
    text = (root / "changes" / f"{NAME}.yaml").read_text("utf-8")
    assert "cis: [host-1] # the old one\n" in text
    assert text.endswith("  - at: 2026-11-01T10:30:00+01:00\n    what: Restarted\n    by: amara\n")
    assert git(root, "diff", "--numstat").split()[:2] == ["7", "0"]
    assert gitsm("check", cwd=root).returncode == 0


@pytest.mark.parametrize("words", [("a\x1bb",), ("a\nb",), ("x", "--by", "two words"), ("",)])
def test_what_cannot_be_logged(root: Path, words: tuple[str, ...]) -> None:
    assert gitsm("incident", "log", NAME, *words, cwd=root).returncode == 2
    assert git(root, "status", "--porcelain") == ""


def test_a_review_is_drafted_written_once_and_tracked(root: Path) -> None:
    assert "It began at 2026-11-01 10:00" in gitsm("incident", "review", NAME, cwd=root).stdout
    assert git(root, "status", "--porcelain") == ""
    assert gitsm("incident", "review", NAME, "--write", cwd=root).returncode == 0
    done = gitsm("incident", "review", NAME, cwd=root)
    assert (done.returncode, "has a review already" in done.stderr) == (2, True)
    assert gitsm("incident", "review", cwd=root).returncode == 2
    done = gitsm("incident", "review", "--open", "--as-of", "2026-11-05", cwd=root)
    assert (done.returncode, done.stdout) == (0, "incident:inc-2026-11-01-done  due 2026-11-05  team:desk  Alarm\n")
    assert gitsm("incident", "review", "--open", "--as-of", "2026-11-06", cwd=root).returncode == 1


def test_problems_in_each_format(root: Path) -> None:
    said = gitsm("problem", "suggest", cwd=root).stdout
    assert said.startswith("2 incidents\n  incident:inc-2026-11-01-done\n")
    assert "incident" in gitsm("problem", "suggest", "--format", "markdown", cwd=root).stdout
    said = gitsm("problem", "known-errors", "--closed", cwd=root).stdout
    assert (
        said
        == "The mail filter is slow  problem:prb-2026-09-01-filter\n  helps: Restart the filter.\n  incidents: none\n"
    )
    assert "Restart the filter" in gitsm("problem", "known-errors", "--format", "markdown", cwd=root).stdout

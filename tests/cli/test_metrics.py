"""metrics as a user runs it, on a repository with a history."""

import json
from pathlib import Path

import pytest

from tests.improvement.test_metrics import change, incident
from tests.support.catalogues import TEAM, ci, files
from tests.support.judging import article, service
from tests.support.program import gitsm
from tests.support.repositories import commit, repository

BASE = files(
    ci("aa") + ci("bb") + service("booking") + TEAM + article("kb-aa").replace("ci_class:application", "ci:aa")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Commits are a day apart, from 2026-01-01 10:00 on."""
    made = repository(tmp_path / "r", [("one", BASE)])
    drafted = change("x", 1, None).replace("2026-10-01", "2026-01-04")
    commit(made, "draft", files(drafted))
    commit(made, "altered in words", files(ci("aa", "description: Words.\n")))
    commit(made, "outcome", files(drafted + "outcome: unsuccessful\n"))
    commit(made, "incident", files(incident("y", 6, 40).replace("2026-10-06", "2026-01-06")))
    return made


def test_figures_come_from_records_and_from_git(folder: Path) -> None:
    words = ("metrics", "--since", "2026-01-01", "--until", "2026-01-15", "--format", "json")
    done = gitsm(*words, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    shape = json.loads(done.stdout)
    assert shape["deployments"] == {"count": 1, "per_week": 0.5, "changes": ["change:chg-2026-01-04-x"]}
    # Drafted on the 2nd at 10:00, carried out by the 4th at 12:00.
    assert shape["lead_time"] == {"median_seconds": 50 * 3600, "count": 1, "unknown": 0}
    assert shape["change_failure_rate"]["value"] == 1
    assert shape["time_to_restore"]["median_seconds"] == 40 * 60
    assert shape["knowledge"] == {"validated": {"value": 0.0, "part": 0, "whole": 1}, "stale": []}


def test_an_article_is_stale_by_what_was_altered_in_what_matters(tmp_path: Path) -> None:
    reviewed = BASE["catalog/kb-aa.yaml"].replace("2026-09-14", "2026-01-02")
    folder = repository(tmp_path / "r", [("one", {**BASE, "catalog/kb-aa.yaml": reviewed}), ("two", {"x": "1"})])
    commit(folder, "words", files(ci("aa", "description: Words.\n")))
    assert "READ AGAIN" not in gitsm("metrics", cwd=folder).stdout
    commit(folder, "version", files(ci("aa", version='"2"')))
    assert "knowledge_article:kb-aa  ci:aa was altered since" in gitsm("metrics", cwd=folder).stdout
    assert "<code>ci&#58;aa</code> altered" in gitsm("metrics", "--format", "markdown", cwd=folder).stdout
    # What is stale in one place is stale in all.
    assert "[article-stale] ci:aa was altered on 2026-01-0" in gitsm("check", cwd=folder).stdout
    # An edit that came with a review is what was reviewed, though the day of the review came before it.
    again = {**files(ci("aa", version='"3"')), "catalog/kb-aa.yaml": reviewed.replace("2026-01-02", "2026-01-04")}
    commit(folder, "version, and the article with it", again)
    assert "READ AGAIN" not in gitsm("metrics", cwd=folder).stdout
    assert "article-stale" not in gitsm("check", cwd=folder).stdout


def test_faces_name_the_period_and_what_failed(folder: Path) -> None:
    done = gitsm("metrics", "--since", "2026-01-01", "--until", "2026-01-15", cwd=folder)
    assert done.stdout.startswith("2026-01-01 to 2026-01-14\n")
    assert "lead time, median" in done.stdout
    assert "2 d 2 h  1 measured" in done.stdout
    assert "FAILED\n  change:chg-2026-01-04-x" in done.stdout
    page = gitsm("metrics", "--since", "2026-01-01", "--until", "2026-01-15", "--format", "markdown", cwd=folder).stdout
    assert "| change failure rate | 100.0 % | 1 of 1 |" in page
    assert "Failed: <code>change&#58;chg&#45;2026&#45;01&#45;04&#45;x</code>." in page


def test_a_period_that_ends_before_it_begins_is_2(folder: Path) -> None:
    done = gitsm("metrics", "--since", "2026-02-01", "--until", "2026-01-01", cwd=folder)
    assert done.returncode == 2
    assert "--since comes before --until" in done.stderr


def test_without_git_there_is_no_history(tmp_path: Path) -> None:
    (tmp_path / "cmdb").mkdir()
    done = gitsm("metrics", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")


def test_with_evidence_unauthorized_changes_are_counted(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    commit(folder, "behind everybody's back", files(ci("bb", version='"2"')))
    words = ("metrics", "--since", "2026-01-02", "--until", "2026-01-15", "--evidence", tmp_path / "evidence")
    shape = json.loads(gitsm(*words, "--format", "json", cwd=folder).stdout)
    assert shape["unauthorized"]["part"] == shape["unauthorized"]["whole"] >= 1
    assert "unauthorized" in gitsm(*words, cwd=folder).stdout

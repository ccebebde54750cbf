"""Another organisation's Markdown runbooks become articles."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from gitsm.exchange.articles import Shelf, article
from gitsm.exchange.mapping import Imported, Skipped
from tests.support.program import gitsm

SHELF = Shelf("team:desk", date(2026, 11, 1), {"gates": ("service:gates", "team:marine")}.get)


def read(path: str, text: str) -> dict[str, object]:
    found = article(path, text.encode(), SHELF)
    assert isinstance(found, Imported), found
    return dict(found.data)


def test_a_runbook_becomes_an_article() -> None:
    text = (
        "# The [gates](x.md) **refuse**\n\n[TOC]\n\nIntro.\n\n## Symptoms\n\nRed light.\n\n```sh\n# no heading\n```\n"
    )
    found = read("gates/red.md", text)
    assert found["id"] == "kb-gates-red"
    assert found["title"] == "The gates refuse"
    assert (found["type"], found["confidence"]) == ("runbook", "not_validated")
    assert (found["applies_to"], found["owner"]) == (["service:gates"], "team:marine")
    assert found["issue"] == "Red light.\n"
    assert "[TOC]" not in str(found["resolution"])
    assert "# no heading" in str(found["resolution"])


@pytest.mark.parametrize(
    ("path", "text", "title", "name"),
    [
        ("gates/README.md", "Words.\n", "Gates", "kb-gates-readme"),
        ("gates/gates-clock.md", "## Symptoms\n\nLate.\n", "Gates clock", "kb-gates-clock"),
        ("other/clock.md", "```\n# not a title\n```\n", "Clock", "kb-other-clock"),
    ],
)
def test_a_file_without_a_title_is_called_by_its_name(path: str, text: str, title: str, name: str) -> None:
    found = read(path, text)
    assert (found["title"], found["id"]) == (title, name)


def test_a_folder_that_names_nothing_keeps_its_name() -> None:
    assert (read("lifts/up.md", "# Up\n")["applies_to"], read("lifts/up.md", "# Up\n")["owner"]) == (
        ["service:lifts"],
        "team:desk",
    )
    assert read("lifts/up.md", "# Up\n")["issue"] == "Up"


@pytest.mark.parametrize(
    ("raw", "why"),
    [(b"\xff", "it is not UTF-8"), (b"[TOC]\n\n", "it says nothing"), (b"x" * 200_001, "more than 200000")],
)
def test_what_cannot_become_one_is_skipped(raw: bytes, why: str) -> None:
    found = article("a/b.md", raw, SHELF)
    assert isinstance(found, Skipped)
    assert why in found.why


def test_a_folder_is_imported_twice_without_a_difference(tmp_path: Path) -> None:
    for name, text in {"gates/red.md": "# Red\n\nA `{{ template }}` stays text.\n", "gates/empty.md": ""}.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text, "utf-8")
    (tmp_path / "in" / "gates" / "link.md").symlink_to("/etc/hosts")
    (tmp_path / "catalog").mkdir()
    words = ("import", "markdown", "in", "--owner", "desk", "--reviewed-at", "2026-11-01")
    done = gitsm(*words, cwd=tmp_path)
    assert done.returncode == 1
    assert "gates/empty.md:1: skipped: it says nothing" in done.stdout
    assert "gates/red.md:1: knowledge_article:kb-gates-red: applies_to names gates, which is nowhere" in done.stdout
    files = list((tmp_path / "catalog").rglob("*.yaml"))
    assert [path.name for path in files] == ["kb-gates-red.yaml"]
    assert yaml.safe_load(files[0].read_text("utf-8"))["resolution"].endswith("A `{{ template }}` stays text.\n")
    assert gitsm(*words, cwd=tmp_path).stdout.startswith("1 unchanged.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("markdown", "in"), "say who keeps the articles"),
        (("markdown", "in", "--owner", "desk", "--reviewed-at", "soon"), "'soon' is no day"),
        (("mapping", "in"), "say by which mapping file"),
    ],
)
def test_what_is_not_said_is_asked_for(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "in").mkdir()
    done = gitsm("import", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr


def test_runbooks_of_gitlab_arrive_with_what_they_are_about(shared_data: Path, tmp_path: Path) -> None:
    gitlab = shared_data / "gitlab-service-catalogue"
    (tmp_path / "catalog").mkdir()
    sources = (gitlab / "service-catalog.yml", gitlab / "teams.yml")
    gitsm("import", "mapping", "--map", "gitlab-runbooks", *sources, cwd=tmp_path)
    words = ("--owner", "unowned", "--reviewed-at", "2024-12-18", "--format", "json")
    shape = json.loads(gitsm("import", "markdown", gitlab / "runbooks", *words, cwd=tmp_path).stdout)
    assert (len(shape["steps"]), shape["skipped"]) == (203, [])
    known = {path.stem for path in (tmp_path / "catalog").rglob("services/*.yaml")}
    folders = {path.name for path in (gitlab / "runbooks").iterdir()}
    nowhere = {one["what"].split()[2].rstrip(",") for one in shape["remarks"] if one["what"].startswith("applies_to")}
    assert nowhere == folders - known

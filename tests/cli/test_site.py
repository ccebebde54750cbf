"""`gitsm site` as a user meets it: real repositories, real builds."""

from pathlib import Path

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import commit, repository

BEFORE = files(ci("db-one", name="Old database") + TEAM)
AFTER = files(ci("db-one", name="New database") + TEAM)
SETTINGS = """
site_name: Ours
docs_dir: docs
use_directory_urls: false
theme: {name: gitsm}
plugins: [{gitsm: {manual: false}}]
"""


def test_a_catalogue_without_settings_has_a_site(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "index.html" in done.stderr
    assert "Old database" in (root / "build" / "site" / "cmdb" / "db-one.html").read_text("utf-8")
    again = gitsm("site", "build", cwd=root)
    assert again.returncode == 0, again.stderr
    assert {path.name for path in (root / "build").iterdir()} == {"site"}


def test_the_past_is_published_with_a_banner(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    commit(root, "second", AFTER)
    done = gitsm("site", "build", "--at", "HEAD~1", "--into", tmp_path / "past", cwd=root)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "past" / "cmdb" / "db-one.html").read_text("utf-8")
    assert "Old database" in text
    assert "This is the past: HEAD~1, as it stood on Thu 1 Jan 2026" in text


def test_a_page_written_by_hand_wins_and_settings_come_from_the_folder(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": "site_dir: /nowhere\nplugins: []\n"})]
    )
    commit(
        root, "second", {"site/mkdocs.yml": SETTINGS, "site/docs/cmdb/db-one.md": "# By hand\n\n[home](../index.md)\n"}
    )
    done = gitsm("site", "build", "--at", "HEAD~1", cwd=root)
    assert done.returncode == 0, done.stderr
    text = (root / "build" / "site" / "cmdb" / "db-one.html").read_text("utf-8")
    assert "By hand" in text
    assert "Old database" not in text
    assert 'href="../index.html"' in text


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("years of work")
    for words in (("build", "--into"), ("render", "--out")):
        done = gitsm("site", *words, tmp_path / "full", cwd=root)
        assert done.returncode == 2
        assert "full" in done.stderr
    assert (tmp_path / "full" / "thesis.txt").read_text() == "years of work"


def test_settings_that_do_not_ask_for_the_pages_are_refused(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": "site_name: Ours\n", "site/docs/a.md": "a"})]
    )
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 2
    assert "does not ask for the plugin gitsm" in done.stderr


def test_pages_for_another_generator(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    done = gitsm("site", "render", "--out", tmp_path / "pages", cwd=root)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "pages" / "cmdb" / "db-one.md").read_text("utf-8").startswith("---\ntitle: ")


def test_settings_that_are_no_yaml_are_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", {**BEFORE, "site/mkdocs.yml": "a: [\n"})])
    done = gitsm("site", "build", cwd=root)
    assert done.returncode == 2
    assert "site/mkdocs.yml" in done.stderr


def test_an_unknown_revision_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path / "ours", [("first", BEFORE)])
    done = gitsm("site", "build", "--at", "v9", cwd=root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr

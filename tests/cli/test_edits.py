"""fmt, new and rename as a user runs them, on real repositories."""

import json
import os
from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import git, repository, write

DB = """# the database
kind: ci
id: db   # its id
class: server
name: 'DB'
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
"""
APP = ci("app", "depends_on: [\"ci:db\"]   # needs it\nruns_on:\n  - {any_of: [ci:db, 'ci:other'], min_up: 1}\n")[4:]
ARTICLE = """kind: knowledge_article
id: kb-db
title: About ci:db
type: how_to
confidence: work_in_progress
audience: internal
governance: experience_based
applies_to: [ci:db, ci:app]
owner: desk
reviewed_at: 2026-01-01
issue: |
  ci:db is slow
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    base = {**files(TEAM + ci("other")), "cmdb/db.yaml": DB, "cmdb/app.yaml": APP, "catalog/kb-db.yaml": ARTICLE}
    return repository(tmp_path / "r", [("base", base)])


def test_rename_sees_to_every_reference_and_to_nothing_else(folder: Path) -> None:
    done = gitsm("rename", "ci:db", "pg-main", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "3 references in 2 other files follow" in done.stderr
    assert not (folder / "cmdb/db.yaml").exists()
    assert (folder / "cmdb/pg-main.yaml").read_text() == DB.replace(
        "id: db   # its id\n", "id: pg-main   # its id\nmoved: {from: db}\n"
    )
    assert (folder / "cmdb/app.yaml").read_text() == APP.replace("ci:db", "ci:pg-main")
    assert (folder / "catalog/kb-db.yaml").read_text() == ARTICLE.replace("[ci:db,", "[ci:pg-main,")
    assert gitsm("check", cwd=folder).returncode == 0
    assert "> ci:pg-main (was ci:db)" in gitsm("diff", "HEAD", cwd=folder).stdout


def test_rename_sees_to_links_in_texts(folder: Path) -> None:
    text = ARTICLE.replace(
        "  ci:db is slow\n",
        "  [DB](ci:db) and [<b>it</b>](<ci:db>), not [DB 2](ci:db-2), `ci:db` or [[1]][1].\n\n  [1]: ci:db\n",
    )
    write(folder, {"catalog/kb-db.yaml": text, "cmdb/db-2.yaml": ci("db-2")[4:]})
    done = gitsm("rename", "ci:db", "pg-main", cwd=folder)
    assert "6 references in 2 other files follow" in done.stderr
    now = text.replace("[ci:db,", "[ci:pg-main,").replace("(ci:db)", "(ci:pg-main)").replace("<ci:db>", "<ci:pg-main>")
    assert (folder / "catalog/kb-db.yaml").read_text() == now.replace("[1]: ci:db", "[1]: ci:pg-main")
    assert "dead-link" not in gitsm("check", cwd=folder).stdout


def test_rename_back_is_the_identity_but_for_its_note(folder: Path) -> None:
    assert gitsm("rename", "ci:db", "pg-main", cwd=folder).returncode == 0
    assert gitsm("rename", "ci:pg-main", "db", cwd=folder).returncode == 0
    assert (folder / "cmdb/app.yaml").read_text() == APP
    assert "moved: {from: pg-main}" in (folder / "cmdb/db.yaml").read_text()


def test_rename_shows_itself_first(folder: Path) -> None:
    done = gitsm("rename", "db", "pg-main", "--dry-run", cwd=folder)
    assert done.returncode == 0
    assert "-id: db   # its id\n+id: pg-main   # its id\n" not in done.stdout  # the file goes, another comes
    assert '+depends_on: ["ci:pg-main"]   # needs it' in done.stdout
    assert git(folder, "status", "--porcelain") == ""
    shape = json.loads(gitsm("rename", "db", "pg-main", "--dry-run", "--format", "json", cwd=folder).stdout)
    assert (shape["schema"], shape["references"]) == ("gitsm/rename/v1", 3)
    assert {"path": "cmdb/db.yaml", "action": "removed"} in shape["files"]


@pytest.mark.parametrize(
    ("ref", "new", "said"),
    [("ci:db", "app", "exists already"), ("ci:db", "No Id", "is no id"), ("ci:db", "../../x", "is no id"),
     ("ci:nothing", "x1", "no record"), ("ci:db", "a_b", "is no id")],
)  # fmt: skip
def test_a_rename_that_cannot_be_is_refused(folder: Path, ref: str, new: str, said: str) -> None:
    done = gitsm("rename", ref, new, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert git(folder, "status", "--porcelain") == ""


def test_a_rename_beside_a_broken_file_that_may_name_it_is_refused(folder: Path) -> None:
    write(folder, {"cmdb/broken.yaml": "kind: ci\nid: broken\ndepends_on: [ci:db\n"})
    done = gitsm("rename", "ci:db", "pg-main", cwd=folder)
    assert done.returncode == 2
    assert "cmdb/broken.yaml may name it" in done.stderr
    write(folder, {"cmdb/broken.yaml": "kind: ci\nid: broken\ndepends_on: [\n"})
    assert gitsm("rename", "ci:db", "pg-main", cwd=folder).returncode == 0


def test_a_rename_that_makes_the_catalogue_worse_is_refused(folder: Path) -> None:
    write(folder, {"cmdb/third.yaml": ci("third")[4:] + "moved: {from: pg-two}\n"})
    done = gitsm("rename", "ci:db", "pg-two", cwd=folder)
    assert done.returncode == 1
    assert "error[moved-record]" in done.stdout
    assert "nothing was renamed" in done.stderr
    assert (folder / "cmdb/db.yaml").read_text() == DB
    assert not (folder / "cmdb/pg-two.yaml").exists()


def test_a_class_is_renamed_with_its_cis(folder: Path) -> None:
    write(folder, {
        "cmdb/vessel.yaml": "kind: ci_class\nid: vessel\nparent: ci\ndescription: A ship.\n",
        "cmdb/ferry.yaml": "kind: ci_class\nid: ferry\nparent: vessel\ndescription: Sails.\n"
            "relations: {part_of: [vessel]}\n",
        "cmdb/skua.yaml": ci("skua", class_="vessel")[4:],
    })  # fmt: skip
    assert gitsm("rename", "ci_class:vessel", "ship", cwd=folder).returncode == 0
    assert "class: ship" in (folder / "cmdb/skua.yaml").read_text()
    assert "parent: ship" in (folder / "cmdb/ferry.yaml").read_text()
    assert "part_of: [ship]" in (folder / "cmdb/ferry.yaml").read_text()
    assert gitsm("check", cwd=folder).returncode == 0
    assert gitsm("rename", "ci_class:server", "ship2", cwd=folder).returncode == 2


def test_fmt_lays_out_what_can_be_and_says_what_cannot(folder: Path) -> None:
    write(folder, {"cmdb/odd.yaml": ci("odd", "tags:\n- a\n-   b\n")[4:], "cmdb/bad.yaml": "kind: [\n"})
    assert gitsm("fmt", "--check", cwd=folder).returncode == 1
    shown = gitsm("fmt", "--diff", "cmdb/odd.yaml", cwd=folder)
    assert (shown.returncode, "+  - b" in shown.stdout) == (1, True)
    assert (folder / "cmdb/odd.yaml").read_text().endswith("-   b\n")
    done = gitsm("fmt", cwd=folder)
    assert (done.returncode, done.stdout) == (1, "cmdb/odd.yaml\n")
    assert "cmdb/bad.yaml was not changed" in done.stderr
    assert (folder / "cmdb/odd.yaml").read_text().endswith("tags:\n  - a\n  - b\n")
    (folder / "cmdb/bad.yaml").unlink()
    assert gitsm("fmt", "--check", cwd=folder).returncode == 0
    assert gitsm("fmt", "nowhere", cwd=folder).returncode == 2


def test_new_writes_what_is_known_and_names_what_is_open(folder: Path) -> None:
    known = ("--set", "class=server", "--set", "owner=desk", "--set", "tags=[a, b]")
    done = gitsm("new", "ci", "pg-two", *known, cwd=folder)
    assert (done.returncode, done.stdout) == (0, "cmdb/pg-two.yaml\n")
    assert done.stderr == "fill in: criticality\n"
    text = (folder / "cmdb/pg-two.yaml").read_text()
    assert "# How badly the organisation is hurt" in text
    assert "tags: [a, b]\n" in text
    (folder / "cmdb/pg-two.yaml").write_text(text.replace("criticality:\n", "criticality: less_critical\n"))
    assert gitsm("check", cwd=folder).returncode == 0


def test_new_dates_what_is_dated_and_keeps_things_together(folder: Path) -> None:
    done = gitsm("new", "change", "upgrade", "--as-of", "2026-11-24", cwd=folder)
    assert done.stdout == "changes/changes/chg-2026-11-24-upgrade.yaml\n"
    assert gitsm("new", "service", "shop", cwd=folder).stdout == "catalog/services/shop/shop.yaml\n"
    done = gitsm("new", "service_offering", "web", "--set", "service=shop", cwd=folder)
    assert done.stdout == "catalog/services/shop/web.yaml\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [(("servise", "x1"), "did you mean service"), (("ci",), "which id"), (("ci", "db"), "db-2 is free"),
     (("ci", "Bad Id"), "is no id"), (("ci", "x1", "--set", "clas=server"), "did you mean class"),
     (("ci", "x1", "--set", "availability=lots"), "no percentage"), (("ci", "x1", "--set", "novalue"), "KEY=VALUE"),
     (("ci", "x1", "--folder", "../out"), "outside"), (("ci", "x1", "--folder", "cmdb/../../out"), "no path"),
     (("ci", "x1", "--set", "name=&a x"), "KEY=VALUE")],
)  # fmt: skip
def test_new_refuses_what_cannot_be(folder: Path, words: tuple[str, ...], said: str) -> None:
    done = gitsm("new", *words, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert git(folder, "status", "--porcelain") == ""


def test_an_edit_that_was_cut_off_is_finished_by_the_next(folder: Path) -> None:
    from gitsm.editing.transaction import _hash

    content = (folder / "cmdb/db.yaml").read_bytes()
    after = content + b"# more\n"
    (folder / "cmdb/.db.yaml.tmp-1").write_bytes(after)
    (folder / ".git/gitsm").mkdir()
    step = {"path": "cmdb/db.yaml", "from": ".db.yaml.tmp-1", "before": _hash(content), "after": _hash(after)}
    (folder / ".git/gitsm/edit.json").write_text(json.dumps({"version": 1, "steps": [step]}))
    done = gitsm("new", "ci", "x1", cwd=folder)
    assert "cut off is finished now" in done.stderr
    assert (folder / "cmdb/db.yaml").read_bytes() == after
    assert not (folder / ".git/gitsm/edit.json").exists()


def test_a_pipe_in_place_of_a_file_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "cmdb/pipe.yaml")
    assert gitsm("rename", "ci:db", "pg-main", cwd=folder).returncode == 0

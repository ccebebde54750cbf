import json
from pathlib import Path

from gitsm_schemas import KINDS
from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import repository, write


def test_one_kind_and_all() -> None:
    assert json.loads(gitsm("schema", "team").stdout)["properties"]["kind"]["const"] == "team"
    assert json.loads(gitsm("schema").stdout)["properties"]["kind"]["enum"] == list(KINDS)


def test_ids_of_a_repository_also_of_its_past(tmp_path: Path) -> None:
    root = repository(tmp_path, [("a catalogue", files(TEAM + ci("db")))])
    write(root, files(ci("app")))
    now = json.loads(gitsm("schema", "ci", "--with-ids", cwd=root).stdout)
    past = json.loads(gitsm("schema", "ci", "--with-ids", "--at", "HEAD", cwd=root).stdout)
    assert now["$defs"]["existing_ci"]["enum"] == ["ci:app", "ci:db", "app", "db"]
    assert past["$defs"]["existing_ci"]["enum"] == ["ci:db", "db"]


def test_files_for_editors(tmp_path: Path) -> None:
    done = gitsm("schema", "--write", tmp_path / "a" / "b")
    assert done.returncode == 0
    assert {path.stem for path in (tmp_path / "a" / "b").iterdir()} == {"record", *KINDS}
    assert gitsm("schema", "team", "--write", tmp_path / "c").returncode == 0
    assert [path.name for path in (tmp_path / "c").iterdir()] == ["team.json"]


def test_a_folder_that_cannot_be_made_is_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = gitsm("schema", "--write", tmp_path / "file" / "x")
    assert done.returncode == 2
    assert "cannot write" in done.stderr


def test_ids_need_a_catalogue(tmp_path: Path) -> None:
    assert gitsm("schema", "--with-ids", cwd=tmp_path).returncode == 2

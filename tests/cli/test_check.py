import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import environment, gitsm
from tests.support.repositories import branch, commit, git, repository, write

SOUND = files(TEAM + ci("db") + ci("app", "depends_on: [ci:db]\n"))
MISSPELT = files(ci("app", "depends_on:\n  - ci:dbb\n"))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo", [("a catalogue", SOUND)])


@pytest.fixture
def broken(sound: Path) -> Path:
    commit(sound, "a misspelt reference", MISSPELT)
    return sound


def test_a_sound_tree_is_0_and_says_so_on_standard_error(sound: Path) -> None:
    done = gitsm("check", cwd=sound)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "3 records, no findings\n")
    assert gitsm("check", "--quiet", cwd=sound).stderr == ""


def test_an_error_is_1_with_place_excerpt_and_hint(broken: Path) -> None:
    done = gitsm("check", cwd=broken)
    assert done.returncode == 1
    assert done.stderr == "3 records, 1 error\n"
    assert done.stdout.startswith("cmdb/app.yaml:10:5: error[unknown-reference] there is no ci")
    assert ("dbb\n    |\n 10 |   - ci:dbb\n    |     ^^^^^^\n  hint: did you mean ") in done.stdout


def test_every_finding_of_every_file_comes_in_one_run(sound: Path) -> None:
    write(
        sound,
        files(ci("app", "depends_on: [ci:x1, ci:x2]\n") + ci("db", "colour: red\n")) | {"cmdb/odd.yaml": "a: [\n"},
    )
    found = json.loads(gitsm("check", "--format", "json", cwd=sound).stdout)["findings"]
    assert {"cmdb/app.yaml", "cmdb/db.yaml", "cmdb/odd.yaml"} == {one["path"] for one in found}
    assert [one["pointer"] for one in found if one["rule"] == "unknown-reference"] == ["/depends_on/0", "/depends_on/1"]


def test_the_root_is_found_from_below_and_paths_count_from_here(broken: Path) -> None:
    below = broken / "cmdb"
    assert gitsm("check", cwd=below).stdout == gitsm("check", cwd=broken).stdout
    assert gitsm("check", "app.yaml", cwd=below).returncode == 1
    assert gitsm("check", "db.yaml", cwd=below).returncode == 0
    assert gitsm("check", broken / "cmdb", cwd=Path("/"), env={}).returncode == 2
    assert gitsm("check", "--root", broken, "cmdb/app.yaml", cwd=Path("/")).returncode == 1


def test_a_path_restricts_what_is_reported_and_not_what_is_judged(broken: Path) -> None:
    assert gitsm("check", "catalog", cwd=broken).stderr == "3 records, no findings\n"
    assert gitsm("check", "cmdb", cwd=broken).stderr == "3 records, 1 error\n"
    done = gitsm("check", "cmdb/nothing.yaml", cwd=broken)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: no file cmdb/nothing.yaml in the catalogue")


def test_a_revision_is_read_without_checkout(broken: Path) -> None:
    assert gitsm("check", "--at", "HEAD~1", cwd=broken).returncode == 0
    assert gitsm("check", "--at", "2026-01-01", cwd=broken).returncode == 0
    assert gitsm("check", "--at", "main", cwd=broken).returncode == 1
    (broken / "cmdb" / "app.yaml").unlink()
    shown = json.loads(gitsm("check", "--at", "HEAD", "--format", "json", cwd=broken).stdout)
    assert shown["tree"] == git(broken, "rev-parse", "HEAD^{tree}")
    assert shown["counts"] == {"records": 3, "errors": 1, "warnings": 0, "notes": 0}


def test_a_bare_repository_is_read_by_revision(broken: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(broken), "bare.git")
    done = gitsm("check", "--root", tmp_path / "bare.git", "--at", "main")
    assert (done.returncode, done.stderr) == (1, "3 records, 1 error\n")
    assert done.stdout == gitsm("check", "--at", "main", cwd=broken).stdout
    assert gitsm("check", "--root", tmp_path / "bare.git").returncode == 2


def test_changed_reports_what_a_branch_broke_elsewhere(sound: Path) -> None:
    commit(sound, "an old mistake", files(ci("old", "depends_on: [ci:gone]\n")))
    branch(sound, "work", "the database goes", {"cmdb/db.yaml": None})
    found = json.loads(gitsm("check", "--changed", "main", "--format", "json", cwd=sound).stdout)["findings"]
    assert [(one["path"], one["rule"]) for one in found] == [("cmdb/app.yaml", "unknown-reference")]
    assert "(the database goes) deleted cmdb/db.yaml" in found[0]["hint"]
    every = json.loads(gitsm("check", "--format", "json", cwd=sound).stdout)["findings"]
    assert [one["path"] for one in every] == ["cmdb/app.yaml", "cmdb/old.yaml"]


def test_a_deletion_that_is_not_committed_is_recognised(sound: Path) -> None:
    (sound / "cmdb" / "db.yaml").unlink()
    assert "hint: cmdb/db.yaml was deleted here; git restore cmdb/db.yaml" in gitsm("check", cwd=sound).stdout


def test_a_record_of_another_kind_is_not_what_was_deleted(sound: Path) -> None:
    commit(sound, "a supplier goes", {"catalog/gone.yaml": "kind: supplier\nid: gone\n"})
    commit(sound, "a supplier goes", {"catalog/gone.yaml": None, **files(ci("app", "depends_on: [ci:gone]\n"))})
    assert "deleted" not in gitsm("check", cwd=sound).stdout


def test_changed_counts_from_where_the_branch_left(sound: Path) -> None:
    branch(sound, "work", "a description", files(ci("db", "description: Holds bookings.\n")))
    git(sound, "checkout", "-q", "main")
    commit(sound, "main goes on", files(ci("later", "depends_on: [ci:gone]\n")))
    git(sound, "checkout", "-q", "work")
    assert gitsm("check", "--changed", "main", cwd=sound).returncode == 0


def test_changed_sees_files_that_are_not_committed(sound: Path) -> None:
    write(sound, files(ci("new", "depends_on: [ci:gone]\n")))
    assert gitsm("check", "--changed", "HEAD", cwd=sound).returncode == 1


def test_folders_without_git_are_checked_too(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    done = gitsm("check", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "3 records, no findings\n")


def test_a_catalogue_below_the_top_is_named_from_the_top_for_forges(tmp_path: Path) -> None:
    repository(tmp_path, [("a catalogue", {f"it/{path}": text for path, text in (SOUND | MISSPELT).items()})])
    done = gitsm("check", "--format", "github", cwd=tmp_path / "it")
    assert done.stdout.startswith("::error file=it/cmdb/app.yaml,")
    assert json.loads(gitsm("check", "--format", "json", cwd=tmp_path / "it").stdout)["root"] == "it"
    assert gitsm("check", "--at", "HEAD", cwd=tmp_path / "it").returncode == 1


def test_github_s_runners_get_annotations_unless_told_otherwise(broken: Path) -> None:
    env = {"GITHUB_ACTIONS": "true"}
    assert gitsm("check", cwd=broken, env=env).stdout.startswith("::error ")
    assert gitsm("check", "--format", "text", cwd=broken, env=env).stdout.startswith("cmdb/app.yaml:")


@pytest.mark.parametrize("name", ["text", "json", "markdown", "github", "gitlab", "sarif", "junit"])
def test_every_format_is_the_same_twice_and_goes_into_a_file(broken: Path, tmp_path: Path, name: str) -> None:
    first = gitsm("check", "--format", name, cwd=broken)
    out = tmp_path / "out"
    second = gitsm("check", "--format", name, "--output", out, cwd=broken / "cmdb", env={"PYTHONHASHSEED": "7"})
    assert (first.returncode, second.returncode, second.stdout) == (1, 1, "")
    assert out.read_text("utf-8") == first.stdout
    if name in {"json", "gitlab", "sarif"}:
        json.loads(first.stdout)
    if name == "junit":
        ET.fromstring(first.stdout)


def test_the_day_is_the_users_choice(sound: Path) -> None:
    shown = json.loads(gitsm("check", "--as-of", "2026-10-01T23:30-05:00", "--format", "json", cwd=sound).stdout)
    assert shown["as_of"] == "2026-10-02"
    done = gitsm("check", "--as-of", "yesterday", cwd=sound)
    assert done.returncode == 2
    assert done.stderr == "error: 'yesterday' is no time\nhint: write it like 2026-11-22 or 2026-11-22T14:00+01:00\n"


def test_no_catalogue_is_2(tmp_path: Path) -> None:
    done = gitsm("check", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: no catalogue at or above {tmp_path}\nhint: ")
    assert gitsm("check", "--root", tmp_path / "no").returncode == 2


def test_a_catalogue_outside_the_repository_is_not_taken_for_it(sound: Path) -> None:
    git(sound / "cmdb", "init", "-q", "nested")
    assert gitsm("check", cwd=sound / "cmdb" / "nested").returncode == 2


def test_no_repository_is_2_where_one_is_needed(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    for arguments in (["--at", "HEAD"], ["--changed", "main"]):
        done = gitsm("check", *arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert "is in no git repository" in done.stderr


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "HEAD~99", "a..b", "main:cmdb", "\x1b[31m"])
def test_an_unknown_revision_is_2(sound: Path, revision: str) -> None:
    for option in ("--at", "--changed"):
        done = gitsm("check", f"{option}={revision}", cwd=sound)
        assert done.returncode == 2
        assert "\x1b" not in done.stderr
        assert done.stderr.startswith("error: no such revision: ")


def test_a_misspelt_branch_is_recognised(sound: Path) -> None:
    assert "did you mean main?" in gitsm("check", "--at", "mian", cwd=sound).stderr


def test_a_shallow_clone_says_what_to_fetch(broken: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{broken}", "shallow")
    assert gitsm("check", cwd=tmp_path / "shallow").returncode == 1
    done = gitsm("check", "--at", "HEAD~1", cwd=tmp_path / "shallow")
    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr


def test_hostile_names_and_values_stay_text(sound: Path) -> None:
    write(
        sound,
        {
            "cmdb/bad\n::error::owned.yaml": "kind: ci\n",
            "cmdb/esc\x1b]0;owned\x07.yaml": "kind: ci\n",
            "cmdb/text.yaml": 'kind: "\\e[31m##[add-mask]x"\nid: text\n',
            "cmdb/key.yaml": "kind: ci\nid: key\n'::error::x': 1\n##[group]: 2\n",
        },
    )
    for name in ("text", "json", "markdown", "github", "gitlab", "sarif", "junit"):
        done = gitsm("check", "--format", name, cwd=sound)
        assert done.returncode == 1
        assert done.stdout.replace("\n", "").isprintable()
        assert "##[" not in done.stdout
        commands = [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")]
        assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in commands)
        assert not commands or name == "github"


def test_an_output_that_cannot_be_written_is_2_and_leaves_the_old_one(broken: Path, tmp_path: Path) -> None:
    done = gitsm("check", "--output", tmp_path / "no" / "out", cwd=broken)
    assert done.returncode == 2
    assert "cannot write" in done.stderr


def test_a_folder_that_is_gone_is_2(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    code = f"import os, sys; os.mkdir({gone!r}); os.chdir({gone!r}); os.rmdir({gone!r})"
    code += "; from gitsm.cli.door import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "check"], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr

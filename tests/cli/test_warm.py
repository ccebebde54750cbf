import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import commit, git, repository, write

BROKEN = files(TEAM + ci("db") + ci("app", "depends_on:\n  - ci:dbb\n"))
HEAVY = ["click", "pydantic", "git", "ruamel", "yaml", "rich", "jinja2", "subprocess", "dataclasses", "typing", "re"]
WATCHED = f"""
import atexit, sys
bare = set(sys.modules)
from gitsm.cli.door import main
status = main()
sys.stdout.flush()
print([name for name in {HEAVY} if name in sys.modules and name not in bare], file=sys.stderr)
sys.exit(status)
"""
WAYS = [[], ["--at", "HEAD"], ["--at=main", "--format=json"], ["--format", "sarif"], ["--color", "always"]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return repository(tmp_path / "repo", [("a catalogue", BROKEN)])


def answers(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "gitsm" / "answers").glob("*"))


def loaded(root: Path, *arguments: str) -> bool:
    """Tell whether a check went the whole way."""
    done = gitsm("check", *arguments, cwd=root, code=WATCHED)
    return "pydantic" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("way", WAYS)
def test_a_second_check_says_the_same_and_loads_nothing(root: Path, tmp_path: Path, way: list[str]) -> None:
    cold = gitsm("check", *way, cwd=root)
    assert len(answers(tmp_path)) == 1
    warm = gitsm("check", *way, cwd=root / "cmdb", code=WATCHED)
    *said, heavy = warm.stderr.splitlines(keepends=True)
    assert heavy == "[]\n"
    assert (warm.returncode, warm.stdout, "".join(said)) == (cold.returncode, cold.stdout, cold.stderr)


def test_another_format_or_revision_is_another_answer(root: Path) -> None:
    gitsm("check", cwd=root)
    assert loaded(root, "--format", "json")
    assert loaded(root, "--at", "HEAD")
    assert not loaded(root)


@pytest.mark.parametrize("edit", [files(ci("app")), files(ci("new")), {"cmdb/db.yaml": None}])
def test_an_edit_is_seen_and_undoing_it_too(root: Path, edit: dict[str, str | None]) -> None:
    before = gitsm("check", "--format", "json", cwd=root).stdout
    write(root, edit)
    assert json.loads(gitsm("check", "--format", "json", cwd=root).stdout) != json.loads(before)
    git(root, "checkout", "-q", ".")
    git(root, "clean", "-qfd")
    assert gitsm("check", "--format", "json", cwd=root).stdout == before


def test_a_commit_is_seen(root: Path) -> None:
    assert gitsm("check", "--at", "main", cwd=root).returncode == 1
    commit(root, "mended", files(ci("app")))
    assert gitsm("check", "--at", "main", cwd=root).returncode == 0
    assert gitsm("check", cwd=root).returncode == 0


def test_what_asks_for_more_goes_the_whole_way(root: Path, tmp_path: Path) -> None:
    gitsm("check", cwd=root)
    for more in (["cmdb"], ["--changed", "HEAD"], ["--output", str(tmp_path / "out")], ["--as-of", "2026-01-01"]):
        assert loaded(root, *more)
    assert len(answers(tmp_path)) == 1


def test_a_damaged_answer_is_none(root: Path, tmp_path: Path) -> None:
    cold = gitsm("check", cwd=root).stdout
    (answer,) = answers(tmp_path)
    content = answer.read_bytes()
    for damaged in (content[:-3], content.replace(b"dbb", b"dba"), b"", b"\0" * 99, content[:20] + b"x" + content[21:]):
        answer.write_bytes(damaged)
        assert gitsm("check", cwd=root).stdout == cold


def test_a_cache_that_cannot_be_written_only_costs_time(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    first = gitsm("check", cwd=root)
    assert (first.returncode, gitsm("check", cwd=root).stdout) == (1, first.stdout)


def test_colours_are_decided_anew(root: Path) -> None:
    plain = gitsm("check", cwd=root).stdout
    assert "\x1b" not in plain
    painted = gitsm("check", cwd=root, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[1;31m" in painted
    assert gitsm("check", "--quiet", cwd=root).stderr == ""


def test_few_answers_are_kept(root: Path, tmp_path: Path) -> None:
    gitsm("check", cwd=root)
    (answer,) = answers(tmp_path)
    for number in range(80):
        other = answer.with_name(f"old-{number}")
        other.write_bytes(b"")
        os.utime(other, (1, number + 1))
    gitsm("check", "--format", "json", cwd=root)
    kept = answers(tmp_path)
    assert len(kept) == 64
    assert answer in kept


def test_a_bare_repository_is_answered_too(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(root), "bare.git")
    bare = str(tmp_path / "bare.git")
    cold = gitsm("check", "--root", bare, "--at", "main")
    warm = gitsm("check", "--root", bare, "--at", "main", code=WATCHED)
    assert (warm.stdout, warm.returncode, warm.stderr.splitlines()[-1]) == (cold.stdout, 1, "[]")


def test_errors_are_told_each_time(root: Path) -> None:
    for _ in range(2):
        assert gitsm("check", "--at", "nowhere", cwd=root).returncode == 2
        assert gitsm("check", "--format", "nothing", cwd=root).returncode == 2
        assert gitsm("check", "--root", root / "no").returncode == 2


def test_a_planted_repository_starts_nothing(root: Path, tmp_path: Path) -> None:
    marker = tmp_path / "owned"
    subprocess.run(
        ["git", "-C", str(root), "config", "core.fsmonitor", f"touch {marker}; false"], check=True, capture_output=True
    )
    gitsm("check", cwd=root)
    gitsm("check", cwd=root)
    assert not marker.exists()

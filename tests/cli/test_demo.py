"""The demonstration runs, and shows what makes one want the tool."""

from pathlib import Path

from tests.support.program import gitsm
from tests.support.repositories import git

PROJECT = Path(__file__).parents[2]


def test_the_demonstration_shows_a_broken_promise(tmp_path: Path) -> None:
    done = gitsm("demo", "--into", tmp_path / "tern", cwd=tmp_path)
    assert done.returncode == 0
    assert "records, no findings" in done.stderr
    for words in (
        "$ gitsm impact main change/one-city",
        "REDUNDANCY LOST",
        "PROMISES NOT BACKED",
        "Ask   booking-team",
    ):
        assert words in done.stdout
    assert git(tmp_path / "tern", "log", "--format=%as", "--all").split() == ["2026-11-20", "2026-02-02", "2026-01-05"]


def test_it_never_writes_into_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("words")
    done = gitsm("demo", "--into", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_example_passes_check_without_a_finding() -> None:
    done = gitsm("check", "--root", PROJECT, "--as-of", "2026-11-23", cwd=PROJECT)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no findings" in done.stderr

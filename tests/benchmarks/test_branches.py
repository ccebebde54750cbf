"""Open changes to measure with are the same every time, and what they say they are."""

from pathlib import Path

from tests.benchmarks.branches import branch_out
from tests.benchmarks.generate import generate
from tests.support.program import gitsm
from tests.support.repositories import git


def test_the_same_seed_gives_the_same_branches_and_each_is_a_change(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate(tmp_path / name, 300)
        branch_out(tmp_path / name, 300, 20)
    heads = [git(tmp_path / name, "for-each-ref", "--format=%(objectname)", "refs/heads/open") for name in ("a", "b")]
    assert heads[0] == heads[1]
    assert len(heads[0].splitlines()) == 20
    for number in range(20):
        assert git(tmp_path / "a", "diff", "--name-only", "main", f"open/{number:04d}")
    for branch in ("open/0000", "open/0004", "open/0008", "open/0009"):
        done = gitsm("check", "--at", branch, cwd=tmp_path / "a")
        assert done.returncode == 0, done.stdout

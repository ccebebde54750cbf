"""Repositories to measure with are the same every time, right, and of the size that was asked for."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks.generate import changed, generate
from tests.benchmarks.measure import Case, bench_environment, interleaved
from tests.benchmarks.organisation import LEAST_BYTES, MOST_BYTES, Organisation
from tests.benchmarks.run import table
from tests.support.program import gitsm
from tests.support.repositories import git


def test_the_same_seed_gives_the_same_repository(tmp_path: Path) -> None:
    first, second = generate(tmp_path / "a", 300, seed=7), generate(tmp_path / "b", 300, seed=7)
    assert first == second
    for branch in ("main", "change", "ground"):
        assert git(tmp_path / "a", "rev-parse", branch) == git(tmp_path / "b", "rev-parse", branch)
    assert generate(tmp_path / "c", 300, seed=8).tree != first.tree


@pytest.mark.parametrize("records", [200, 1100, 1180, 2000])
def test_it_has_as_many_records_as_were_asked_for_and_nothing_is_wrong_with_them(tmp_path: Path, records: int) -> None:
    made = generate(tmp_path / "made", records)
    assert made.records == records
    assert len(git(tmp_path / "made", "ls-files").splitlines()) == records
    assert git(tmp_path / "made", "status", "--porcelain") == ""
    done = gitsm("check", cwd=tmp_path / "made")
    assert (done.returncode, done.stderr) == (0, f"{records} records, no findings\n")


def test_ten_edits_leave_nothing_wrong_either(tmp_path: Path) -> None:
    generate(tmp_path / "made", 400)
    for branch in ("change", "ground"):
        assert len(git(tmp_path / "made", "diff", "--name-only", "main", branch).splitlines()) == 10
        done = gitsm("check", "--at", branch, cwd=tmp_path / "made")
        assert (done.returncode, done.stderr) == (0, "400 records, no findings\n")


def test_files_are_as_long_as_people_write_them() -> None:
    lengths = [len(text) for _, text in Organisation(1000, 42).texts()]
    assert LEAST_BYTES <= sum(lengths) / len(lengths) <= MOST_BYTES
    assert sum(LEAST_BYTES <= length <= MOST_BYTES for length in lengths) > 900


def test_what_an_edit_reaches_is_stated() -> None:
    made = Organisation(1000, 42)
    ways: dict[str, set[str]] = {}
    for ref, fields in made.records.items():
        for name in ("depends_on", "runs_on", "hosted_on", "powered_by", "part_of", "delivered_by"):
            for target in _targets(fields.get(name, ())):
                ways.setdefault(target, set()).add(ref)
        for name in ("member_of", "sends_data_to"):
            ways.setdefault(ref, set()).update(fields.get(name, ()))
        for entry in fields.get("connects_to", ()):
            ways.setdefault(entry["target"], set()).add(ref)
        if "service" in fields:
            ways.setdefault(f"service:{fields['service']}", set()).add(ref)
    for ground in (False, True):
        refs = changed(made, ground=ground)
        reached = _beyond(ways, refs) - set(refs)
        assert made.reached(refs) == reached
        assert len(reached) > 10


def _targets(items: object) -> list[str]:
    assert isinstance(items, list | tuple)
    found: list[str] = []
    for item in items:
        found += [item] if isinstance(item, str) else item.get("any_of", [item.get("target")])
    return found


def _beyond(ways: dict[str, set[str]], starts: list[str]) -> set[str]:
    found: set[str] = set()
    pending = list(starts)
    while pending:
        for far in ways.get(pending.pop(), ()):
            if far not in found:
                found.add(far)
                pending.append(far)
    return found


def test_every_part_is_measured_and_written_as_a_table(tmp_path: Path) -> None:
    cases = [
        Case("one", [sys.executable, "-c", "x = b'x' * 60_000_000"], tmp_path),
        Case("two", ["false"], tmp_path, 1),
    ]
    found = interleaved(cases, 2, bench_environment(tmp_path / "cache"))
    assert [len(found[name].cpu) for name in ("one", "two")] == [2, 2]
    # A process that holds 57 MiB is told apart from one that holds nothing, whatever the test itself holds.
    assert found["one"].median()[2] > 57 > found["two"].median()[2]
    assert [line.split("|")[1].strip() for line in table(cases, found).splitlines()[2:]] == ["one", "two"]
    with pytest.raises(RuntimeError, match="exit status 1, not 0"):
        interleaved([Case("bad", ["false"], tmp_path)], 1, bench_environment(tmp_path / "cache"))

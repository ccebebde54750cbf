"""What was found is kept on disk, and a later check of the same or of another tree says what a first one says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, files
from tests.support.inside import gitsm
from tests.support.repositories import branch, commit, git, repository, write

BASE = files(
    BACKDROP + ci("aa", "runs_on: [ci:bb]\n") + ci("bb") + ci("cc", "depends_on: [ci:nowhere]\n") + ci("dd", "x: 1\n")
)
ENDED = BASE["cmdb/bb.yaml"].replace("operational/in_use", "end_of_life/retired")
NEW = files(ci("ee", "runs_on: [ci:bb]\n"))
KEPT = "judged by"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository that was checked, its ledger in a cache of its own."""
    folder = repository(tmp_path / "repo", [("a catalogue", BASE)])
    said = check(folder, "--at", "HEAD")[2]
    assert KEPT not in said
    return folder


def check(root: Path, *words: str, cache: str = "cache") -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root.parent / cache))
        done = gitsm("check", "--format", "json", "--as-of", "2026-11-24", "--verbose", *words, cwd=root)
    return done.returncode, done.stdout, done.stderr


def same(root: Path, *words: str) -> bool:
    """Hold a check against one that remembers nothing, and tell whether it judged by what is kept."""
    status, out, said = check(root, *words)
    fresh = check(root, *words, cache="none-" + str(len(list(root.parent.iterdir()))))
    assert KEPT not in fresh[2]
    assert (status, json.loads(out)) == (fresh[0], json.loads(fresh[1]))
    return KEPT in said


def _staged(root: Path) -> None:
    write(root, {"cmdb/bb.yaml": ENDED})
    git(root, "add", "-A")


def _removed(root: Path) -> None:
    git(root, "rm", "-q", "cmdb/bb.yaml")


def _untracked_again(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "cmdb/bb.yaml")


def _ignored(root: Path) -> None:
    _untracked_again(root)
    (root / ".git/info/exclude").write_text("bb.yaml\n")


def _added_and_gone(root: Path) -> None:
    write(root, NEW)
    git(root, "add", "-A")
    (root / "cmdb/ee.yaml").unlink()


def _renamed(root: Path) -> None:
    git(root, "mv", "cmdb/bb.yaml", "cmdb/zz.yaml")


def _moved(root: Path) -> None:
    (root / "cmdb/far").mkdir()
    git(root, "mv", "cmdb/bb.yaml", "cmdb/far/bb.yaml")


EDITS: list[Callable[[Path], None]] = [
    lambda _: None,
    lambda root: write(root, {"cmdb/bb.yaml": ENDED}),
    lambda root: write(root, NEW),
    lambda root: write(root, {"cmdb/bb.yaml": None}),
    lambda root: write(root, {"cmdb/bb.yaml": "kind: [\n"}),
    lambda root: write(root, {"cmdb/dd.yaml": files(ci("dd"))["cmdb/dd.yaml"]}),
    lambda root: write(root, {"cmdb/notes.txt": "no record", "elsewhere/bb.yaml": "kind: ci\n"}),
    _staged,
    _removed,
    _untracked_again,
    _ignored,
    _added_and_gone,
    _renamed,
    _moved,
]


@pytest.mark.parametrize("edit", EDITS)
def test_edited_files_are_judged_by_what_is_kept_of_their_commit(root: Path, edit: Callable[[Path], None]) -> None:
    edit(root)
    assert same(root)


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: write(root, {"catalog/policy.yaml": "kind: policy\nid: policy\nrules: {severity: {}}\n"}),
        lambda root: write(root, {"cmdb/again/bb.yaml": BASE["cmdb/bb.yaml"]}),
        lambda root: write(root, {"cmdb/BB.yaml": files(ci("ff"))["cmdb/ff.yaml"]}),
        lambda root: (root / "cmdb/link.yaml").symlink_to("bb.yaml"),
        lambda root: write(root, {"cmdb/a name.yaml": ENDED}),
        lambda root: git(root, "update-index", "--assume-unchanged", "cmdb/bb.yaml"),
        lambda root: git(root, "update-index", "--skip-worktree", "cmdb/bb.yaml"),
    ],
)
def test_what_only_the_whole_tree_can_tell_is_judged_whole(root: Path, edit: Callable[[Path], None]) -> None:
    edit(root)
    assert not same(root)


def test_a_file_that_git_was_told_not_to_look_at_is_looked_at(root: Path) -> None:
    check(root)
    git(root, "update-index", "--assume-unchanged", "cmdb/bb.yaml")
    write(root, {"cmdb/bb.yaml": ENDED})
    assert not same(root)


def test_files_that_git_cannot_look_at_are_not_taken_for_unchanged(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repo", [("a catalogue", BASE | files("# path: cmdb/far/ff.yaml\n" + ci("ff")))])
    (folder / "cmdb/far").rename(tmp_path / "far")
    (folder / "cmdb/far").symlink_to("far")
    (folder / ".git/info/exclude").write_text("far\n")
    # Git complains of the loop, and says that nothing differs.
    assert git(folder, "status", "--porcelain") == ""
    check(folder, "--at", "HEAD")
    assert not same(folder)


def test_another_commit_is_judged_by_the_last_one(root: Path) -> None:
    branch(root, "change", "bb ends", {"cmdb/bb.yaml": ENDED, **NEW})
    assert same(root, "--at", "change")
    assert same(root)
    write(root, {"cmdb/aa.yaml": None})
    assert same(root)
    git(root, "checkout", "-qf", "main")
    assert same(root)


def test_files_that_were_edited_when_they_were_judged_whole_are_judged_by_what_was_found_then(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", [("a catalogue", BASE)])
    write(root, {"cmdb/bb.yaml": ENDED, **NEW})
    assert not same(root)
    assert same(root)
    write(root, {"cmdb/bb.yaml": BASE["cmdb/bb.yaml"]})
    assert same(root)
    (root / "cmdb/ee.yaml").unlink()
    assert same(root)
    assert same(root, "--at", "HEAD")


def test_an_edited_file_that_is_ignored_later_counts_no_more(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", [("a catalogue", BASE)])
    write(root, NEW)
    assert not same(root)
    (root / ".git/info/exclude").write_text("ee.yaml\n")
    assert same(root)


def test_a_file_that_another_commit_lacks_and_that_is_ignored_counts_no_more(root: Path) -> None:
    git(root, "rm", "-q", "--cached", "cmdb/bb.yaml")
    (root / ".git/info/exclude").write_text("bb.yaml\n")
    git(root, "commit", "-qm", "without bb")
    assert (root / "cmdb/bb.yaml").exists()
    assert same(root)


def test_a_catalogue_in_a_folder_of_its_repository_is_judged_again(tmp_path: Path) -> None:
    top = repository(tmp_path / "repo", [("a catalogue", {f"sub/{path}": text for path, text in BASE.items()})])
    root = top / "sub"
    (tmp_path / "repo/cache").mkdir()
    assert not same(root)
    write(root, {"cmdb/bb.yaml": ENDED})
    assert same(root)
    commit(top, "bb ends", {})
    assert same(root)
    assert same(root, "--at", "HEAD")


def test_a_repository_of_sha256_is_judged_again(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", [("a catalogue", BASE)], object_format="sha256")
    assert not same(root)
    write(root, {"cmdb/bb.yaml": ENDED})
    assert same(root)


def test_another_day_is_judged_anew(root: Path) -> None:
    assert not same(root, "--as-of", "2026-11-25")


def test_a_damaged_ledger_costs_time_and_no_verdict(root: Path) -> None:
    (kept,) = (root.parent / "cache/gitsm/ledgers").iterdir()
    whole = kept.read_bytes()
    write(root, {"cmdb/bb.yaml": ENDED})
    for damage in (
        whole[: len(whole) // 2],
        whole.replace(b"end_of_life", b"operational"),
        whole.replace(b"operational/in_use", b"operational/retire"),
        whole[:40] + b"9" + whole[41:],
        whole.replace(b"there is no ci nowhere", b"there is no ci nothing"),
        b"",
        b"\0" * 2000,
    ):
        kept.unlink(missing_ok=True)
        kept.write_bytes(damage)
        same(root)
        kept.write_bytes(whole)
        assert same(root) or damage
    kept.write_bytes(whole)
    assert same(root)


def test_a_cache_that_cannot_be_written_to_costs_time_only(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", [("a catalogue", BASE)])
    (tmp_path / "cache").write_text("no folder")
    assert not same(root)
    assert not same(root)

"""Repositories as they are met: odd, hostile, old, shallow, bare."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gitsm.diagnostics import Finding
from gitsm.errors import (
    GitsmError,
    MergeConflictError,
    NotARepositoryError,
    ShallowCloneError,
    UnknownRevisionError,
    UnrelatedHistoryError,
)
from gitsm.sources import Source
from gitsm.sources.history import versions
from gitsm.sources.repository import Repository
from gitsm.sources.revision import revision
from gitsm.sources.worktree import blob_oid, worktree
from tests.support.repositories import branch, commit, git, repository, write

TEAM = "kind: team\nid: desk\n"


def at_head(folder: Path) -> Source:
    found = Repository.at(folder)
    return revision(found.repo, found.resolve("HEAD").tree, "HEAD", found.prefix)


def now(folder: Path) -> Source:
    found = Repository.at(folder)
    return worktree(folder, found.repo, found.algorithm, found.prefix)


def contents(source: Source) -> dict[str, object]:
    return {blob.path: content for blob, content in source.read(source.blobs)}


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_work_tree_and_revision_agree(tmp_path: Path, object_format: str) -> None:
    files = {"catalog/teams/desk.yaml": TEAM, "cmdb/a.yml": "x: 1", "docs/b.yaml": "no record", "catalog/c.md": "text"}
    folder = repository(tmp_path / "r", [("first", files)], object_format=object_format)
    expected = {"catalog/teams/desk.yaml": TEAM.encode(), "cmdb/a.yml": b"x: 1"}
    assert contents(now(folder)) == contents(at_head(folder)) == expected
    ids = {blob.path: blob.oid for blob, _ in now(folder).read(now(folder).blobs)}
    assert ids == {blob.path: blob.oid for blob in at_head(folder).blobs}
    assert ids["cmdb/a.yml"] == git(folder, "rev-parse", "HEAD:cmdb/a.yml")


def test_ignored_and_deleted_files_are_absent_and_new_ones_present(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("first", {"cmdb/a.yaml": "a", "cmdb/b.yaml": "b", ".gitignore": "*.tmp.yaml\n"})])
    write(folder, {"cmdb/b.yaml": None, "cmdb/c.yaml": "c", "cmdb/d.tmp.yaml": "d"})
    assert [blob.path for blob in now(folder).blobs] == ["cmdb/a.yaml", "cmdb/c.yaml"]


def test_a_folder_outside_git_is_read_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"catalog/x/a.yaml": "a", "changes/b.yaml": "b"})
    (tmp_path / "catalog/loop").symlink_to(tmp_path / "catalog")
    source = worktree(tmp_path)
    assert [blob.path for blob in source.blobs] == ["catalog/x/a.yaml", "changes/b.yaml"]
    assert [(problem.rule, problem.spot.path) for problem in source.problems] == [("refused-path", "catalog/loop")]


def test_a_catalogue_below_the_top_is_read_by_its_own_paths(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("first", {"it/catalog/a.yaml": "a", "catalog/other.yaml": "o"})])
    assert contents(now(folder / "it")) == contents(at_head(folder / "it")) == {"catalog/a.yaml": b"a"}


def test_below_the_top_what_is_tracked_counts_and_what_the_top_ignores_does_not(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("first", {"it/catalog/a.yaml": "a", ".gitignore": "*.tmp.yaml\n"})])
    write(folder, {"it/catalog/.gitignore": "a.yaml\n", "it/catalog/b.yaml": "b", "it/catalog/c.tmp.yaml": "c"})
    assert contents(now(folder / "it")) == {"catalog/a.yaml": b"a", "catalog/b.yaml": b"b"}


def test_bare_repositories_and_linked_work_trees_are_read(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("first", {"catalog/a.yaml": "a"})])
    git(tmp_path, "clone", "-q", "--bare", "r", "bare")
    git(folder, "worktree", "add", "-q", "../linked")
    assert contents(at_head(tmp_path / "bare")) == contents(at_head(tmp_path / "linked")) == {"catalog/a.yaml": b"a"}
    assert contents(now(tmp_path / "linked")) == {"catalog/a.yaml": b"a"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (b"catalog/\xff.yaml", "not plain"),
        (b"catalog/a b.yaml", "not plain"),
        (b"catalog/::error::x.yaml", "not plain"),
        (b"catalog/new\nline.yaml", "not plain"),
        (b"catalog/\x1b[31m.yaml", "not plain"),
        (b"catalog/-rf.yaml", "not plain"),
        (b"catalog/con.yaml", "Windows"),
        ("catalog/ü.yaml".encode(), "not plain"),
    ],
)
def test_odd_names_are_refused_by_both_and_printable(tmp_path: Path, name: bytes, why: str) -> None:
    folder = repository(tmp_path, [("first", {"catalog/good.yaml": "a"})])
    path = os.path.join(os.fsencode(folder), name)
    with open(path, "wb") as file:  # noqa: PTH123  # pathlib has no bytes
        file.write(b"a")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "odd")
    for source in (now(folder), at_head(folder)):
        assert [blob.path for blob in source.blobs] == ["catalog/good.yaml"]
        (problem,) = source.problems
        assert why in problem.message
        assert problem.spot.path.isprintable()


def test_links_submodules_and_large_files_are_refused(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("first", {"cmdb/big.yaml": b"#" * 300_000, "cmdb/ok.yaml": "a"})])
    (folder / "cmdb/secret.yaml").symlink_to("/etc/passwd")
    git(folder, "add", "-A")
    git(folder, "update-index", "--add", "--cacheinfo", "160000," + "1" * 40 + ",cmdb/module")
    git(folder, "commit", "-qm", "odd")
    problems = {problem.spot.path: problem.message for problem in at_head(folder).problems}
    assert set(problems) == {"cmdb/big.yaml", "cmdb/secret.yaml", "cmdb/module"}
    assert "300000 bytes" in problems["cmdb/big.yaml"]
    assert b"root" not in b"".join(value for value in contents(now(folder)).values() if isinstance(value, bytes))


def test_paths_that_differ_in_case_only_collide(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("first", {"cmdb/a.yaml": "a", "cmdb/A.yaml": "a"})])
    (problem,) = at_head(folder).problems
    assert (problem.rule, problem.spot.path, problem.related[0].spot.path) == (
        "refused-path",
        "cmdb/a.yaml",
        "cmdb/A.yaml",
    )


def test_a_file_that_vanishes_while_it_is_read_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {"cmdb/a.yaml": "a"})
    source = worktree(tmp_path)
    (tmp_path / "cmdb/a.yaml").unlink()
    ((_, found),) = source.read(source.blobs)
    assert isinstance(found, Finding)
    assert found.rule == "unreadable-file"


def test_many_objects_are_read_without_a_stall(tmp_path: Path) -> None:
    files = {f"cmdb/ci-{index}.yaml": f"number: {index}\n" * 20 for index in range(3000)}
    folder = repository(tmp_path, [("first", files)])
    assert contents(at_head(folder)) == {path: text.encode() for path, text in files.items()}


def test_revisions_are_named_as_git_users_name_them(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1"}), ("two", {}), ("three", {})])
    git(folder, "tag", "v1", "HEAD~2")
    found = Repository.at(folder)
    assert found.resolve("HEAD~1").subject == "two"
    assert found.resolve("v1").subject == "one"
    assert found.resolve("main").subject == "three"
    assert found.resolve(found.resolve("v1").oid[:12]).subject == "one"
    assert found.resolve("2026-01-02").subject == "two"
    assert found.resolve("2026-01-02T09:59Z").subject == "one"
    assert found.resolve("2026-01-02T12:00+01:00").subject == "two"
    assert found.resolve("v1").at == datetime(2026, 1, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "--output=/tmp/x",
        "-n1",
        "HEAD^{/x}",
        "nowhere",
        "",
        "main..HEAD",
        "HEAD:catalog",
        "a\nb",
        "2025-12-31",
        "0" * 40,
    ],
)
def test_what_is_no_revision_is_refused(tmp_path: Path, text: str) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1"})])
    with pytest.raises(UnknownRevisionError):
        Repository.at(folder).resolve(text)


def test_a_misspelt_branch_is_suggested(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1"})])
    with pytest.raises(UnknownRevisionError) as caught:
        Repository.at(folder).resolve("mian")
    assert caught.value.hint == "did you mean main?"


def test_a_shallow_clone_says_what_to_fetch(tmp_path: Path) -> None:
    repository(tmp_path / "r", [("one", {"catalog/a.yaml": "1"}), ("two", {})])
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/r", "shallow")
    for text in ("HEAD~1", "2026-01-01"):
        with pytest.raises(ShallowCloneError) as caught:
            Repository.at(tmp_path / "shallow").resolve(text)
        assert "unshallow" in str(caught.value.hint)


def test_where_there_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError):
        Repository.at(tmp_path)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GIT_DIR", "/nowhere"),
        ("GIT_INDEX_FILE", "/nowhere"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_EXTERNAL_DIFF", "touch /tmp/canary"),
        ("GIT_CONFIG_PARAMETERS", "'core.fsmonitor=touch canary'"),
        ("GIT_CEILING_DIRECTORIES", "/"),
        ("GIT_WORK_TREE", "/nowhere"),
    ],
)
def test_the_environment_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1"})])
    monkeypatch.setenv(variable, value)
    assert contents(now(folder)) == contents(at_head(folder)) == {"catalog/a.yaml": b"1"}


def test_nothing_that_a_checkout_holds_is_run(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    folder = repository(tmp_path / "r", [("one", {"catalog/a.yaml": "1"})])
    command = f"touch {canary}"
    write(folder, {".gitattributes": "*.yaml diff=x\n", "catalog/HEAD": "ref: refs/heads/main\n"})
    write(folder, {"catalog/config": f"[core]\nbare = true\nfsmonitor = {command}\n"})
    (folder / "catalog/objects").mkdir()
    (folder / "catalog/refs").mkdir()
    for key in ("core.fsmonitor", "diff.x.textconv", "diff.external"):
        git(folder, "config", key, command)
    contents(now(folder))
    contents(at_head(folder))
    found = Repository.at(folder)
    list(found.log("HEAD", ["catalog/a.yaml"]))
    list(versions(found, "catalog/a.yaml", found.resolve("HEAD").oid))
    assert not canary.exists()


def test_replaced_objects_are_not_shown(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "honest"})])
    lie = git(folder, "hash-object", "-w", "--stdin", stdin=b"lie")
    git(folder, "replace", git(folder, "rev-parse", "HEAD:catalog/a.yaml"), lie)
    assert contents(at_head(folder)) == {"catalog/a.yaml": b"honest"}


def test_merging_in_memory_leaves_no_trace(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1", "catalog/b.yaml": "1"})])
    branch(folder, "topic", "edit b", {"catalog/b.yaml": "2"})
    git(folder, "checkout", "-q", "main")
    commit(folder, "edit a", {"catalog/a.yaml": "2"})
    before = git(folder, "count-objects", "-v")
    found = Repository.at(folder)
    with found.merged(found.resolve("main"), found.resolve("topic")) as (repo, tree):
        source = revision(repo, tree, "merge")
        assert contents(source) == {"catalog/a.yaml": b"2", "catalog/b.yaml": b"2"}
    assert git(folder, "count-objects", "-v") == before


def test_conflicts_and_strangers_are_named(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1"})])
    branch(folder, "topic", "two", {"catalog/a.yaml": "2"})
    git(folder, "checkout", "-q", "main")
    commit(folder, "three", {"catalog/a.yaml": "3"})
    git(folder, "checkout", "-q", "--orphan", "stranger")
    git(folder, "commit", "-qm", "stranger")
    found = Repository.at(folder)
    with pytest.raises(MergeConflictError) as caught, found.merged(found.resolve("main"), found.resolve("topic")):
        pass
    assert caught.value.paths == ("catalog/a.yaml",)
    with pytest.raises(UnrelatedHistoryError), found.merged(found.resolve("main"), found.resolve("stranger")):
        pass


def test_history_of_a_file(tmp_path: Path) -> None:
    folder = repository(
        tmp_path,
        [
            ("one", {"catalog/a.yaml": "x\ny\n"}),
            ("other", {"catalog/b.yaml": "1"}),
            ("two", {"catalog/a.yaml": "x\nz\n"}),
        ],
    )
    commit(folder, "drop", {"catalog/b.yaml": None})
    found = Repository.at(folder)
    assert [one.subject for one in found.log("HEAD", ["catalog/a.yaml"])] == ["two", "one"]
    deleter = found.last_deleter("catalog/b.yaml", "HEAD")
    assert deleter is not None
    assert deleter.subject == "drop"
    assert found.last_deleter("catalog/never.yaml", "HEAD") is None


def test_hostile_commit_headers_are_read(tmp_path: Path) -> None:
    folder = repository(tmp_path, [("one", {"catalog/a.yaml": "1"})])
    tree = git(folder, "rev-parse", "HEAD^{tree}")
    who = "\x1b[31mMal <m@x> 99999999999999 +9999"
    raw = f"tree {tree}\nauthor {who}\ncommitter {who}\n\n::error::x\n"
    oid = git(folder, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw.encode("latin-1"))
    read = Repository.at(folder).commit(oid)
    assert read.at.year in {1970, 9999}
    assert read.subject == "::error::x"


def test_errors_are_one_family() -> None:
    assert issubclass(MergeConflictError, GitsmError)


def test_blob_ids_are_those_of_git() -> None:
    # The id of the empty blob, as git documents it.
    assert blob_oid(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"

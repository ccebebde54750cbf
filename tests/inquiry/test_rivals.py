"""Open changes read from real repositories: found by refs or a file, merged in memory, nothing written."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from gitsm.change.open_changes import Contention
from gitsm.errors import BadPatternError, GitsmError, UnreadableOpenChangeError
from gitsm.inquiry.rivals import Named, open_changes
from gitsm.load.records import load
from gitsm.sources.branches import branches, forks
from gitsm.sources.repository import Repository
from gitsm.sources.revision import revision
from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import branch, commit, git, repository

BASE = TEAM + ci("db", version='"1"', tags="[one]") + ci("app", "depends_on: [ci:db]\n") + ci("web")


def edited(old: str, new: str) -> dict[str, str | bytes | None]:
    assert old in BASE
    return dict(files(BASE.replace(old, new)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = repository(tmp_path / "r", [("base", files(BASE))])
    branch(made, "change/mine", "version 2", edited('version: "1"', 'version: "2"'))
    branch(made, "change/clash", "version 3", edited('version: "1"', 'version: "3"'))
    branch(made, "change/beside", "another", edited("name: web", "name: Web"))
    branch(made, "other/line", "not asked for", edited('version: "1"', 'version: "9"'))
    git(made, "checkout", "-q", "main")
    return made


def ask(
    folder: Path, asked: object = "refs/heads/change/*", head: str = "change/mine", base: str = "main"
) -> Contention:
    found = Repository.at(folder)
    ours, theirs = found.resolve(base), found.resolve(head)
    tip = load(revision(found.repo, ours.tree, base, found.prefix)).snapshot
    with found.merged(ours, theirs) as (repo, tree):
        after = load(revision(repo, tree, head, found.prefix)).snapshot
    return open_changes(found, ours, theirs, asked, tip=tip, after=after, as_of=date(2026, 11, 25))  # type: ignore[arg-type]


def test_branches_that_fit_a_pattern_are_judged_and_the_change_itself_is_not(folder: Path) -> None:
    before = git(folder, "count-objects", "-v"), git(folder, "status", "--porcelain"), git(folder, "show-ref")
    found = ask(folder)
    assert [one.id for one in found.conflicts] == ["same_field:change/clash:ci:db"]
    assert (found.count, found.met) == (2, ("change/clash",))
    assert found.lanes == (("change/beside",), ("change/clash", "this change"))
    assert (git(folder, "count-objects", "-v"), git(folder, "status", "--porcelain"), git(folder, "show-ref")) == before


def test_a_forge_may_list_them_by_commit_or_name(folder: Path) -> None:
    found = ask(folder, [Named("#12", git(folder, "rev-parse", "change/clash")), Named("#13", "change/beside")])
    assert [one.other for one in found.conflicts] == ["#12"]


@pytest.mark.parametrize("head", ["change/gone", "0" * 40, "--upload-pack=touch x", "main..change/mine"])
def test_an_open_change_that_is_not_there_fails_closed(folder: Path, head: str) -> None:
    with pytest.raises(UnreadableOpenChangeError, match="#12 cannot be read"):
        ask(folder, [Named("#12", head)])


@pytest.mark.parametrize(
    "meanwhile", ["update-ref -d refs/heads/change/beside", "branch -f change/beside change/clash"]
)
def test_a_branch_that_goes_or_moves_while_it_is_judged_fails_closed(
    folder: Path, tmp_path: Path, meanwhile: str
) -> None:
    """Somebody else works in the repository just before its branches are listed the second time."""
    real, listed = shutil.which("git"), tmp_path / "listed"
    script = (
        "#!/bin/sh\n"
        f'case " $* " in *" for-each-ref "*) if [ -e {listed} ]; then {real} -C {folder} {meanwhile}; fi; '
        f": > {listed};; esac\n"
        f'exec {real} "$@"\n'
    )
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "git"
    program.write_text(script, "utf-8")
    program.chmod(0o755)
    env = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    asked = ("change", "conflicts", "main", "change/mine", "--open-changes", "refs/heads/change/*")
    done = gitsm(*asked, cwd=folder, env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert "change/beside cannot be read: it was moved or removed while it was being judged" in done.stderr
    assert gitsm(*asked, cwd=folder).returncode == 1


def test_a_branch_whose_objects_are_gone_fails_closed_and_is_named(folder: Path) -> None:
    oid = git(folder, "rev-parse", "change/clash:cmdb/db.yaml")
    loose = folder / ".git" / "objects" / oid[:2] / oid[2:]
    loose.chmod(0o600)
    loose.unlink()
    with pytest.raises(GitsmError, match=oid):
        ask(folder)


def test_a_branch_without_common_history_fails_closed(folder: Path) -> None:
    git(folder, "checkout", "-q", "--orphan", "change/alone")
    commit(folder, "alone", {})
    git(folder, "checkout", "-q", "main")
    with pytest.raises(UnreadableOpenChangeError, match="change/alone .* no history"):
        ask(folder)


def test_text_that_git_cannot_merge_is_told_though_fields_can_be(folder: Path) -> None:
    # The next line of the same file: fields differ, git's hunks touch.
    branch(folder, "change/close", "tags", edited("tags: [one]", "tags: [one, two]"))
    near = ask(folder, "refs/heads/change/close")
    assert [(one.id, one.severity) for one in near.conflicts] == [("same_record:change/close:ci:db", "soft")]


def test_equal_edits_that_are_written_in_two_ways_are_no_conflict(folder: Path) -> None:
    for name, written in (("one", "99.50%"), ("two", "0.995")):
        text = edited("name: web", f"name: web\navailability: {written}")
        branch(folder, f"same/{name}", written, text)
    git(folder, "checkout", "-q", "main")
    assert ask(folder, "refs/heads/same/*", head="same/one").conflicts == ()


def test_each_is_judged_against_the_commit_it_began_from(folder: Path) -> None:
    git(folder, "checkout", "-q", "main")
    commit(folder, "main goes on", edited("name: app", "name: App"))
    # What main did meanwhile is no edit of theirs, and what they did is laid over main.
    found = ask(folder)
    assert [one.id for one in found.conflicts] == ["same_field:change/clash:ci:db"]
    commit(folder, "main takes the field", edited('version: "1"', 'version: "8"'))
    late = ask(folder, head="change/beside")
    assert late.stale == ("change/clash", "change/mine")


def test_one_change_that_is_built_on_another_does_not_conflict_with_it(folder: Path) -> None:
    branch(folder, "change/next", "version 4", edited('version: "1"', 'version: "4"'), start="change/mine")
    branch(folder, "change/aside", "version 5", edited('version: "1"', 'version: "5"'), start="change/mine")
    git(folder, "checkout", "-q", "main")
    assert [one.id for one in ask(folder).conflicts] == ["same_field:change/clash:ci:db"]
    # Two that are built on a third conflict with each other, and not with what they share.
    found = ask(folder, head="change/next")
    assert {one.other for one in found.conflicts} == {"change/clash", "change/aside"}


def test_criss_cross_and_merged_branches_have_the_fork_that_git_says(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "change/merged", "change/beside")
    git(folder, "checkout", "-q", "main")
    commit(folder, "main goes on", edited("name: app", "name: App"))
    git(folder, "checkout", "-q", "change/merged")
    git(folder, "merge", "-q", "--no-edit", "main")
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--no-ff", "--no-edit", "change/beside")
    found = Repository.at(folder)
    tip = found.resolve("main").oid
    heads = [each.oid for each in branches(found.repo, "refs/heads/*")]
    heads += [each.oid for each in branches(found.repo, "refs/heads/change/*")]
    assert forks(found.repo, tip, heads) == {oid: git(folder, "merge-base", "main", oid) for oid in heads}


def test_what_cannot_be_read_on_another_branch_is_named_and_does_not_stop_the_rest(folder: Path) -> None:
    branch(folder, "change/odd", "broken", {"cmdb/odd.yaml": "kind: [\n"})
    (folder / "cmdb" / "link.yaml").symlink_to("db.yaml")
    commit(folder, "a link", {})
    git(folder, "checkout", "-q", "main")
    found = ask(folder)
    assert found.unreadable == {"change/odd": ("cmdb/link.yaml", "cmdb/odd.yaml")}
    assert [one.id for one in found.conflicts] == ["same_field:change/clash:ci:db"]


@pytest.mark.parametrize("pattern", ["refs/heads/../x", "refs/heads/a b", "refs/heads/;rm", "heads/*"])
def test_a_pattern_is_one_of_refs(folder: Path, pattern: str) -> None:
    with pytest.raises(BadPatternError):
        branches(Repository.at(folder).repo, pattern)


def test_a_list_may_name_refs_of_a_forge_and_large_files_are_named(folder: Path) -> None:
    branch(folder, "change/large", "much", {"cmdb/large.yaml": "# " + "x" * 1_100_000 + "\n"})
    git(folder, "update-ref", "refs/pull/7/head", "change/large")
    git(folder, "checkout", "-q", "main")
    found = ask(folder, "refs/pull/*/head")
    assert found.unreadable == {"pull/7/head": ("cmdb/large.yaml",)}


def test_annotated_tags_stand_for_their_commits(folder: Path) -> None:
    git(folder, "tag", "-a", "-m", "x", "t1", "change/clash")
    git(folder, "tag", "blob", "change/clash:cmdb/db.yaml")
    found = branches(Repository.at(folder).repo, "refs/tags/*")
    assert [(each.name, each.oid) for each in found] == [("tags/t1", git(folder, "rev-parse", "change/clash"))]


def test_a_catalogue_below_the_top_is_found(tmp_path: Path) -> None:
    def below(content: dict[str, str | bytes | None]) -> dict[str, str | bytes | None]:
        return {f"data/{path}": text for path, text in content.items()}

    made = repository(tmp_path / "r", [("base", below(dict(files(BASE))))])
    branch(made, "change/mine", "version 2", below(edited('version: "1"', 'version: "2"')))
    branch(made, "change/close", "tags", below(edited("tags: [one]", "tags: [one, two]")))
    git(made, "checkout", "-q", "main")
    found = ask(made / "data")
    assert [one.id for one in found.conflicts] == ["same_record:change/close:ci:db"]

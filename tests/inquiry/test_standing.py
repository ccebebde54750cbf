"""What is remembered of a tree, with what differs laid over it, says what loading both trees says."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitsm.change.impact import assess
from gitsm.graph.estate import Memory
from gitsm.inquiry.standing import Reached, keep, laid_over, of_both, reached, remembered
from gitsm.load.records import load
from gitsm.sources.differences import between, uncommitted
from gitsm.sources.repository import Repository
from gitsm.sources.revision import revision
from gitsm.sources.worktree import worktree
from tests.support.catalogues import TEAM, ci, files
from tests.support.repositories import commit, git, repository, write

NAMES = ("aa", "bb", "cc", "dd")
BASE = files(TEAM + "".join(ci(name, "depends_on: [ci:aa]\n" if name != "aa" else "") for name in NAMES))
_relations = st.lists(st.sampled_from([f"ci:{name}" for name in (*NAMES, "zz")]), max_size=2, unique=True)
_texts = st.one_of(
    st.none(),
    st.builds(
        lambda name, refs, share: ci(name, f"depends_on: [{', '.join(refs)}]\n", availability=share)[4:],
        st.sampled_from(NAMES), _relations, st.sampled_from(["99%", "99.9%", "wrong"]),
    ),
    st.sampled_from(["kind: ci\nid: [\n", "nothing", "", "kind: ci\nid: ee\n", "kind: ci\nid: e\nmoved: {from: dd}\n"]),
)  # fmt: skip
EDITS = st.dictionaries(
    st.sampled_from([f"cmdb/{name}.yaml" for name in (*NAMES, "new", "sub/aa")]), _texts, max_size=3
)


def answers(found: Reached) -> object:
    impact = assess(found.before, found.after, found.touched)
    return found.touched.sources, impact, found.before.unreadable, sorted(found.after.unreadable)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_the_short_way_says_what_the_long_way_says(
    edits: dict[str, str | None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = repository(tmp_path_factory.mktemp("r"), [("first", BASE)])
    here = Repository.at(root)
    first = here.resolve("HEAD")
    write(root, {path: text for path, text in edits.items() if text is not None or path in BASE})
    base = load(revision(here.repo, first.tree, "base")).snapshot
    assert keep(base, first.tree, "") is not None
    known = remembered(first.tree, "")
    assert known is not None

    differing = uncommitted(here.repo, first.tree, root, here.algorithm)
    assert differing is not None
    short = laid_over(known, differing)
    head = load(worktree(root, here.repo, here.algorithm)).snapshot
    if short is not None:
        whole = of_both(base, head)
        assert (short.edits, short.touched, answers(short)) == (whole.edits, whole.touched, answers(whole))
        plain = reached(known, differing)
        if plain is not None:
            assert answers(plain) == answers(whole)

    commit(root, "second", {})
    second = here.resolve("HEAD")
    committed = between(here.repo, first.tree, second.tree)
    assert committed == differing
    if not head.duplicates and not any("moved" in (entry.data or {}) for entry in head):
        assert short is not None


def test_two_files_of_one_record_are_not_remembered(tmp_path: Path) -> None:
    root = repository(tmp_path, [("first", {**BASE, "cmdb/sub/aa.yaml": BASE["cmdb/aa.yaml"]})])
    here = Repository.at(root)
    tree = here.resolve("HEAD").tree
    assert keep(load(revision(here.repo, tree, "base")).snapshot, tree, "") is None
    assert remembered(tree, "") is None


def test_odd_files_send_the_long_way(tmp_path: Path) -> None:
    root = repository(tmp_path, [("first", BASE)])
    here = Repository.at(root)
    first = here.resolve("HEAD")
    (root / "cmdb/link.yaml").symlink_to("aa.yaml")
    assert uncommitted(here.repo, first.tree, root, here.algorithm) is None
    commit(root, "second", {})
    assert between(here.repo, first.tree, here.resolve("HEAD").tree) is None
    (root / "cmdb/link.yaml").unlink()
    commit(root, "third", {"cmdb/aa.yaml": "#" * 300_000})
    assert between(here.repo, first.tree, here.resolve("HEAD").tree) is None
    (root / "cmdb/aa.yaml").unlink()
    (root / "cmdb/aa.yaml").mkdir()
    (root / "cmdb/aa.yaml/x.yaml").write_text("kind: ci\n")
    assert uncommitted(here.repo, first.tree, root, here.algorithm) is not None


def test_files_git_is_told_not_to_look_at_send_the_long_way(tmp_path: Path) -> None:
    root = repository(tmp_path, [("first", BASE)])
    here = Repository.at(root)
    git(root, "update-index", "--assume-unchanged", "cmdb/aa.yaml")
    assert uncommitted(here.repo, here.resolve("HEAD").tree, root, here.algorithm) is None


def test_a_catalogue_below_the_top(tmp_path: Path) -> None:
    root = repository(tmp_path, [("first", {f"it/{path}": text for path, text in BASE.items()})])
    here = Repository.at(root / "it")
    first = here.resolve("HEAD")
    commit(root, "second", {"it/cmdb/bb.yaml": None, "elsewhere.yaml": "x: 1\n", "it/cmdb/read.me": "x"})
    found = between(here.repo, first.tree, here.resolve("HEAD").tree, here.prefix)
    assert found is not None
    assert [(one.path, one.before is None, one.after is None) for one in found] == [("cmdb/bb.yaml", False, True)]
    snapshot = load(revision(here.repo, first.tree, "base", here.prefix)).snapshot
    short = laid_over(Memory.of(snapshot), found)
    assert short is not None
    assert [edit.ref for edit in short.edits] == ["ci:bb"]

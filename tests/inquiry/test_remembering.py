"""What git tells of articles: on real histories, whole and cut off, and the same from memory as without."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from gitsm.inquiry.remembering import told
from gitsm.load.records import load
from gitsm.operations.knowledge import Told
from gitsm.sources.repository import Repository
from gitsm.sources.worktree import worktree
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, files
from tests.support.inside import gitsm
from tests.support.repositories import Files, git, repository, write

KB = "knowledge_article:kb-db"
KB_FILE = "catalog/kb-db.yaml"
ARTICLE = """kind: knowledge_article
id: kb-db
title: Move the database
type: runbook
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci:db]
owner: desk
reviewed_at: 2026-01-01
reviewed_by: amara
issue: The node is down.
resolution: Promote the other one.
"""
FIRST = {**files(BACKDROP + ci("db", "version: '1'\n")), KB_FILE: ARTICLE}
UPGRADED = files(ci("db", "version: '2'\n"))
DESCRIBED = files(ci("db", "version: '1'\ndescription: Holds bookings.\n"))
ALTERED = {KB: (("ci:db", "2026-01-03"),)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return repository(tmp_path / "r", [])


def wrote(root: Path, who: str, changed: Files, day: int, message: str = "Edit") -> None:
    """Commit as somebody, so many days after 2026-01-01."""
    write(root, changed)
    git(root, "add", "-A")
    git(root, "-c", f"user.email={who}", "commit", "-q", "--allow-empty", "-m", message, when=day)


def asked(root: Path) -> Told:
    found = Repository.at(root)
    return told(found, load(worktree(root)).snapshot, [found.resolve("HEAD").oid])


def altered(root: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    return {ref: tuple((of, str(day)) for of, day in found) for ref, found in asked(root).altered.items()}


def test_who_wrote_an_article(root: Path) -> None:
    wrote(root, "Amara@tern.example", FIRST, 0)
    assert asked(root).authors == {KB: {"amara"}}
    wrote(root, "12+bo@users.noreply.github.example", {KB_FILE: ARTICLE + "cause: A disk.\n"}, 1)
    assert asked(root).authors == {KB: {"amara", "bo"}}


def test_somebody_a_commit_names_as_co_author_wrote_it_too(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0, "Both\n\nCo-authored-by: Bo Berg <bo@tern.example>\n")
    assert asked(root).authors == {KB: {"amara", "bo"}}


@pytest.mark.parametrize(
    "moves",
    [
        [{KB_FILE: None, "catalog/desk/kb-db.yaml": ARTICLE}],
        [{KB_FILE: None, "catalog/desk/kb-db.yaml": ARTICLE}, {"catalog/desk/kb-db.yaml": None, KB_FILE: ARTICLE}],
        [{KB_FILE: None, "catalog/kb-new.yaml": ARTICLE.replace("id: kb-db", "id: kb-new\nmoved: {from: kb-db}")}],
    ],
)
def test_who_only_moved_an_article_is_not_the_only_one_who_wrote_it(root: Path, moves: list[Files]) -> None:
    wrote(root, "bo@tern.example", FIRST, 0)
    for day, move in enumerate(moves, 1):
        wrote(root, "amara@tern.example", move, day)
    assert list(asked(root).authors.values()) == [{"amara", "bo"}]


def test_what_was_moved_in_too_many_commits_is_not_known(root: Path) -> None:
    wrote(root, "bo@tern.example", FIRST, 0)
    places = [KB_FILE, *(f"catalog/c{number}/kb-db.yaml" for number in range(22))]
    for day, (before, after) in enumerate(pairwise(places), 1):
        wrote(root, "amara@tern.example", {before: None, after: ARTICLE}, day)
    assert asked(root).authors == {}


def test_an_edit_that_matters_makes_stale_and_others_do_not(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", DESCRIBED, 1)
    assert altered(root) == {}
    wrote(root, "amara@tern.example", UPGRADED, 2)
    assert altered(root) == ALTERED
    wrote(root, "amara@tern.example", {KB_FILE: ARTICLE.replace("2026-01-01", "2026-01-03")}, 3)
    assert altered(root) == {}


def test_an_edit_that_came_with_its_review_was_reviewed_whenever_it_is_merged(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", {**UPGRADED, KB_FILE: ARTICLE.replace("2026-01-01", "2026-01-02")}, 5)
    assert altered(root) == {}


def test_an_edit_that_came_with_a_word_in_the_article_was_not(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", {**UPGRADED, KB_FILE: ARTICLE.replace("Promote", "Then promote")}, 2)
    assert altered(root) == ALTERED


def test_what_was_edited_before_it_was_moved_counts(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", UPGRADED, 2)
    wrote(root, "amara@tern.example", {"cmdb/db.yaml": None, "cmdb/new/db.yaml": UPGRADED["cmdb/db.yaml"]}, 3)
    assert altered(root) == ALTERED


def test_a_side_branch_counts_once_it_is_merged(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    git(root, "checkout", "-q", "-b", "side")
    wrote(root, "bo@tern.example", {**UPGRADED, KB_FILE: ARTICLE + "cause: A disk.\n"}, 2)
    git(root, "checkout", "-q", "main")
    wrote(root, "amara@tern.example", files(ci("other")), 3)
    assert altered(root) == {}
    assert asked(root).authors == {KB: {"amara"}}
    git(root, "merge", "-q", "--no-ff", "-m", "Merge", "side", when=4)
    assert altered(root) == ALTERED
    assert asked(root).authors == {KB: {"amara", "bo"}}


def test_a_clone_that_is_cut_off_accuses_nobody(root: Path, tmp_path: Path) -> None:
    wrote(root, "bo@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", files(ci("other")), 1)
    wrote(root, "amara@tern.example", {**UPGRADED, KB_FILE: ARTICLE + "cause: A disk.\n"}, 2)
    # As far as either clone knows, amara put everything there; and what the first one has was never edited.
    for depth, expected in (("1", {}), ("2", ALTERED)):
        git(tmp_path, "clone", "-q", "--depth", depth, f"file://{root}", depth)
        assert altered(tmp_path / depth) == expected
        assert asked(tmp_path / depth).authors == {}
    assert asked(root).authors == {KB: {"amara", "bo"}}


def test_a_clone_without_old_content_knows_what_it_can(root: Path, tmp_path: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", UPGRADED, 2)
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{root}", "partial")
    assert asked(tmp_path / "partial") == Told({KB: frozenset({"amara"})}, {})


def test_names_that_git_could_take_for_patterns_are_names(root: Path) -> None:
    odd = FIRST | {"catalog/a[b]/kb-db.yaml": "kind: [\n"}
    wrote(root, "amara@tern.example", odd, 0)
    assert asked(root).authors == {KB: {"amara"}}


@pytest.mark.parametrize("stamp", ["99999999999 +0000", "0 +0000", "1767261600 +9999"])
def test_hostile_dates_are_no_crash(root: Path, stamp: str) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    parent, tree = git(root, "rev-parse", "HEAD"), git(root, "write-tree")
    who = f"A <bo\x01|x@tern.example> {stamp}"
    text = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n"
    oid = git(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=text.encode())
    git(root, "reset", "-q", "--hard", oid)
    assert asked(root).authors == {KB: {"amara"}}


def said(root: Path, *words: str) -> set[tuple[str, str]]:
    done = gitsm("check", "--format", "json", "--as-of", "2026-02-01", *words, cwd=root)
    assert done.returncode in {0, 1}, done.stderr
    found = json.loads(done.stdout)["findings"]
    return {(one["rule"], one["path"]) for one in found if one["rule"].startswith("article-")}


ALONE, STALE = ("article-second-person", KB_FILE), ("article-stale", KB_FILE)


def test_check_says_it_from_memory_as_without_whatever_comes_next(root: Path, tmp_path: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    steps = (
        ("amara@tern.example", UPGRADED, {ALONE, STALE}),
        # The tree of the first commit again, with another history.
        ("amara@tern.example", files(ci("db", "version: '1'\n")), {ALONE, STALE}),
        ("bo@tern.example", {KB_FILE: ARTICLE.replace("2026-01-01", "2026-01-20")}, set[tuple[str, str]]()),
    )
    assert said(root) == {ALONE}
    for day, (who, changed, expected) in enumerate(steps, 2):
        wrote(root, who, changed, day)
        assert said(root) == said(root) == expected
        write(root, {"cmdb/scratch.yaml": ci("scratch")[4:]})
        assert said(root) == expected
        (root / "cmdb" / "scratch.yaml").unlink()
        shutil.rmtree(tmp_path / "cache")
        assert said(root) == said(root, "--at", "HEAD") == expected


def test_check_of_a_branch_tells_what_went_stale_on_it(root: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    git(root, "checkout", "-q", "-b", "upgrade")
    wrote(root, "bo@tern.example", UPGRADED, 2)
    assert said(root, "--changed", "main") == {STALE}


def test_fetching_the_rest_of_history_is_seen_by_a_check_that_was_answered_before(root: Path, tmp_path: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    wrote(root, "amara@tern.example", files(ci("other")), 1)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    clone = tmp_path / "clone"
    assert "second-person" not in gitsm("check", cwd=clone).stdout
    git(clone, "fetch", "-q", "--unshallow")
    assert "second-person" in gitsm("check", cwd=clone).stdout


def test_damaged_memory_is_no_memory(root: Path, tmp_path: Path) -> None:
    wrote(root, "amara@tern.example", FIRST, 0)
    before = asked(root)
    (kept,) = (tmp_path / "cache" / "gitsm" / "told").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"amara", b"bobob"))
    assert asked(root) == before


def rules(severity: str) -> Files:
    return {"changes/rules.yaml": f"kind: policy\nid: rules\nrules: {{severity: {{article-stale: {severity}}}}}\n"}


@pytest.mark.parametrize(
    ("here", "there", "stops"), [("warning", "error", False), ("error", "'off'", True), ("'off'", "error", False)]
)
def test_the_gate_looks_at_the_history_of_both_by_the_target_s_policy(
    root: Path, here: str, there: str, *, stops: bool
) -> None:
    wrote(root, "amara@tern.example", {**FIRST, **rules(here)}, 0)
    git(root, "checkout", "-q", "-b", "upgrade")
    wrote(root, "bo@tern.example", {**UPGRADED, **rules(there)}, 2)
    git(root, "checkout", "-q", "main")
    # The target goes on: what is merged is neither.
    wrote(root, "amara@tern.example", files(ci("other")), 3)
    done = gitsm("gate", "main", "upgrade", "--as-of", "2026-02-01T12:00Z", "--format", "json", cwd=root)
    verdict = json.loads(done.stdout)
    assert ("finding:article-stale" in {one["id"] for one in verdict["blockers"]}) is stops
    told = {one["rule"]: one["severity"] for one in verdict["findings"]}
    # That amara is alone with her article was so before, and is not this change's business.
    assert told == ({} if here == "'off'" else {"article-stale": here})

"""Approvals in signed commits: real keys, real signatures, and every way in which one is not good enough."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gitsm.change.approvals import NOTHING_SAID, Statement
from gitsm.cli.options import moment
from gitsm.forge.judging import ALLOWED, REFUSED
from gitsm.forge.judging import judge as pipeline
from gitsm.forge.occasion import Occasion
from gitsm.inquiry import gating
from gitsm.render.gate.json import shape
from gitsm.sources.repository import Repository
from tests.support import keys
from tests.support.gates import BASE, NOW, change, organisation, proposed
from tests.support.keys import Ring, signers
from tests.support.program import gitsm
from tests.support.repositories import commit, git

PATCHED = BASE.replace('"16.1"', '"16.2"')
PEOPLE = ("cleo", "dan", "eva", "mallory")


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Ring:
    return keys.ring(tmp_path_factory.mktemp("keys"), *PEOPLE)


@dataclass
class Scene:
    """A repository whose main branch knows keys, and a branch of cleo's with signed work on it."""

    folder: Path
    ring: Ring

    def sign(self, who: str, *more: str) -> str:
        """Sign the last commit again as somebody."""
        git(self.folder, *self.ring.signing(who), "commit", "-q", "--amend", "--no-edit", "--allow-empty", "-S", *more)
        return git(self.folder, "rev-parse", "HEAD")

    def say(self, who: str | None, text: str) -> str:
        """Commit nothing but a message, as somebody."""
        return self.ring.say(self.folder, who, text)

    def judge(self, said: Statement = NOTHING_SAID, *, whole: bool = True) -> dict[str, Any]:
        """Ask as `gitsm gate main topic --format json` does."""
        there = Repository.at(self.folder)
        ends = there.resolve("main"), there.resolve("topic")
        asked = gating.Question(there, *ends, "main", moment(NOW), said, signed=True, whole=whole)
        return dict(shape(gating.verdict(asked)))

    @property
    def plan(self) -> str:
        return str(self.judge()["plan_hash"])


Made = Callable[..., Scene]


@pytest.fixture
def scene(tmp_path: Path, ring: Ring) -> Made:
    def made(known: str | None = None, head: str = PATCHED + change(), author: str | None = "cleo") -> Scene:
        policy = signers(ring, "cleo", "dan", "eva") if known is None else known
        folder = organisation(tmp_path / "org", BASE + policy)
        proposed(folder, head + policy)
        found = Scene(folder, ring)
        if author is not None:
            found.sign(author)
        return found

    return made


def given(found: dict[str, Any]) -> set[str]:
    return {by for one in found["approvals"]["required"] for by in one["satisfied_by"]}


def ignored(found: dict[str, Any]) -> list[str]:
    return [f"{one['by']} {one['why']}" for one in found["approvals"]["ignored"]]


def approve(plan: str) -> str:
    return f"I have looked at it\n\nGitsm-Approve: {plan}"


def test_a_team_without_a_forge_approves_in_a_signed_commit(scene: Made) -> None:
    made = scene()
    before = made.judge()
    assert not before["allowed"]
    made.say("dan", approve(before["plan_hash"]))
    found = made.judge()
    assert given(found) == {"dan"}
    assert found["allowed"]
    assert ignored(found) == []


def test_the_text_of_the_author_counts_for_nothing(scene: Made) -> None:
    made = scene()
    git(made.folder, "config", "user.name", "dan")
    git(made.folder, "config", "user.email", "dan@example.org")
    made.say(None, approve(made.plan))
    found = made.judge()
    assert given(found) == set()
    assert any("is not signed" in one for one in ignored(found))


def test_a_key_that_only_the_branch_knows_is_unknown(scene: Made, ring: Ring) -> None:
    made = scene(signers(ring, "cleo"))
    more = PATCHED + change() + signers(ring, "cleo", "dan")
    git(made.folder, "checkout", "-q", "main")
    proposed(made.folder, more, "other")
    made.sign("cleo")
    git(made.folder, "branch", "-q", "-f", "topic", "other")
    git(made.folder, "checkout", "-q", "topic")
    made.say("dan", approve(made.plan))
    found = made.judge()
    assert given(found) == set()
    assert any("does not know" in one for one in ignored(found))


def test_a_foreign_key_and_a_removed_one_are_unknown(scene: Made, ring: Ring) -> None:
    made = scene(signers(ring, "cleo", "eva"))  # dan's was taken off main
    plan = made.plan
    made.say("mallory", approve(plan))
    made.say("dan", approve(plan))
    found = made.judge()
    assert given(found) == set()
    assert sum("does not know" in one for one in ignored(found)) == 2


def test_a_key_that_has_ended_signs_nothing_however_old_the_commit_says_it_is(scene: Made, ring: Ring) -> None:
    known = signers(ring, "cleo") + signers(ring, "dan", until="2026-11-23T00:00:00Z").partition("keys:\n")[2]
    made = scene(known)
    made.say("dan", approve(made.plan))  # the commit says 2026-11-17
    found = made.judge()
    assert given(found) == set()
    assert any("a key of dan that ended at 2026-11-23" in one for one in ignored(found))


def test_who_made_the_change_approves_nothing_of_it(scene: Made) -> None:
    made = scene()
    made.say("cleo", approve(made.plan))
    found = made.judge()
    assert given(found) == set()
    assert any(one.startswith("cleo made the change") for one in ignored(found))


def test_somebody_who_signed_a_part_of_the_work_or_is_named_as_its_co_author_is_an_author(scene: Made) -> None:
    made = scene()
    commit(made.folder, "more\n\nCo-authored-by: Dan <dan@example.org>", {"README": "x"})
    made.sign("cleo")
    made.say("dan", approve(made.plan))
    found = made.judge()
    assert given(found) == set()
    assert any(one.startswith("dan made the change") for one in ignored(found))


def test_nothing_counts_where_nobody_knows_who_made_the_change(scene: Made) -> None:
    made = scene(author=None)
    made.say("dan", approve(made.plan))
    found = made.judge()
    assert given(found) == set()
    assert any("nobody knows who made commit" in one for one in ignored(found))
    assert given(made.judge(Statement(("cleo",)))) == {"dan"}


@pytest.mark.parametrize(
    ("trailer", "why"),
    [("0" * 64, "agreed to another plan"), ("yes", "names no plan"), ("", None)],
)
def test_a_trailer_binds_to_one_plan(scene: Made, trailer: str, why: str | None) -> None:
    made = scene()
    made.say("dan", approve(trailer))
    found = made.judge()
    assert given(found) == set()
    assert (why is None and ignored(found) == []) or any(why in one for one in ignored(found) if why)


def test_an_edit_of_what_was_approved_voids_it_and_an_unrelated_push_does_not(scene: Made) -> None:
    made = scene()
    made.say("dan", approve(made.plan))
    path = "cmdb/wall.yaml"
    commit(made.folder, "more", {path: (made.folder / path).read_text().replace('version: "1"', 'version: "2"')})
    made.sign("cleo")
    pieces = [one for one in made.judge()["approvals"]["required"] if one["satisfied_by"] == ["dan"]]
    assert pieces
    path = "cmdb/db.yaml"
    commit(made.folder, "worse", {path: (made.folder / path).read_text().replace("16.2", "17.0")})
    made.sign("cleo")
    found = made.judge()
    held = {pointer for one in found["approvals"]["required"] if one["satisfied_by"] for pointer in one["pointers"]}
    assert held
    assert not {pointer for pointer in held if pointer.startswith("ci:")}


def counts(made: Scene, forged: str) -> bool:
    """Put a forged commit on the branch, and tell whether anybody has agreed by it."""
    oid = git(made.folder, "hash-object", "-t", "commit", "-w", "--stdin", stdin=forged.encode())
    git(made.folder, "reset", "-q", "--hard", oid)
    found = made.judge()
    assert any("its signature is not good" in one for one in ignored(found))
    return given(found) != set()


def test_a_signature_does_not_move_to_another_branch_or_commit(scene: Made) -> None:
    made = scene()
    plan = made.plan
    made.say("dan", approve(plan))
    raw = git(made.folder, "cat-file", "commit", "HEAD")
    git(made.folder, "reset", "-q", "--hard", "HEAD~1")
    commit(made.folder, "other words", {"README": "x"})
    made.sign("cleo")
    parent = git(made.folder, "rev-parse", "HEAD")
    tree = git(made.folder, "rev-parse", "HEAD^{tree}")
    lines = raw.split("\n")
    lines[:2] = [f"tree {tree}", f"parent {parent}"]
    assert not counts(made, "\n".join(lines) + "\n")


def test_a_signature_for_something_else_than_git_is_refused(scene: Made, ring: Ring) -> None:
    made = scene()
    git(made.folder, "commit", "-q", "--allow-empty", "-m", approve(made.plan), when=320)
    raw = git(made.folder, "cat-file", "commit", "HEAD") + "\n"
    signed = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "file", "-f", str(ring.folder / "dan")],
        input=raw.encode(), capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    head, _, body = raw.partition("\n\n")
    text = f"{head}\ngpgsig {signed.replace(chr(10), chr(10) + ' ')}\n\n{body}"
    assert not counts(made, text)


def test_a_program_that_the_repository_names_is_not_run(scene: Made, tmp_path: Path) -> None:
    made = scene()
    canary = tmp_path / "canary"
    program = tmp_path / "verify"
    program.write_text(f"#!/bin/sh\ntouch {canary}\nexit 0\n")
    program.chmod(0o755)
    made.say("mallory", approve(made.plan))
    for key in ("gpg.ssh.program", "gpg.program", "gpg.openpgp.program"):
        git(made.folder, "config", key, str(program))
    git(made.folder, "config", "gpg.ssh.allowedSignersFile", str(tmp_path / "none"))
    found = made.judge()
    assert given(found) == set()
    assert not canary.exists()


def test_an_approval_is_taken_back_in_a_signed_commit(scene: Made) -> None:
    made = scene()
    plan = made.plan
    made.say("dan", approve(plan))
    git(made.folder, *made.ring.signing("dan"), "commit", "-q", "--allow-empty", "-S", "-m",
        f"No\n\nGitsm-Object: {plan}", when=321)  # fmt: skip
    found = made.judge()
    assert given(found) == set()
    assert not found["allowed"]


def test_words_in_a_commit_that_edits_something_do_not_count(scene: Made) -> None:
    made = scene()
    commit(made.folder, approve(made.plan), {"README": "x"})
    made.sign("dan")
    assert any("an empty one says it" in one for one in ignored(made.judge()))


def test_one_person_counts_once_whatever_keys_they_have(scene: Made, ring: Ring) -> None:
    known = signers(ring, "cleo", "dan", "eva").replace("handle: eva", "handle: dan")
    made = scene(known)
    plan = made.plan
    made.say("dan", approve(plan))
    made.say("eva", approve(plan))
    assert given(made.judge()) == {"dan"}


def test_the_decision_is_kept_with_what_the_signed_commits_said(scene: Made, tmp_path: Path) -> None:
    made = scene()
    made.say("dan", approve(made.plan))
    kept = tmp_path / "kept"
    done = gitsm("gate", "main", "topic", "--as-of", NOW, "--record", kept, cwd=made.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    git(made.folder, "checkout", "-q", "main")
    git(made.folder, "merge", "-q", "--no-ff", "-m", "merge", "topic", when=325)
    done = gitsm("audit", "main~1..main", "--evidence", kept, "--format", "json", cwd=made.folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "key",
    ["ssh-ed25519 AAAA", "ssh-ed25519 AAAAB3NzaC1yc2E=", "ssh-dss AAAAB3NzaC1kc3M=", "ssh-ed25519 AAA A comment"],
)
def test_a_damaged_key_is_refused_with_its_place(key: str, tmp_path: Path) -> None:
    text = f"---\nkind: policy\nid: signers\nsigners:\n  keys:\n    - {{handle: dan, key: '{key}'}}\n"
    folder = organisation(tmp_path / "org", BASE + text)
    done = gitsm("check", cwd=folder)
    assert done.returncode == 1
    assert "signers.yaml:5" in done.stdout


def test_a_pipeline_hears_signed_commits_as_the_command_line_does(scene: Made) -> None:
    made = scene()
    made.say("dan", approve(made.plan))
    head = git(made.folder, "rev-parse", "topic")

    def judged(said: Statement) -> int:
        why = Occasion(7, ("main",), head, "main")
        return pipeline(Repository.at(made.folder), why, said, moment(NOW)).status

    assert judged(NOTHING_SAID) == ALLOWED
    assert judged(Statement(("cleo",))) == ALLOWED
    assert judged(Statement(("dan",))) == REFUSED  # the forge says that dan pushed it


def test_work_that_nobody_signed_is_nobodys_where_a_forge_does_not_say_who_pushed(scene: Made) -> None:
    made = scene(author=None)
    made.say("dan", approve(made.plan))
    assert given(made.judge(Statement(("cleo",)))) == {"dan"}
    # Dan may have pushed it himself.
    found = made.judge(Statement(("cleo",)), whole=False)
    assert given(found) == set()
    assert any("nobody knows who made commit" in one for one in ignored(found))

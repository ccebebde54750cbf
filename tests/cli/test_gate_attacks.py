"""Pull requests that try to judge themselves, and repositories made to confuse: each real, each refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.catalogues import ci, files
from tests.support.gates import (
    BASE,
    NOW,
    approval,
    blockers,
    change,
    organisation,
    proposed,
    statement,
    team,
    verdict,
)
from tests.support.program import gitsm
from tests.support.repositories import branch, commit, git, repository

PATCHED = BASE.replace('"16.1"', '"16.2"')
FREEZE = """---
kind: window
id: freeze
type: blackout
at: {start: 2026-11-28T00:00:00Z, end: 2026-11-30T00:00:00Z}
applies_to: {all: true}
severity: hard
exempt: [emergency]
reason: Nobody is at work.
"""
LIMITED = "{kinds: [ci], actions: [removed], max_count: 2, max_share: 50%, from_total: 4}"
NODES = "".join(ci(f"n{number}", owner="ops") for number in range(6))
GONE = [ci(f"n{number}", owner="ops") for number in range(5)]


def without(text: str, *parts: str) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def gained(decided: str, head: str, tmp_path: Path, *words: dict[str, str]) -> dict[str, Any]:
    """Judge a branch that edits what decides together with what it wants."""
    made = organisation(tmp_path / "org", decided)
    oid = proposed(made, head)
    said = statement(made, *(approval(**{**word, "head": oid}) for word in words))
    return verdict(made, "topic", said)


YES = {"head": ""}


@pytest.mark.parametrize(
    ("decided", "head", "stays"),
    [
        pytest.param(
            BASE + NODES,
            without(BASE + NODES, *GONE).replace("max_count: 2, max_share: 50%", "max_count: 99") + change(),
            "threshold:ci-removed",
            id="a loosened threshold",
        ),
        pytest.param(
            BASE + NODES,
            without(BASE + NODES, *GONE).replace(
                f"    - {LIMITED}\n",
                f"    - {LIMITED}\n  overrides:\n    - {{change: chg-2026-11-24-work, reason: I say so, by: ops,"
                " expires: 2026-12-01}\n",
            )
            + change(),
            "threshold:ci-removed",
            id="an override of its own",
        ),
        pytest.param(
            BASE,
            PATCHED.replace("members: [cleo, dan]", "members: [cleo, dan, mallory]") + change(),
            "approval:owners",
            id="an approver added",
        ),
        pytest.param(
            BASE,
            PATCHED.replace("default: [board]", "default: [crooks]").replace("[eva, finn]", "[mallory]")
            + team("crooks", "mallory")
            + change(),
            "approval:default",
            id="a team of its own that decides",
        ),
        pytest.param(
            BASE,
            BASE.replace("name: db\nowner: ops", "name: db\nowner: mine") + team("mine", "mallory") + change(),
            "approval:losing-owner",
            id="ownership moved to itself",
        ),
        pytest.param(BASE + FREEZE, PATCHED + change(), "conflict:in_blackout:freeze", id="a freeze deleted"),
        pytest.param(
            BASE + FREEZE,
            PATCHED + FREEZE.replace("exempt: [emergency]", "exempt: [emergency, normal]") + change(),
            "conflict:in_blackout:freeze",
            id="a freeze that exempts it",
        ),
        pytest.param(
            BASE,
            BASE.replace("name: spare\n", "name: The spare\n").replace("id: db-patch", "id: db-patch").replace(
                "fields: [$.version, $.verified]", "fields: [$]"
            ).replace('"16.1"', '"16.2"').replace("name: db\nowner: ops", "name: db\nowner: desk")
            + change(type="standard", model="db-patch"),
            "not-standard",
            id="the model it relies on edited",
        ),
        pytest.param(
            BASE,
            PATCHED.replace("id: db-patch\n", "id: db-patch\n")
            + "---\nkind: change_model\nid: anything\ntype: standard\nallowed: [{kind: ci}]\nmax_risk: high\n"
            "owner: ops\nexpires: 2027-12-31\n" + change(type="standard", model="anything"),
            "not-standard",
            id="a model of its own",
        ),
        pytest.param(
            BASE,
            PATCHED + "---\nkind: policy\nid: a-control\nchange_control: {controlled: []}\n",
            "change-record-missing",
            id="change control switched off",
        ),
        pytest.param(
            BASE,
            PATCHED.replace("- {id: owners, scope: {kinds: [ci, service, service_offering]}}",
                            "- {id: owners, scope: {kinds: [ci, service, service_offering]}, teams: [mine]}")
            + team("mine", "mallory") + change(),
            "approval:owners",
            id="a rule pointed at itself",
        ),
    ],
)  # fmt: skip
def test_a_branch_gains_nothing_by_editing_what_decides(decided: str, head: str, stays: str, tmp_path: Path) -> None:
    found = gained(decided, head, tmp_path, {"by": "mallory"}, {"by": "cleo"})
    assert not found["allowed"]
    assert stays in blockers(found)
    assert {one["by"] for one in found["approvals"]["ignored"]} == {"mallory", "cleo"}


def test_a_branch_cut_before_a_rule_was_tightened_gains_nothing(tmp_path: Path) -> None:
    made = organisation(
        tmp_path / "org", without(BASE, "    - {id: owners, scope: {kinds: [ci, service, service_offering]}}\n")
    )
    proposed(
        made, PATCHED.replace("    - {id: owners, scope: {kinds: [ci, service, service_offering]}}\n", "") + change()
    )
    git(made, "checkout", "-q", "main")
    assert "approval:owners" not in blockers(verdict(made))
    commit(made, "tighten", files(BASE))
    assert "approval:owners" in blockers(verdict(made))


def test_a_waiver_of_its_own_hides_no_error(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    waived = (
        '---\nkind: policy\nid: waive\nrules: {severity: {unknown-reference: "off"}, waivers: ['
        "{rule: unknown-reference, ref: ci:app, owner: desk, reason: Mine., expires: 2027-01-01}]}\n"
    )
    proposed(made, BASE.replace("depends_on: [ci:db]", "depends_on: [ci:dc]") + waived + change())
    assert "finding:unknown-reference" in blockers(verdict(made))


def test_saying_emergency_opens_no_door(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    head = proposed(made, PATCHED + change(type="emergency"))
    assert blockers(verdict(made)) == ["approval:emergency"]
    alone = statement(made, approval("cleo", head), author="cleo")
    assert blockers(verdict(made, "topic", alone)) == ["approval:emergency"]


def test_saying_that_somebody_accepts_a_conflict_is_not_their_word(tmp_path: Path) -> None:
    base = BASE.replace("    - {types: [normal], bands: [moderate], teams: [board]}\n", "") + FREEZE
    made = organisation(tmp_path / "org", base)
    accepts = "[{conflict: 'in_blackout:freeze', by: eva, reason: It has to be.}]"
    head = proposed(made, base.replace('"16.1"', '"16.2"') + change(acknowledged_conflicts=accepts))
    dan = approval("dan", head)
    found = verdict(made, "topic", statement(made, dan, author="cleo"))
    assert blockers(found) == ["approval:acknowledged-conflict"]
    assert found["next"]["who"] == "eva"
    assert verdict(made, "topic", statement(made, dan, approval("finn", head)))["allowed"] is False
    assert verdict(made, "topic", statement(made, dan, approval("eva", head)))["allowed"] is True


def test_a_friend_does_not_accept_a_freeze(tmp_path: Path) -> None:
    """What the target branch has against a change is accepted by whoever decides there, besides who is named."""
    base = BASE.replace("    - {types: [normal], bands: [moderate], teams: [board]}\n", "") + FREEZE
    made = organisation(tmp_path / "org", base)
    accepts = "[{conflict: 'in_blackout:freeze', by: bo, reason: He is a friend.}]"
    head = proposed(made, base.replace('"16.1"', '"16.2"') + change(acknowledged_conflicts=accepts))
    dan, friend = approval("dan", head), approval("bo", head)
    found = verdict(made, "topic", statement(made, dan, friend, author="cleo"))
    assert blockers(found) == ["approval:exception"]
    assert found["next"]["who"] == "board"
    assert (
        verdict(made, "topic", statement(made, dan, friend, approval("finn", head), author="cleo"))["allowed"] is True
    )


def test_a_broken_rule_at_the_target_is_no_yes(tmp_path: Path) -> None:
    broken = {**files(BASE), "changes/risk.yaml": "kind: policy\nid: risk\nrisk: {low_up_to: lots}\n"}
    made = repository(tmp_path / "org", [("base", broken)])
    branch(made, "topic", "patch", {"cmdb/db.yaml": files(PATCHED)["cmdb/db.yaml"]})
    done = gitsm("gate", "main", "topic", "--as-of", NOW, cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "changes/risk.yaml at main cannot be read" in done.stderr
    assert "mend it on main first" in done.stderr


@pytest.mark.parametrize("content", ["kind: [\n", "", "kind: nothing\n", "\x00"])
def test_a_file_at_the_target_that_may_be_a_rule_is_no_yes(content: str, tmp_path: Path) -> None:
    made = repository(tmp_path / "org", [("base", {**files(BASE), "changes/what.yaml": content})])
    branch(made, "topic", "patch", {"cmdb/db.yaml": files(PATCHED)["cmdb/db.yaml"]})
    done = gitsm("gate", "main", "topic", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "changes/what.yaml" in done.stderr


def test_a_broken_rule_on_the_branch_is_refused_and_decides_nothing(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    branch(
        made,
        "topic",
        "break it",
        {"changes/approvals.yaml": "kind: policy\nid: approvals\napprovals: {default: [1]}\n"},
    )
    found = verdict(made)
    assert any(one.startswith("finding:") for one in blockers(found))
    assert "approval:default" in blockers(found)


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        ({"affected": "[{ci: nowhere}]"}, "finding:unknown-reference"),
        ({"planned": "{start: 2026-11-28T23:00:00Z, end: 2026-11-28T22:00:00Z}"}, "finding:end-before-start"),
        ({"planned": "{start: 2026-11-28T22:00:00, end: 2026-11-28T23:00:00}"}, "finding:"),
        ({"planned": "{start: 2026-11-23T22:00:00Z, end: 2026-11-24T12:00:00Z}"}, "time-over"),
        ({"model": "nowhere", "type": "standard"}, "not-standard"),
        ({"on_hold": "Waiting."}, "on-hold"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_meant_is_refused(lines: Mapping[str, str], stays: str, tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    proposed(made, PATCHED + change(**lines))
    assert any(one.startswith(stays) for one in blockers(verdict(made)))


def test_two_requests_on_one_branch_are_refused(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    proposed(made, PATCHED + change("chg-2026-11-24-a") + change("chg-2026-11-24-b"))
    assert blockers(verdict(made))[0] == "several-changes"


def test_a_removal_dressed_up_as_a_move_out_of_the_catalogue_is_a_removal(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    spare = files(BASE)["cmdb/spare.yaml"]
    branch(made, "topic", "move it out", {"cmdb/spare.yaml": None, "attic/spare.yaml": spare})
    found = verdict(made)
    assert {(one["ref"], one["action"]) for one in found["plan"]} == {("ci:spare", "removed")}
    assert found["notes"] == ["1 files outside the records differ; nothing here judges them"]


def test_no_common_history_is_no_yes(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    git(made, "checkout", "-q", "--orphan", "alien")
    commit(made, "another world", files(PATCHED))
    done = gitsm("gate", "main", "alien", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "share no history" in done.stderr


def test_a_shallow_clone_is_no_yes(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    proposed(made, PATCHED)
    git(made, "checkout", "-q", "main")
    commit(made, "main moves on", {"cmdb/more.yaml": ci("more").removeprefix("---\n")})
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{made}", "shallow")
    done = gitsm("gate", "origin/main", "origin/topic", cwd=tmp_path / "shallow")
    assert (done.returncode, done.stdout) == (2, "")
    assert "fetch-depth: 0" in done.stderr


def test_a_conflict_of_texts_is_no_yes(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    proposed(made, PATCHED)
    git(made, "checkout", "-q", "main")
    commit(made, "another", {"cmdb/db.yaml": files(BASE.replace('"16.1"', '"17"'))["cmdb/db.yaml"]})
    done = gitsm("gate", "main", "topic", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "conflict in cmdb/db.yaml" in done.stderr


@pytest.mark.parametrize("driver", ["union", "ours", "binary"])
def test_a_branch_does_not_say_how_it_is_merged(driver: str, tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    wanted = {"cmdb/db.yaml": files(PATCHED)["cmdb/db.yaml"], ".gitattributes": f"*.yaml merge={driver}\n"}
    branch(made, "topic", "mine wins", wanted)
    git(made, "checkout", "-q", "main")
    commit(made, "another", {"cmdb/db.yaml": files(BASE.replace('"16.1"', '"17"'))["cmdb/db.yaml"]})
    git(made, "checkout", "-q", "topic")
    done = gitsm("gate", "main", "topic", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "conflict in cmdb/db.yaml" in done.stderr


def test_renames_on_both_sides_are_no_yes(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    spare = files(BASE)["cmdb/spare.yaml"]
    branch(made, "topic", "here", {"cmdb/spare.yaml": None, "cmdb/a/spare.yaml": spare + "tags: [a]\n"})
    git(made, "checkout", "-q", "main")
    commit(made, "there", {"cmdb/spare.yaml": None, "cmdb/b/spare.yaml": spare + "tags: [b]\n"})
    done = gitsm("gate", "main", "topic", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "conflict in" in done.stderr


def test_a_merge_without_a_conflict_that_breaks_the_catalogue_is_refused(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    branch(made, "topic", "use the spare", {"cmdb/more.yaml": ci("more", "depends_on: [ci:spare]\n")[4:]})
    git(made, "checkout", "-q", "main")
    commit(made, "the spare is gone", {"cmdb/spare.yaml": None})
    assert "finding:unknown-reference" in blockers(verdict(made))


def test_criss_cross_merges_are_merged_as_git_does(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    proposed(made, PATCHED, "topic")
    git(made, "checkout", "-q", "main")
    commit(made, "one", {"cmdb/one.yaml": ci("one").removeprefix("---\n")})
    git(made, "branch", "old-main")
    git(made, "merge", "-q", "--no-edit", "topic~0")
    git(made, "checkout", "-q", "topic")
    git(made, "merge", "-q", "--no-edit", "old-main")
    branch(made, "later", "go on", {"cmdb/two.yaml": ci("two").removeprefix("---\n")}, "topic")
    assert len(git(made, "merge-base", "--all", "main", "later").split()) == 2
    found = verdict(made, "later")
    assert {one["ref"] for one in found["plan"]} == {"ci:two"}


def test_an_octopus_is_judged_by_the_tree_it_makes(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    for name in ("a", "b", "c"):
        branch(made, name, name, {f"cmdb/x-{name}.yaml": ci(f"x-{name}").removeprefix("---\n")})
    git(made, "checkout", "-q", "-b", "octopus", "main")
    git(made, "merge", "-q", "--no-edit", "a", "b", "c")
    assert {one["ref"] for one in verdict(made, "octopus")["plan"]} == {"ci:x-a", "ci:x-b", "ci:x-c"}


def test_a_branch_that_is_gone_or_whose_objects_are_is_no_yes(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    head = proposed(made, PATCHED + change())
    git(made, "checkout", "-q", "main")
    blob = git(made, "rev-parse", f"{head}:cmdb/db.yaml")
    (made / ".git/objects" / blob[:2] / blob[2:]).unlink()
    done = gitsm("gate", "main", "topic", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    git(made, "update-ref", "-d", "refs/heads/topic")
    done = gitsm("gate", "main", "topic", cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such revision: topic" in done.stderr


def test_a_head_that_is_merged_already_has_nothing_to_merge(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    commit(made, "more", {"cmdb/more.yaml": ci("more").removeprefix("---\n")})
    found = verdict(made, "main~1")
    assert (found["plan"], found["allowed"]) == ([], True)


def test_nothing_is_written(tmp_path: Path) -> None:
    made = organisation(tmp_path / "org")
    proposed(made, PATCHED + change())
    git(made, "checkout", "-q", "main")
    commit(made, "main moves on", {"cmdb/more.yaml": ci("more").removeprefix("---\n")})

    def everything() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in made.rglob("*")}

    before = everything()
    assert gitsm("gate", "main", "topic", cwd=made).returncode == 1
    assert everything() == before

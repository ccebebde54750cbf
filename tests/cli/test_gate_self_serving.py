"""Tariq of the workplace team wants another version of the payment gateway, which is none of his, in the freeze.

Each pull request serves himself in another way, on the example organisation with its own policies. None is let
through, and none rids him of what stands in the way of the plain request.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gitsm.cli.demo import _scratch
from gitsm.cli.example import NOW
from tests.support.catalogues import ci
from tests.support.gates import approval, blockers, statement, team, verdict
from tests.support.program import gitsm
from tests.support.repositories import commit, git

PROJECT = Path(__file__).parents[2]
GATEWAY = "cmdb/payments/payment-gateway.yaml"
CHANGE = "changes/changes/chg-2026-12-20-gateway.yaml"
APPROVALS = "changes/policies/approvals.yaml"
AGREEMENT = "catalog/services/booking/booking-passengers-sla.yaml"
WANTED = """kind: change
id: chg-2026-12-20-gateway
title: Another gateway
type: normal
reason: I like it better.
affected:
  - ci: payment-gateway
planned:
  start: 2026-12-20T22:00:00+01:00
  end: 2026-12-20T23:00:00+01:00
outage_expected: {minutes: 0}
assignee: tariq
implementation_plan: Do it.
test_plan: Look.
backout_plan: {steps: Undo it., tested: true}
"""
PLAIN = {
    "conflict:in_blackout:christmas-freeze",
    "approval:owners",
    "approval:requests",
    "approval:risk-high",
}
"""What stands in the way of the plain request."""

Edit = Callable[[Path], None]
CYRILLIC_A, WIDE_I, FROM_RIGHT_TO_LEFT = "\u0430", "\uff49", "\u202e"


@pytest.fixture(scope="module")
def tern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("self-serving") / "tern"
    _scratch(PROJECT, folder)
    return folder


def replaced(path: str, before: str, after: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / path).read_text("utf-8")
        assert before in text
        (folder / path).write_text(text.replace(before, after), "utf-8")

    return edit


def written(path: str, text: str) -> Edit:
    def edit(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")

    return edit


def unsaid(path: str) -> Edit:
    """Take out of a record that it had another name."""

    def edit(folder: Path) -> None:
        head, _, rest = (folder / path).read_text("utf-8").partition("moved:")
        lines = rest.splitlines(keepends=True)[1:]
        while lines and lines[0].startswith(" "):
            lines.pop(0)
        (folder / path).write_text(head + "".join(lines), "utf-8")

    return edit


def gone(path: str) -> Edit:
    return lambda folder: (folder / path).unlink()


VERSION = replaced(GATEWAY, "lifecycle:", 'version: "9.0"\nlifecycle:')
ASKED = written(CHANGE, WANTED)


def judged(tern: Path, request: pytest.FixtureRequest, *edits: Edit, by: str = "tariq", **words: Any) -> dict[str, Any]:
    """Propose the edits on a branch of its own, let its author and a friend agree, and ask the gate."""
    name = f"self/{abs(hash(request.node.name))}"
    git(tern, "checkout", "-q", "-B", name, "main")
    for edit in edits:
        edit(tern)
    head = commit(tern, "Just a small thing", {})
    git(tern, "checkout", "-q", "main")
    said = statement(tern, approval("tariq", head), approval("mallory", head), author=by)
    return verdict(tern, name, said, now=words.pop("now", NOW), **words)


def test_the_plain_request_is_refused_for_what_it_is(tern: Path, request: pytest.FixtureRequest) -> None:
    found = judged(tern, request, VERSION, ASKED)
    assert set(blockers(found)) == PLAIN
    assert {one["by"] for one in found["approvals"]["ignored"]} == {"tariq", "mallory"}


OWN_MODEL = """kind: change_model
id: anything-goes
type: standard
allowed: [{kind: ci}]
max_risk: high
owner: workplace-team
expires: 2028-12-31
"""
WAIVER = """kind: policy
id: zz-waivers
rules:
  severity: {unknown-reference: "off", promise-not-backed: "off", change-in-blackout: "off"}
  waivers:
    - {rule: unknown-reference, ref: ci:payment-gateway, owner: workplace-team, reason: Mine., expires: 2027-12-31}
"""
SPARED = """affected:
  - {ci: payment-gateway, impact_code: not_impacted, reason: It is quick.}
  - {service: service:payments, impact_code: not_impacted, reason: It is quick.}
  - {service: service:booking, impact_code: not_impacted, reason: It is quick.}
"""
ACCEPTED = """acknowledged_conflicts:
  - {conflict: "in_blackout:christmas-freeze", by: ingrid, reason: She said so.}
"""
SIGNERS = """kind: policy
id: signers
signers:
  keys:
    - {handle: ingrid, key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUBwZ+1Tyw4xM0RVX0Y3JjsEkBN9o1P5MtsGm6Fi1YJ}
"""


def own_change(*pairs: tuple[str, str]) -> Edit:
    text = WANTED
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return written(CHANGE, text)


@pytest.mark.parametrize(
    ("edits", "more"),
    [
        pytest.param(
            (VERSION, ASKED, replaced(APPROVALS, "default: [service-management]", "default: [workplace-team]"),
             replaced(APPROVALS, "    - bands: [high]\n      teams: [service-management]\n", "    []\n")),
            {"approval:default"},
            id="weakens the policy",
        ),
        pytest.param(
            (VERSION, ASKED, gone(APPROVALS), gone("changes/policies/change-control.yaml")),
            {"approval:default"},
            id="removes the policies",
        ),
        pytest.param(
            (VERSION, ASKED, replaced(GATEWAY, "owner: payments-team", "owner: workplace-team")),
            {"approval:losing-owner"},
            id="moves ownership to his own team",
        ),
        pytest.param(
            (VERSION, ASKED, replaced("catalog/teams/payments-team.yaml", "members: [", "members: [tariq, mallory, "),
             replaced("catalog/teams/service-management.yaml", "[ingrid, vera]", "[tariq, mallory]")),
            {"approval:default"},
            id="edits who is in the teams",
        ),
        pytest.param(
            (VERSION, own_change(("type: normal", "type: standard\nmodel: threat-list-update"))),
            {"not-standard"},
            id="claims a standard change of another model",
        ),
        pytest.param(
            (VERSION, written("changes/models/anything-goes.yaml", OWN_MODEL),
             own_change(("type: normal", "type: standard\nmodel: anything-goes"))),
            {"not-standard", "approval:default"},
            id="claims a standard change of a model of his own",
        ),
        pytest.param(
            (VERSION, ASKED, written("changes/policies/zz-waivers.yaml", WAIVER),
             replaced(GATEWAY, "ci:card-clearing", "ci:card-clearance")),
            {"finding:unknown-reference", "approval:default"},
            id="waives a rule",
        ),
        pytest.param(
            (VERSION, own_change(("affected:\n  - ci: payment-gateway\n", SPARED))),
            {"approval:not-impacted", "excluded:ci:payment-gateway"},
            id="empties the blast radius",
        ),
        pytest.param(
            (VERSION, ASKED, replaced(GATEWAY, "most_critical", "not_critical")),
            set(),
            id="says that it is not critical",
        ),
        pytest.param(
            (VERSION, ASKED, gone(AGREEMENT)),
            {"approval:promises"},
            id="deletes the agreement",
        ),
        pytest.param(
            (VERSION, ASKED, gone("changes/windows/christmas-freeze.yaml")),
            {"approval:default"},
            id="deletes the freeze",
        ),
        pytest.param(
            (VERSION, ASKED, written("changes/policies/signers.yaml", SIGNERS)),
            {"approval:default"},
            id="knows another key of somebody else",
        ),
        pytest.param(
            (VERSION, own_change(("assignee:", f"{ACCEPTED}assignee:"))),
            {"approval:acknowledged-conflict"},
            id="says that somebody accepts the conflict",
        ),
    ],
)  # fmt: skip
def test_nobody_gains_by_serving_himself(
    tern: Path, request: pytest.FixtureRequest, edits: tuple[Edit, ...], more: set[str]
) -> None:
    found = judged(tern, request, *edits)
    stays = PLAIN - {"conflict:in_blackout:christmas-freeze"} if "approval:acknowledged-conflict" in more else PLAIN
    assert not found["allowed"]
    assert set(blockers(found)) >= stays | more
    assert {one["by"] for one in found["approvals"]["ignored"]} == {"tariq", "mallory"}


@pytest.mark.parametrize(
    ("planned", "more", "stops"),
    [
        # The time is over: the change is said to have been done, or to be planned for, before anybody was asked.
        ("start: 2026-11-20T22:00:00+01:00\n  end: 2026-11-20T23:00:00+01:00", "", {"time-over"}),
        (
            "start: 2026-11-20T22:00:00+01:00\n  end: 2026-11-20T23:00:00+01:00",
            "outcome: successful\n",
            {"change-record-missing", "change-move:change:chg-2026-12-20-gateway"},
        ),
        (
            "start: 2026-11-20T22:00:00+01:00\n  end: 2026-11-20T23:00:00+01:00",
            "outcome: successful\nreview: {summary: As planned.}\n",
            {"change-record-missing", "change-move:change:chg-2026-12-20-gateway"},
        ),
    ],
)
def test_nobody_gains_by_dating_back(
    tern: Path, request: pytest.FixtureRequest, planned: str, more: str, stops: set[str]
) -> None:
    was = "start: 2026-12-20T22:00:00+01:00\n  end: 2026-12-20T23:00:00+01:00"
    record = own_change((was, planned), ("assignee:", f"{more}assignee:"))
    found = judged(tern, request, VERSION, record)
    assert set(blockers(found)) >= stops | {"approval:owners"}


def test_a_history_of_successes_is_not_made_up(tern: Path, request: pytest.FixtureRequest) -> None:
    """Five successes of a model lower the risk of the next change of it: they have to have happened."""
    made_up = [
        written(
            f"changes/changes/chg-2026-10-0{day}-gateway.yaml",
            WANTED.replace("2026-12-20", f"2026-10-0{day}").replace(
                "type: normal", "type: standard\nmodel: new-mailbox"
            )
            + "outcome: successful\n",
        )
        for day in range(1, 6)
    ]
    found = judged(tern, request, *made_up)
    assert {one for one in blockers(found) if one.startswith("change-move:")} == {
        f"change-move:change:chg-2026-10-0{day}-gateway" for day in range(1, 6)
    }
    assert "approval:requests" in blockers(found)


def test_an_approval_of_yesterday_does_not_hold_for_what_was_pushed_today(tern: Path) -> None:
    git(tern, "checkout", "-q", "-B", "self/later", "main")
    replaced(GATEWAY, "description:", "tags: [money]\ndescription:")(tern)
    ASKED(tern)
    seen = commit(tern, "A tag", {})
    VERSION(tern)
    commit(tern, "Now the real thing, dated long ago", {}, when=1)
    git(tern, "checkout", "-q", "main")
    agreed = [approval(who, seen, at="2026-11-20T10:00:00+01:00") for who in ("sunniva", "dmitri", "ingrid", "elin")]
    found = verdict(tern, "self/later", statement(tern, *agreed, author="tariq"), now=NOW)
    assert {"approval:owners", "approval:risk-high"} <= set(blockers(found))


@pytest.mark.parametrize("moved", [True, False], ids=["said", "unsaid"])
def test_nobody_gains_by_another_name(tern: Path, request: pytest.FixtureRequest, *, moved: bool) -> None:
    """Under a new name the gateway is still that of the payments team; without a word of it, it is removed."""
    moved_to = "cmdb/payments/workplace-thing.yaml"

    def rename(folder: Path) -> None:
        assert gitsm("rename", "ci:payment-gateway", "workplace-thing", cwd=folder).returncode == 0

    found = judged(
        tern,
        request,
        rename,
        replaced(moved_to, "owner: payments-team", "owner: workplace-team"),
        *(() if moved else (unsaid(moved_to),)),
        own_change(("ci: payment-gateway", "ci: workplace-thing")),
    )
    asked = {team for one in found["approvals"]["missing"] for team in one["from"]}
    assert "team:payments-team" in asked
    assert "approval:risk-high" in blockers(found)
    # Where it is not said, every record that named it is edited, changes included.
    assert ("conflict:in_blackout:christmas-freeze" if moved else "several-changes") in blockers(found)


@pytest.mark.parametrize(
    ("path", "text", "stops"),
    [
        # A Cyrillic letter in the id of a team that reads like one that decides.
        (f"catalog/teams/service-m{CYRILLIC_A}nagement.yaml",
         team(f"service-m{CYRILLIC_A}nagement", "tariq"),
         "finding:"),
        # A full-width letter in a handle.
        ("catalog/teams/crooks.yaml",
         team("crooks", f"{WIDE_I}ngrid"),
         "finding:"),
        # A text that reads otherwise than it is: the rest of the line from right to left.
        ("catalog/teams/crooks.yaml",
         team(f"crooks{FROM_RIGHT_TO_LEFT}", "tariq"),
         "finding:"),
        # An id that differs from a known one in its case alone.
        ("cmdb/payments/Payment-Gateway.yaml", ci("Payment-Gateway", owner="workplace-team"), "finding:"),
    ],
    ids=["look-alike", "full-width", "right-to-left", "upper case"],
)  # fmt: skip
def test_nobody_gains_by_odd_letters(
    tern: Path, request: pytest.FixtureRequest, path: str, text: str, stops: str
) -> None:
    found = judged(tern, request, VERSION, ASKED, written(path, text.removeprefix("---\n")))
    assert any(one.startswith(stops) for one in blockers(found))
    assert set(blockers(found)) >= PLAIN


@pytest.mark.parametrize("who", [f"{WIDE_I}ngrid", "ingrid\u200b", "\u0130ngrid", "ingrid "])
def test_nobody_approves_by_a_name_that_looks_like_another(tern: Path, who: str, tmp_path: Path) -> None:
    said = tmp_path / "approvals.json"
    said.write_text(
        '{"schema": "gitsm/approvals/v1", "author": "tariq", "approvals": [{"by": "' + who
        + '", "at": "2026-11-20T10:00:00Z", "state": "approved", "head": "' + "0" * 40 + '"}]}',
        "utf-8",
    )  # fmt: skip
    done = gitsm("gate", "main", "change/one-machine", "--approvals", str(said), "--as-of", NOW, cwd=tern)
    assert (done.returncode, done.stdout) == (2, "")


def test_an_emergency_hurries_past_no_claim_and_no_owner(tern: Path) -> None:
    """One colleague lets an emergency go first; what it says of others, promises and owners waits for them."""
    claims = own_change(
        ("type: normal", "type: emergency"),
        ("affected:\n  - ci: payment-gateway\n", SPARED),
    )
    git(tern, "checkout", "-q", "-B", "self/hurry", "main")
    for edit in (VERSION, claims, gone(AGREEMENT), replaced(GATEWAY, "owner: payments-team", "owner: workplace-team")):
        edit(tern)
    head = commit(tern, "Quick", {})
    git(tern, "checkout", "-q", "main")
    found = verdict(tern, "self/hurry", statement(tern, approval("elin", head), author="tariq"), now=NOW)
    assert {"approval:not-impacted", "approval:losing-owner", "approval:promises"} <= set(blockers(found))

"""The open branches of the demonstration show what they are there to show."""

from pathlib import Path

import pytest

from gitsm.cli.demo import _scratch
from gitsm.cli.example import BRANCHES, NOW
from tests.support.gates import approval, blockers, statement, verdict

PROJECT = Path(__file__).parents[2]
OPEN = "refs/heads/change/*"


@pytest.fixture(scope="module")
def tern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "tern"
    _scratch(PROJECT, folder)
    return folder


@pytest.mark.parametrize(
    ("name", "kind", "stops"),
    [
        ("threat-lists", "standard", set()),
        ("one-machine", "normal", {"approval:owners", "approval:requests", "approval:risk-high"}),
        ("vouchers-at-christmas", "normal", {"conflict:in_blackout:christmas-freeze", "approval:owners"}),
        ("vpn-hole", "emergency", {"approval:emergency"}),
        ("retire-redis", "normal", {"approval:owners"}),
        ("cache-sessions", "normal", {"approval:owners"}),
        ("approve-myself", None, {"change-record-missing", "approval:default", "approval:owners"}),
        ("sign-on-bergen", "normal", {"approval:owners"}),
        ("sign-on-stavanger", "normal", {"approval:owners"}),
        ("our-cache", "normal", {"approval:losing-owner", "approval:gaining-owner"}),
        ("fleet-review", "normal", {"threshold:ci-modified"}),
        ("one-city", None, {"finding:promise-not-backed", "change-record-missing"}),
    ],
)
def test_each_branch_is_judged_as_it_is_meant_to_be(tern: Path, name: str, kind: str | None, stops: set[str]) -> None:
    found = verdict(tern, f"change/{name}", now=NOW)
    assert found["type"] == kind
    assert stops <= set(blockers(found))
    assert found["allowed"] is (stops == set())


def test_a_normal_change_loses_redundancy(tern: Path) -> None:
    found = verdict(tern, "change/one-machine", now=NOW)
    assert "ci:payment-gateway" in found["impact"]["redundancy_lost"]


@pytest.mark.parametrize(
    ("name", "conflict"),
    [
        ("retire-redis", "semantic:change/cache-sessions"),
        ("cache-sessions", "semantic:change/retire-redis"),
        ("pg-bergen", "ci_already_scheduled:change/pg-stavanger"),
        ("pg-stavanger", "ci_already_scheduled:change/pg-bergen"),
        # In different weeks: what collides is what they make of the edge, not their time.
        ("sign-on-bergen", "joint:change/sign-on-stavanger:ci:web-edge"),
        ("sign-on-stavanger", "joint:change/sign-on-bergen:ci:web-edge"),
        ("sign-on-bergen", "joint:change/sign-on-stavanger:agreement:web-edge-ola"),
    ],
)
def test_what_is_fine_alone_is_not_beside_its_counterpart(tern: Path, name: str, conflict: str) -> None:
    def against(rest: bool) -> list[str]:  # noqa: FBT001
        found = verdict(tern, f"change/{name}", now=NOW, open_changes=OPEN if rest else None)
        return [one for one in blockers(found) if one.startswith(f"conflict:{conflict}")]

    assert len(against(rest=True)) == 1
    assert against(rest=False) == []


def test_the_emergency_goes_first_with_one_colleague(tern: Path) -> None:
    head = verdict(tern, "change/vpn-hole", now=NOW)["head"]
    said = statement(tern, approval("kofi", head), author="astrid")
    assert verdict(tern, "change/vpn-hole", said, now=NOW)["allowed"]


def test_nobody_gets_through_by_naming_themselves(tern: Path) -> None:
    head = verdict(tern, "change/approve-myself", now=NOW)["head"]
    said = statement(tern, approval("tariq", head), author="tariq")
    found = verdict(tern, "change/approve-myself", said, now=NOW)
    assert {one["rule"] for one in found["approvals"]["missing"]} == {"default", "owners", "risk-high"}


def test_every_branch_says_what_it_shows() -> None:
    assert len({branch.name for branch in BRANCHES}) == len(BRANCHES) == 14
    assert all(branch.shows for branch in BRANCHES)

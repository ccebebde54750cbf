"""The gate holds a change against the error budgets of the promises it reaches."""

from pathlib import Path

import pytest

from tests.support.catalogues import files
from tests.support.gates import BASE, change, organisation, proposed, verdict
from tests.support.judging import offering, service
from tests.support.repositories import commit, git

SHOP = (
    BASE.replace(service("shop", "delivered_by: [ci:app]\n", phase="pipeline"), "")
    .replace(offering("web-shop", "shop", phase="pipeline"), "")
    .replace('version: "16.1"', 'availability: 99.99%\nversion: "16.1"')
    .replace('version: "1.0"', 'availability: 99.99%\nversion: "1.0"')
    + service("shop", "delivered_by: [ci:app]\n")
    + offering("web-shop", "shop")
    + """---
kind: customer
id: guests
name: Guests
---
kind: agreement
id: shop-sla
type: sla
provider: desk
customer: customer:guests
covers: [service:shop]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-12-01
calendar: always
targets: [{metric: availability, value: 99.9%}]
"""
)


def outage(minutes: int) -> str:
    return (
        "---\nkind: outage\nid: out-2026-11-05-db\ntype: outage\naffects: [ci:db]\nstart: 2026-11-05T10:00:00Z\n"
        f"end: 2026-11-05T10:{minutes:02}:00Z\n"
    )


def policy(severity: str) -> str:
    return f"---\nkind: policy\nid: budgets\nerror_budget: {{severity: {severity}}}\n"


@pytest.mark.parametrize(
    ("base", "lines", "kind", "severity"),
    [
        # 99.9 % of November allows 43.2 minutes.
        (outage(50), {}, "error_budget_exhausted", "soft"),
        (outage(50) + policy("hard"), {}, "error_budget_exhausted", "hard"),
        (outage(50) + policy("none"), {}, None, None),
        (outage(50) + policy("hard"), {"type": "emergency"}, None, None),
        # In December the budget is new.
        (outage(50), {"planned": "{start: 2026-12-02T22:00:00Z, end: 2026-12-02T23:00:00Z}"}, None, None),
        (outage(40), {}, None, None),
        (outage(40), {"outage_expected": "{minutes: 10}"}, "error_budget_short", "soft"),
        (outage(40), {"outage_expected": "{minutes: 10}", "type": "emergency"}, None, None),
        (outage(40), {"outage_expected": "{minutes: 3}"}, None, None),
        ("", {}, None, None),
    ],
)
def test_a_budget_stands_against_a_change(
    tmp_path: Path, base: str, lines: dict[str, str], kind: str | None, severity: str | None
) -> None:
    folder = organisation(tmp_path / "r", SHOP + base)
    proposed(folder, SHOP.replace('"16.1"', '"16.2"') + base + change(**lines))
    found = [one for one in verdict(folder)["conflicts"] if one["kind"].startswith("error_budget")]
    assert [(one["kind"], one["severity"]) for one in found] == ([(kind, severity)] if kind else [])
    if kind == "error_budget_exhausted":
        assert found[0]["id"] == "error_budget_exhausted:shop-sla"
        assert found[0]["why"].endswith(
            "was down 50 min of the 43.2 min that agreement:shop-sla allows until 2026-12-01"
        )
        assert ("conflict" in {one["id"].partition(":")[0] for one in verdict(folder)["blockers"]}) is (
            severity == "hard"
        )
    if kind == "error_budget_short":
        assert (
            "10 min of service time are expected to be lost, and agreement:shop-sla has 3.2 min left" in found[0]["why"]
        )


def test_what_reaches_no_promise_is_not_held(tmp_path: Path) -> None:
    folder = organisation(tmp_path / "r", SHOP + outage(50) + policy("hard"))
    after = SHOP + outage(50) + policy("hard") + change(affected="[{ci: wall}]")
    proposed(folder, after.replace("class: firewall\nname: wall", "class: firewall\ntags: [new]\nname: wall"))
    assert [one for one in verdict(folder)["conflicts"] if one["kind"].startswith("error_budget")] == []


def test_the_graph_of_its_time_says_what_was_down(tmp_path: Path) -> None:
    """On the day of the outage the shop stood on another database: nothing was down, and nothing is used."""
    before = SHOP.replace("depends_on: [ci:db]", "depends_on: [ci:spare]") + policy("hard")
    folder = organisation(tmp_path / "r", before)
    commit(folder, "move", files(SHOP + policy("hard") + outage(50)), when=320)
    git(folder, "checkout", "-q", "main")
    proposed(folder, SHOP.replace('"16.1"', '"16.2"') + policy("hard") + outage(50) + change())
    assert [one for one in verdict(folder)["conflicts"] if one["kind"].startswith("error_budget")] == []

"""Whoever must agree to a change exists."""

import pytest

from tests.support.gates import team
from tests.support.judging import spots

RULE = "unsatisfiable-approval"
PAIR = team("pair", "amara", "Amara", "bo")
NOBODY = team("empty")
MODEL = (
    "---\nkind: change_model\nid: mm\ntype: standard\nallowed: []\nmax_risk: low\nexpires: 2027-01-01\napprovals: {}\n"
)


def policy(said: str) -> str:
    return f"---\nkind: policy\nid: approvals\napprovals: {{{said}}}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (policy("rules: [{id: net, scope: {}, teams: [pair], count: 2}], default: [pair]"), []),
        (policy("rules: [{id: net, scope: {}, teams: [pair], count: 3}], default: [pair]"),
         ["policy:approvals/approvals/rules/0"]),
        (policy("rules: [{id: net, scope: {}, teams: [pair, desk], count: 2}], default: [pair]"), []),
        (policy("rules: [{id: net, scope: {}, count: 9}], default: [pair]"), []),
        (policy("extra: [{teams: [pair, empty]}], default: [pair]"), ["policy:approvals/approvals/extra/0/teams"]),
        (policy("default: [empty]"), ["policy:approvals/approvals/default"]),
        (policy("default: [empty, pair]"), []),
        (MODEL.replace("{}", "{teams: [pair], count: 2}"), []),
        (MODEL.replace("{}", "{teams: [pair], count: 3}"), ["change_model:mm/approvals"]),
        (MODEL.replace("{}", "{teams: [empty]}"), ["change_model:mm/approvals/teams"]),
        (MODEL.replace("{}", "{count: 2}"), []),
        # Who is in a group of the forge, the forge knows.
        (policy("default: [group]") + team("group") + "forge_group: tern/empty\n", []),
    ],
)  # fmt: skip
def test_what_asks_for_more_people_than_there_are_is_reported(text: str, found: list[str]) -> None:
    assert spots(RULE, PAIR + NOBODY + text) == found

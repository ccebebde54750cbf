"""Members of a group that fall together."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import findings, spots

SPOT = "ci:app/runs_on/0/any_of"
GROUP = ci("app", "runs_on: [{any_of: [ci:v1, ci:v2], min_up: 1}]\n")
THREE = ci("app", "runs_on: [{{any_of: [ci:v1, ci:v2, ci:v3], min_up: {}}}]\n")
FEEDS = "powered_by: [{any_of: [ci:p1, ci:p2], min_up: 1}]"


def vm(name: str, stands: str) -> str:
    return ci(name, stands + "\n", class_="virtual_machine")


ON_ONE_HOST = vm("v1", "hosted_on: [ci:h1]") + vm("v2", "hosted_on: [ci:h1]") + ci("v3") + ci("h1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GROUP + vm("v1", "hosted_on: [ci:h1]") + vm("v2", "hosted_on: [ci:h1]") + ci("h1"), [SPOT]),
        (GROUP + vm("v1", "hosted_on: [ci:h1]") + vm("v2", "hosted_on: [ci:h2]") + ci("h1") + ci("h2"), []),
        (GROUP + vm("v1", "supplier: northsat") + vm("v2", "supplier: northsat"), [SPOT]),
        (GROUP + vm("v1", "location: r1") + vm("v2", "location: r1") + ci("r1", class_="rack"), [SPOT]),
        (GROUP + vm("v1", "powered_by: [ci:p1]") + vm("v2", "powered_by: [ci:p1]") + ci("p1"), [SPOT]),
        # Shared a step further down: two hosts in one rack; only the nearest shared thing is named.
        (
            GROUP
            + vm("v1", "hosted_on: [ci:h1]")
            + vm("v2", "hosted_on: [ci:h2]")
            + ci("h1", "location: r1\n")
            + ci("h2", "location: r1\n")
            + ci("r1", "part_of: [ci:s1]\n")
            + ci("s1"),
            [SPOT],
        ),
        # Two feeds, either of which is enough, are shared by design.
        (
            GROUP + vm("v1", FEEDS) + vm("v2", FEEDS) + ci("p1") + ci("p2"),
            [],
        ),
        # Unless both feeds come from one place: then neither feeds nor machines are redundant.
        (
            GROUP
            + vm("v1", FEEDS)
            + vm("v2", FEEDS)
            + ci("p1", "location: r1\n")
            + ci("p2", "location: r1\n")
            + ci("r1"),
            [SPOT, "ci:v1/powered_by/0/any_of", "ci:v2/powered_by/0/any_of"],
        ),
        # Both run on one cluster: it is shared; one that falls with one rack is still named before the rack.
        (
            GROUP
            + vm("v1", "runs_on: [ci:farm]")
            + vm("v2", "location: r1")
            + ci("farm")
            + ci("m1", "member_of: [ci:farm]\nlocation: r1\n")
            + ci("m2", "member_of: [ci:farm]\nlocation: r1\n")
            + ci("r1"),
            ["ci:app/runs_on/0/any_of", "ci:farm"],
        ),
        # What both talk to is no common mode.
        (GROUP + vm("v1", "depends_on: [ci:db]") + vm("v2", "depends_on: [ci:db]") + ci("db"), []),
        # A member that the other one stands on.
        (GROUP + vm("v1", "hosted_on: [ci:v2]") + ci("v2"), [SPOT]),
        # Two of three on one host: enough are left when one must be up, too few when two must.
        (THREE.format(1) + ON_ONE_HOST, []),
        (THREE.format(2) + ON_ONE_HOST, [SPOT]),
        (THREE.format(3) + ON_ONE_HOST, []),
        # A cluster is a group of its members.
        (
            ci("farm")
            + ci("m1", "member_of: [ci:farm]\nlocation: r1\n")
            + ci("m2", "member_of: [ci:farm]\nlocation: r1\n")
            + ci("r1"),
            ["ci:farm"],
        ),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("common-mode", text) == expected


def test_the_ways_to_what_is_shared_are_shown() -> None:
    (finding,) = findings(
        "common-mode",
        GROUP
        + vm("v1", "hosted_on: [ci:h1]")
        + vm("v2", "location: r1")
        + ci("h1", "location: r1\n")
        + ci("r1", class_="rack"),
    )

    assert finding.message == "all 2 members fall with ci:r1: 0 of 2 left, 1 must be up"
    assert [one.message for one in finding.related] == ["ci:v1 > ci:h1 > ci:r1", "ci:v2 > ci:r1"]
    assert [one.spot.pointer for one in finding.related] == ["/hosted_on/0", "/location"]


def test_a_long_chain_is_named_by_its_upper_end() -> None:
    chain = "".join(ci(f"c{number}", f"runs_on: [ci:c{number + 1}]\n") for number in range(300))
    (finding,) = findings("common-mode", GROUP + vm("v1", "runs_on: [ci:c0]") + vm("v2", "runs_on: [ci:c0]") + chain)

    assert finding.message.startswith("all 2 members fall with ci:c0:")

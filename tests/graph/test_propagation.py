"""Failure travels as the specification says: its vectors, and a brute-force fixed point on random graphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.graph.network import Arc, Network, Redundancy, network
from gitsm.graph.propagation import Level, hits, propagate
from tests.support.catalogues import TEAM, ci
from tests.support.estates import wiring

FARM = (
    TEAM
    + "".join(
        [
            ci("h1", "member_of: [ci:farm]\n"),
            ci("h2", "member_of: [ci:farm]\n"),
            ci("h3", "member_of: [ci:farm]\n"),
            ci("farm", class_="cluster", min_up="2"),
            ci("vm1", "runs_on: [ci:farm]\n"),
            ci("vm2", "runs_on: [ci:farm]\n"),
            ci("cache"),
            ci("db"),
            ci("app", "runs_on: [ci:vm1]\ndepends_on: [ci:db, {target: ci:cache, strength: soft}]\n"),
        ]
    )
    + """---
kind: calendar
id: always
timezone: UTC
hours: always
---
kind: service
id: shop
name: Shop
class: business_service
description: Sells.
owner: desk
phase: catalog
criticality: most_critical
next_review: 2027-01-01
---
kind: service_offering
id: offering
service: shop
name: Offering
phase: catalog
service_hours: always
delivered_by: [ci:app]
"""
)


def levels(*down: str) -> dict[str, str]:
    found = propagate(network(wiring(FARM)), {f"ci:{name}": Level.DOWN for name in down})
    return {ref: level.word for ref, level in found.items() if ref not in {f"ci:{name}" for name in down}}


def test_one_host_of_three_is_a_risk() -> None:
    at_risk = ["ci:farm", "ci:vm1", "ci:vm2", "ci:app", "service_offering:offering", "service:shop"]
    assert levels("h1") == dict.fromkeys(at_risk, "at_risk")


def test_two_hosts_of_three_bring_everything_down() -> None:
    down = ["ci:farm", "ci:vm1", "ci:vm2", "ci:app", "service_offering:offering", "service:shop"]
    assert levels("h1", "h2") == dict.fromkeys(down, "down")


def test_a_soft_edge_degrades() -> None:
    assert levels("cache") == dict.fromkeys(["ci:app", "service_offering:offering", "service:shop"], "degraded")


def test_a_hard_edge_brings_down() -> None:
    assert levels("db") == dict.fromkeys(["ci:app", "service_offering:offering", "service:shop"], "down")


def test_a_cycle_ends() -> None:
    net = Network.of({"a": [Arc("b", soft=False, relation="x")], "b": [Arc("a", soft=False, relation="x")],
                             "c": [Arc("b", soft=False, relation="x")]}, {})  # fmt: skip
    assert propagate(net, {"a": Level.DOWN}) == dict.fromkeys("abc", Level.DOWN)


@pytest.mark.parametrize(("count", "needed", "fails_at"), [(2, 1, 2), (3, 2, 2), (4, 2.0, 3), (3, 1.5, 2), (2, 2, 1)])
def test_groups_fail_when_too_few_are_up(count: int, needed: float, fails_at: int) -> None:
    members = tuple(f"m{number}" for number in range(count))
    net = Network.of({}, {"g": [Redundancy(members, needed, "x")]})
    for down in range(1, count + 1):
        state = propagate(net, dict.fromkeys(members[:down], Level.DOWN))
        assert state["g"] is (Level.DOWN if down >= fails_at else Level.AT_RISK)


def test_a_service_with_one_offering_left_is_degraded() -> None:
    text = FARM + "---\nkind: service_offering\nid: second\nservice: shop\nname: Second\nphase: catalog\n"
    records = wiring(text + "service_hours: always\ndelivered_by: [ci:cache]\n")
    state = propagate(network(records), {"ci:db": Level.DOWN})
    assert state["service_offering:offering"] is Level.DOWN
    assert state["service:shop"] is Level.DEGRADED


def test_nothing_travels_through_a_barrier() -> None:
    net = network(wiring(FARM))
    assert propagate(net, {"ci:db": Level.DOWN}, {"ci:app"}) == {"ci:db": Level.DOWN}
    assert propagate(net, {"ci:db": Level.DOWN}, {"ci:db"}) == {}


def test_a_witness_is_a_shortest_way_with_its_relations() -> None:
    found = {hit.ref: hit for hit in hits(network(wiring(FARM)), {"ci:h1": Level.DOWN, "ci:h2": Level.DOWN})}
    shop = found["service:shop"]
    assert shop.path == ("ci:h1", "ci:farm", "ci:vm1", "ci:app", "service_offering:offering", "service:shop")
    assert shop.relations == ("member_of", "runs_on", "runs_on", "delivered_by", "offering")
    assert found["ci:farm"].reason == "2 of 3 down, needs 2"
    assert shop.distance == 5


NODES = "abcdefg"


@st.composite
def networks(draw: st.DrawFn) -> tuple[Network, list[tuple[str, str, bool]], list[tuple[str, tuple[str, ...], float]]]:
    node = st.sampled_from(NODES)
    edges = draw(st.lists(st.tuples(node, node, st.booleans()).filter(lambda edge: edge[0] != edge[1]), max_size=10))
    raw = draw(
        st.lists(
            st.tuples(node, st.lists(node, min_size=1, max_size=4, unique=True), st.sampled_from([1, 2, 3, 0.5, 1.5])),
            max_size=3,
        )
    )
    groups = [(owner, tuple(sorted(members)), needed) for owner, members, needed in raw if needed <= len(members)]
    arcs: dict[str, list[Arc]] = {}
    for cause, holder, soft in edges:
        arcs.setdefault(holder, []).append(Arc(cause, soft, "x"))
    found: dict[str, list[Redundancy]] = {}
    for owner, members, needed in groups:
        found.setdefault(owner, []).append(Redundancy(members, needed, "y"))
    return Network.of(arcs, found), edges, groups


STATES = st.dictionaries(st.sampled_from(NODES), st.sampled_from([Level.DEGRADED, Level.DOWN]), min_size=1, max_size=3)


def brute_force(
    edges: list[tuple[str, str, bool]],
    groups: list[tuple[str, tuple[str, ...], float]],
    sources: dict[str, Level],
    barriers: set[str],
) -> dict[str, int]:
    """The specification's loop, line by line."""
    state = {node: int(sources.get(node, 0)) if node not in barriers else 0 for node in NODES}
    while True:
        new = dict(state)
        for cause, holder, soft in edges:
            level = state[cause]
            if soft:
                level = 2 if level == 3 else 1 if level else 0
            new[holder] = max(new[holder], level)
        for owner, members, needed in groups:
            down = sum(state[member] == 3 for member in members)
            if len(members) - down < needed:
                new[owner] = 3
            elif any(state[member] for member in members):
                new[owner] = max(new[owner], 1)
        for barrier in barriers:
            new[barrier] = 0
        if new == state:
            return {node: level for node, level in state.items() if level}
        state = new


@given(networks(), STATES, st.sets(st.sampled_from(NODES), max_size=2))
def test_propagation_is_the_least_fixed_point(
    case: tuple[Network, list[tuple[str, str, bool]], list[tuple[str, tuple[str, ...], float]]],
    sources: dict[str, Level],
    barriers: set[str],
) -> None:
    net, edges, groups = case
    assert propagate(net, sources, barriers) == brute_force(edges, groups, sources, barriers)


@given(networks(), STATES)
def test_everything_that_is_hit_has_a_witness(
    case: tuple[Network, list[tuple[str, str, bool]], list[tuple[str, tuple[str, ...], float]]],
    sources: dict[str, Level],
) -> None:
    net, edges, groups = case
    state = propagate(net, sources)
    found = hits(net, sources)
    assert {hit.ref: hit.level for hit in found} == state
    steps = {(cause, holder) for cause, holder, _ in edges} | {
        (member, owner) for owner, members, _ in groups for member in members
    }
    for hit in found:
        assert hit.path[0] in sources
        assert hit.path[-1] == hit.ref
        assert all(step in steps for step in zip(hit.path, hit.path[1:], strict=False))

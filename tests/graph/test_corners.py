"""Rare turns of the graph, each with the small case that takes it."""

from decimal import Decimal
from typing import Any

import pytest

from gitsm.errors import DamagedCacheError
from gitsm.graph.availability import composite
from gitsm.graph.compiled import _MAGIC as MAGIC
from gitsm.graph.compiled import Compiled, compiled
from gitsm.graph.forms import MOST_VARIABLES
from gitsm.graph.ground import Ground
from gitsm.graph.network import Arc, Network, Redundancy
from gitsm.graph.propagation import Level, explained, hits, judged, propagate
from gitsm.graph.structure import Need, Structure
from gitsm.load.index import packed
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import TEAM, ci
from tests.support.estates import estate
from tests.support.judging import offering, service


def test_a_network_that_is_given_whole_knows_what_each_offering_reaches() -> None:
    built = Network.of({"web": [Arc("app", False, "delivered_by")]}, {}, {"shop": ["web", "web"]})  # noqa: FBT003
    assert built.offerings == {"shop": ("web",)}
    assert built.reached == {"app": ("web",), "web": ("shop",)}
    assert propagate(built, {"app": Level.DOWN})["shop"] is Level.DOWN


def test_who_asks_about_several_gets_an_answer_for_each() -> None:
    arcs = {
        "b": [Arc("a", soft=False, relation="depends_on")],
        "c": [Arc("b", soft=False, relation="depends_on")],
        "d": [Arc("a", soft=True, relation="depends_on")],
    }
    built = Network.of(arcs, {})
    state = propagate(built, {"a": Level.DOWN})
    told = explained(built, {"a": Level.DOWN}, state, ["b", "d", "nobody"])
    assert {hit.ref: hit.level for hit in told} == {"b": Level.DOWN, "d": Level.DEGRADED}


def test_what_a_record_hangs_on_goes_through_groups_offerings_and_circles() -> None:
    text = (
        service("shop") + offering("web", "shop", "delivered_by: [ci:app]\n")
        + ci("app", "runs_on: [{any_of: [ci:h1, ci:h2], min_up: 1}]\ndepends_on: [ci:db]\n")
        + ci("db", "depends_on: [ci:app]\n") + ci("h1") + ci("h2") + ci("other") + BACKDROP
    )  # fmt: skip
    ground = Ground(estate(text))
    needed = ground.needs("service:shop")
    assert needed == {"service:shop", "service_offering:web", "ci:app", "ci:db", "ci:h1", "ci:h2"}
    assert ground.needs("service:shop") is needed


def test_a_compiled_graph_counts_its_names_and_refuses_one_that_lacks_a_part() -> None:
    known = estate(TEAM + ci("a1", "depends_on: [ci:gone]\n"))
    assert len(Compiled(b"".join(compiled(known, {})))) == 3  # the team, the CI, and what it names
    lacking: tuple[dict[str, Any], ...] = ({}, {"unreadable": []}, {"silent": {}})
    for told in lacking:
        with pytest.raises(DamagedCacheError):
            Compiled(b"".join(packed(MAGIC, {}, {}, told)))


def test_one_node_is_judged_as_the_whole_is() -> None:
    pair = ("a", "b")
    built = Network.of(
        {"soft": [Arc("a", soft=True, relation="depends_on")], "more": [Arc("c", soft=False, relation="depends_on")]},
        {
            "more": [Redundancy(pair, 3, "runs_on")],  # more than there are
            "one": [Redundancy(pair, 1, "runs_on"), Redundancy(("x", "y"), 1, "runs_on")],
            "both": [Redundancy(pair, 2, "runs_on"), Redundancy(("x", "y"), 2, "powered_by")],
        },
    )
    for level in (Level.DOWN, Level.DEGRADED, Level.AT_RISK):
        state = propagate(built, {"a": level})
        found = {node: judged(built, node, state) for node in ("soft", "more", "one", "both")}
        assert found == {node: state.get(node, Level.NONE) for node in found}
        assert {hit.ref for hit in hits(built, {"a": level})} == state.keys()
        # Hit by what it hangs on, with a group that too few could ever keep up and none of whom is down.
        both = {"a": Level.AT_RISK, "c": level}
        assert {hit.ref: hit.level for hit in hits(built, both)} == propagate(built, both)


def test_a_circle_that_is_too_large_is_sampled_and_it_says_so() -> None:
    circle = [f"n{number:03}" for number in range(MOST_VARIABLES + 1)]
    needs = {name: (circle[(at + 1) % len(circle)],) for at, name in enumerate(circle)}
    # It is up while the other way is, whatever becomes of the circle: 0.9 alone, and nearly nothing from the circle.
    parts = Structure(
        {**dict.fromkeys(circle, Decimal("0.9")), "other": Decimal("0.9")},
        frozenset(),
        needs,
        {"root": (Need((circle[0], "other"), Decimal(1)),)},
    )
    found = composite(parts, "root")
    assert found.method == "sampled"
    assert found.value is not None
    assert abs(found.value - Decimal("0.9")) < Decimal("0.0085")  # four standard deviations of 20,000 samples


def test_what_waits_to_be_looked_at_may_get_worse_meanwhile() -> None:
    built = Network.of(
        {
            "c": [
                Arc("a", soft=True, relation="depends_on"),
                Arc("x", soft=False, relation="depends_on"),
                Arc("z", soft=True, relation="depends_on"),
            ],
            "x": [Arc("a", soft=False, relation="depends_on")],
        },
        {},
    )
    # `c` is degraded by `a` at first, and down by the time `z` is looked at, for `x` fell in between.
    assert propagate(built, {"a": Level.DOWN, "z": Level.DOWN}) == dict.fromkeys("acxz", Level.DOWN)

"""Rare turns of the graph, each with the small case that takes it."""

from typing import Any

import pytest

from gitsm.errors import DamagedCacheError
from gitsm.graph.compiled import _MAGIC as MAGIC
from gitsm.graph.compiled import Compiled, compiled
from gitsm.graph.ground import Ground
from gitsm.graph.network import Arc, Network
from gitsm.graph.propagation import Level, explained, propagate
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

"""Cycles and common ground, against nx."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from gitsm.graph.paths import ancestors, common, cycles

GRAPHS = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=4), max_size=7)


@given(GRAPHS)
def test_every_strongly_connected_part_has_one_cycle(below: dict[str, list[str]]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph((node, to) for node, each in below.items() for to in each)
    parts = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    found = cycles(below)
    assert len(found) == len(parts)
    for cycle in found:
        assert all(graph.has_edge(one, other) for one, other in zip(cycle, cycle[1:] + cycle[:1], strict=True))
        assert cycle[0] == min(next(part for part in parts if cycle[0] in part))


@given(GRAPHS, st.sampled_from("abcdefg"))
def test_ancestors_are_those_of_a_peer(below: dict[str, list[str]], start: str) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph((node, to) for node, each in below.items() for to in each)
    graph.add_nodes_from("abcdefg")
    found = ancestors(start, lambda node: below.get(node, []))
    assert set(found) == nx.descendants(graph, start)
    for node, way in found.items():
        assert len(way) == nx.shortest_path_length(graph, start, node) + 1


def test_common_ground_is_the_nearest() -> None:
    above = {"a": ["rack"], "b": ["rack"], "c": ["site"], "rack": ["site"]}
    assert common(["a", "b"], lambda node: above.get(node, [])) == {"rack": (("a", "rack"), ("b", "rack"))}
    assert list(common(["a", "c"], lambda node: above.get(node, []))) == ["site"]
    assert common([], lambda node: above.get(node, [])) == {}

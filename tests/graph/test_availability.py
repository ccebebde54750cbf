"""Composite availability: the specification's vectors, and every state gone through on random graphs."""

from decimal import Decimal
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.graph.availability import Composites, composite
from gitsm.graph.circuit import Circuit
from gitsm.graph.diagram import DOWN, UP, Diagrams
from gitsm.graph.floors import Floors
from gitsm.graph.forms import MOST_VARIABLES
from gitsm.graph.sampling import sampled
from gitsm.graph.single_points import SinglePoints
from gitsm.graph.structure import Need, Structure, structure
from tests.support.catalogues import TEAM, ci
from tests.support.estates import wiring


def serial(*figures: str) -> Structure:
    own = {f"c{number}": Decimal(figure) for number, figure in enumerate(figures)}
    return Structure(own, frozenset(), {"root": tuple(own)}, {})


@pytest.mark.parametrize(
    ("figures", "expected"),
    [(["0.9999"] * 3, "0.999700029999"), (["0.9995", "0.9999", "0.999"], "0.99840064995")],
)
def test_serial_components_multiply(figures: list[str], expected: str) -> None:
    # 0.9995 · 0.9999 = 0.99940005; · 0.999 = 0.99840064995, by hand.
    assert composite(serial(*figures), "root").value == Decimal(expected)


@pytest.mark.parametrize(
    ("figures", "needed", "expected"),
    [
        (["0.99"] * 3, 2, "0.999702"),
        (["0.999"] * 4, 3, "0.999994007997"),
        (["0.99", "0.95"], 1, "0.9995"),
        (["0.99", "0.95"], 0, "1"),
        (["0.99", "0.95"], 3, "0"),
    ],
)
def test_groups_hold_when_enough_are_up(figures: list[str], needed: int, expected: str) -> None:
    own = {f"c{number}": Decimal(figure) for number, figure in enumerate(figures)}
    parts = Structure(own, frozenset(), {}, {"root": (Need(tuple(own), Decimal(needed)),)})
    assert composite(parts, "root").value == Decimal(expected)


def test_a_group_before_a_component() -> None:
    own = {"a": Decimal("0.99"), "b": Decimal("0.99"), "c": Decimal("0.99")}
    parts = Structure(own, frozenset(), {"root": ("c",)}, {"root": (Need(("a", "b"), Decimal(1)),)})
    assert composite(parts, "root").value == Decimal("0.989901")


def test_two_nodes_on_one_host_are_not_independent() -> None:
    records = wiring(
        TEAM
        + ci("host", availability="99.9%")
        + ci("n1", "runs_on: [ci:host]\n", availability="99%")
        + ci("n2", "runs_on: [ci:host]\n", availability="99%")
        + ci("app", "depends_on:\n  - any_of: [ci:n1, ci:n2]\n    min_up: 1\n", availability="100%")
    )
    found = composite(structure(records), "ci:app")
    assert (found.value, found.method) == (Decimal("0.9989001"), "exact")


def test_what_is_unknown_stays_unknown_and_soft_is_no_input() -> None:
    records = wiring(
        TEAM
        + ci("db")
        + ci("cache")
        + ci("app", "depends_on: [ci:db, {target: ci:cache, strength: soft}]\n", availability="99%")
    )
    found = composite(structure(records), "ci:app")
    assert (found.value, found.missing) == (None, ("ci:db",))


def test_a_cluster_is_as_available_as_its_members() -> None:
    nodes = [ci(f"n{number}", "member_of: [ci:farm]\n", availability="99%") for number in range(3)]
    records = wiring(TEAM + "".join(nodes) + ci("farm", class_="cluster", min_up="2"))
    assert composite(structure(records), "ci:farm").value == Decimal("0.999702")


def test_cycles_end() -> None:
    own = {"a": Decimal("0.9"), "b": Decimal("0.8")}
    parts = Structure(own, frozenset(), {"a": ("b",), "b": ("a",)}, {})
    assert composite(parts, "a").value == Decimal("0.72")


def test_two_cities_that_share_much_are_computed_exactly() -> None:
    # Two groups of the same two nodes, each on eleven parts of its city; by hand 1 - (1 - 0.99¹¹)².
    own = {f"{city}{number:02}": Decimal("0.99") for city in "ab" for number in range(11)}
    needs = {city: tuple(name for name in own if name.startswith(city)) for city in "ab"}
    parts = Structure(own, frozenset(), needs, {"root": (Need(("a", "b"), Decimal(1)),) * 2})
    found = composite(parts, "root")
    assert found.method == "exact"
    assert found.value is not None
    assert abs(found.value - (1 - (1 - Decimal("0.99") ** 11) ** 2)) < Decimal("1e-25")


def too_large() -> Structure:
    """One of three nodes is enough, and each host is needed by two of them: none can be left out or joined."""
    hosts = {f"h{number:03}": Decimal("0.999") for number in range(MOST_VARIABLES + 1)}
    needs = {f"n{node}": tuple(host for at, host in enumerate(hosts) if at % 3 != node) for node in range(3)}
    return Structure(hosts, frozenset(), needs, {"root": (Need(("n0", "n1", "n2"), Decimal(1)),)})


def test_what_is_too_large_is_sampled_and_it_says_so() -> None:
    parts = too_large()
    found = composite(parts, "root")
    assert found.method == "sampled"
    # It holds while two of three thirds do. Four standard deviations of 20,000 samples are 0.0141.
    first, second, third = (Decimal("0.999") ** len(range(node, MOST_VARIABLES + 1, 3)) for node in range(3))
    expected = first * second + second * third + first * third - 2 * first * second * third
    assert found.value is not None
    assert abs(found.value - expected) < Decimal("0.0141")
    assert composite(parts, "root") == found


@pytest.mark.parametrize("name", ["a", "z"])
def test_what_is_too_large_beside_a_node_does_not_cost_it_its_figure(name: str) -> None:
    large = too_large()
    own = {**large.own, "m1": Decimal("0.99"), "m2": Decimal("0.98")}  # type: ignore[dict-item]
    groups = {name: large.groups["root"], "m": (Need(("m1", "m2"), Decimal(1)),)}
    needs = {**large.needs, "root": (name, "m")}  # type: ignore[dict-item]
    composites = Composites(Structure(own, frozenset(), needs, groups))
    for nodes in composites.together(["root", name, "m"]):
        assert {composites.of(node).method for node in nodes if node != "m"} <= {"sampled"}
        assert composites.of("m").value == Decimal("0.9998")  # 1 - 0.01 · 0.02


def test_a_slope_is_that_of_the_node_alone_whatever_was_asked_before() -> None:
    own = {name: Decimal("0.9") for name in ("a1", "a2", "m1", "m2")}
    groups = {"a": (Need(("a1", "a2"), Decimal(1)),), "m": (Need(("m1", "m2"), Decimal(1)),)}
    composites = Composites(Structure(own, frozenset(), {"root": ("a", "m")}, groups))
    for _ in composites.together(["root", "a", "m"]):
        for asked in (["a", "m"], ["m", "a"]):
            assert [composites.of(node).value for node in asked] == [Decimal("0.99")] * 2
            # One more share of a member counts while the other one is down.
            assert composites.slopes("a") == {"a1": Decimal("0.1"), "a2": Decimal("0.1")}
            assert composites.slopes("m") == {"m1": Decimal("0.1"), "m2": Decimal("0.1")}


def test_what_takes_too_many_steps_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {name: Decimal("0.9") for name in ("a", "b", "c")}
    parts = Structure(own, frozenset(), {}, {"root": (Need(tuple(own), Decimal(2)),)})
    assert composite(parts, "root").method == "exact"
    monkeypatch.setattr("gitsm.graph.circuit.MOST_STEPS", 2)
    found = composite(parts, "root")
    assert found.method == "sampled"
    assert found.value is not None
    # 2 of 3 hold for 0.972; four standard deviations of 20,000 samples are 0.0047.
    assert abs(found.value - Decimal("0.972")) < Decimal("0.0047")


def test_what_all_members_need_is_no_variable_however_much_it_is() -> None:
    hosts = {f"h{number:03}": Decimal("0.999") for number in range(MOST_VARIABLES + 1)}
    parts = Structure(
        hosts, frozenset(), {"n1": tuple(hosts), "n2": tuple(hosts)}, {"root": (Need(("n1", "n2"), Decimal(1)),)}
    )
    found = composite(parts, "root")
    assert found.method == "exact"
    assert found.value is not None
    assert abs(found.value - Decimal("0.999") ** (MOST_VARIABLES + 1)) < Decimal("1e-25")


NAMES = tuple(f"ci:{letter}" for letter in "abcdef")


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    """Graphs without cycles, so that a brute-force answer is unambiguous."""
    own = {name: Decimal(draw(st.integers(1, 99))) / 100 for name in NAMES}
    needs: dict[str, tuple[str, ...]] = {}
    groups: dict[str, tuple[Need, ...]] = {}
    for index, name in enumerate(["root", *NAMES]):
        below = NAMES[index:]
        if not below:
            continue
        needs[name] = tuple(draw(st.lists(st.sampled_from(below), max_size=2, unique=True)))
        members = draw(st.lists(st.sampled_from(below), max_size=3, unique=True))
        if members:
            groups[name] = (Need(tuple(members), Decimal(draw(st.integers(1, len(members))))),)
    return Structure(own, frozenset(), needs, groups)


def is_up(parts: Structure, root: str, states: dict[str, bool]) -> bool:
    """What the specification says, node by node; no circles."""
    return (
        states.get(root, True)
        and all(is_up(parts, below, states) for below in parts.needs.get(root, ()))
        and all(
            sum(is_up(parts, member, states) for member in need.members) >= need.needed
            for need in parts.groups.get(root, ())
        )
    )


@given(structures())
def test_single_points_are_those_whose_failure_alone_brings_it_down(parts: Structure) -> None:
    expected = {name for name in NAMES if not is_up(parts, "root", {name: False})}
    assert SinglePoints(parts).of("root") == {"root", *expected}


@st.composite
def circular(draw: st.DrawFn) -> Structure:
    """Graphs in which anything may need anything."""
    nodes = ("root", *NAMES)
    needs = {name: tuple(draw(st.lists(st.sampled_from(nodes), max_size=2, unique=True))) for name in nodes}
    groups: dict[str, tuple[Need, ...]] = {}
    for name in nodes:
        members = draw(st.lists(st.sampled_from(nodes), max_size=3, unique=True))
        if members:
            groups[name] = (Need(tuple(members), Decimal(draw(st.integers(0, 3)))),)
    return Structure(dict.fromkeys(NAMES, Decimal("0.9")), frozenset(), needs, groups)


def brought_down(parts: Structure, failed: str) -> set[str]:
    """The least set of nodes that are down with one of them, each gone through until nothing changes."""
    down = {failed}
    for _ in range(len(NAMES) + 1):
        for node in ("root", *NAMES):
            if any(below in down for below in parts.needs.get(node, ())) or any(
                (lost := sum(member in down for member in need.members)) and len(need.members) - lost < need.needed
                for need in parts.groups.get(node, ())
            ):
                down.add(node)
    return down


@given(circular())
def test_single_points_in_circles_are_those_whose_failure_alone_spreads_to_it(parts: Structure) -> None:
    single = SinglePoints(parts)
    for root in ("root", *NAMES):
        assert single.of(root) == {node for node in ("root", *NAMES) if root in brought_down(parts, node)}


@given(structures())
def test_the_figure_is_that_of_going_through_every_state(parts: Structure) -> None:
    total = Decimal(0)
    for states in product((True, False), repeat=len(NAMES)):
        weight = Decimal(1)
        for name, up in zip(NAMES, states, strict=True):
            weight *= parts.own[name] if up else 1 - parts.own[name]
        if is_up(parts, "root", dict(zip(NAMES, states, strict=True))):
            total += weight
    value = composite(parts, "root").value
    assert value is not None
    assert abs(value - total) < Decimal("1e-20")


@given(structures())
def test_samples_are_near_the_exact_figure(parts: Structure) -> None:
    exact = composite(parts, "root").value
    assert exact is not None
    # Five standard deviations of 20,000 samples at most.
    assert abs(sampled(parts, "root") - exact) < Decimal("0.018")


@given(structures() | circular(), st.permutations(["root", *NAMES]), st.booleans())
def test_what_is_asked_together_gives_the_same_figures(parts: Structure, roots: list[str], keep: bool) -> None:  # noqa: FBT001
    first = Composites(parts)
    like = Composites(parts, first)
    for composites, wanted in ((first, roots[:5]), (like, roots[2:])):
        asked: list[str] = []
        for nodes in composites.together(wanted):
            asked += nodes
            assert all(composites.of(node) == composite(parts, node) for node in nodes)
            if not keep:
                composites.let_go(nodes)
        assert sorted(asked) == sorted(wanted)
    for root in roots:
        assert first.of(root) == like.of(root) == composite(parts, root)
        assert first.slopes(root) == pytest.approx(Composites(parts).slopes(root))


@given(structures(), structures())
def test_diagrams_that_are_shared_give_the_same_figures(one: Structure, other: Structure) -> None:
    first = Composites(one)
    second = Composites(other, first)
    for root in ("root", *NAMES):
        assert first.of(root) == composite(one, root)
        assert second.of(root) == composite(other, root)


@given(structures(), st.sampled_from(NAMES), st.integers(0, 100))
def test_a_slope_tells_what_another_availability_of_a_component_is_worth(
    parts: Structure, name: str, percent: int
) -> None:
    before = Composites(parts)
    raised = Structure({**parts.own, name: Decimal(percent) / 100}, frozenset(), parts.needs, parts.groups)  # type: ignore[dict-item]
    was, now = before.of("root").value, composite(raised, "root").value
    assert was is not None
    assert now is not None
    worth = before.slopes("root").get(name, Decimal(0)) * (raised.own[name] - parts.own[name])
    assert abs(was + worth - now) < Decimal("1e-20")


def test_a_ceiling_takes_what_nobody_gave_a_figure_as_perfect() -> None:
    parts = Structure({"a": Decimal("0.9")}, frozenset({"b"}), {"root": ("a", "b")}, {})
    assert Composites(parts).of("root").value is None
    assert Composites(parts).ceiling("root") == Decimal("0.9")
    large = Composites(too_large())
    assert (large.ceiling("root"), large.slopes("root")) == (None, {})


@given(structures())
def test_a_floor_is_never_above_the_figure(parts: Structure) -> None:
    exact = composite(parts, "root").value
    floor = Floors(parts).of("root")
    assert exact is not None
    assert floor is not None
    assert floor <= exact


def test_a_floor_is_the_figure_where_groups_share_only_what_all_their_members_need() -> None:
    own = {name: Decimal("0.99") for name in ("a", "b", "c", "shared")}
    needs = dict.fromkeys("abc", ("shared",))
    parts = Structure(own, frozenset(), needs, {"root": (Need(("a", "b", "c"), Decimal(2)),)})
    floor = Floors(parts).of("root")
    # 2 of 3 at 0.99 is 0.999702 (domain.md §8.2), and what all share is needed in any case.
    assert floor == pytest.approx(0.99 * 0.999702, abs=2e-9)


def test_a_floor_is_not_told_of_what_is_unknown_or_in_a_circle() -> None:
    own = {"a": Decimal("0.9")}
    unknown = Structure(own, frozenset({"b"}), {"root": ("a", "b")}, {})
    assert Floors(unknown).of("root") is None
    grouped = Structure(own, frozenset({"b"}), {}, {"root": (Need(("a", "b"), Decimal(1)),)})
    assert Floors(grouped).of("root") is None
    assert Floors(Structure(own, frozenset(), {"a": ("b",), "b": ("a",)}, {})).of("a") is None
    nothing = Structure(own, frozenset(), {}, {"root": (Need(("a",), Decimal(0)),), "none": (Need((), Decimal(1)),)})
    assert Floors(nothing).of("root") == pytest.approx(1)
    assert Floors(nothing).of("none") == pytest.approx(0, abs=2e-9)
    short = Structure(own, frozenset(), {"b": ("a",)}, {"root": (Need(("a", "b"), Decimal(3)),)})
    assert Floors(short).of("root") == pytest.approx(0, abs=2e-9)


@st.composite
def _diagrams(draw: st.DrawFn) -> tuple[Diagrams, list[int]]:
    """Draw some diagrams over six variables, made of groups of groups."""
    made = Diagrams()
    known = [made.variable(number) for number in range(6)]
    for _ in range(draw(st.integers(1, 6))):
        members = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4))
        known.append(made.at_least(draw(st.integers(1, len(members))), members))
    return made, draw(st.lists(st.sampled_from([*known, UP, DOWN]), max_size=5))


@given(_diagrams())
def test_a_diagram_means_what_is_counted_one_by_one(drawn: tuple[Diagrams, list[int]]) -> None:
    made, roots = drawn
    shares = [Decimal(number) / 16 for number in (3, 5, 7, 9, 11, 13)]
    whole = made.all_of(roots)
    counted = Decimal(0)
    for ups in product((0, 1), repeat=6):
        if all(_ends_up(made, root, ups) for root in roots):
            assert _ends_up(made, whole, ups)
            counted += prod(share if up else 1 - share for share, up in zip(shares, ups, strict=True))
    circuit = Circuit(made)
    for asked in (roots, [whole]):
        parts = circuit.all_of(asked)
        known = circuit.chances([], shares.__getitem__)
        assert counted == (0 if parts is None else prod((known[part] for part in parts), start=Decimal(1)))


def _ends_up(made: Diagrams, root: int, ups: tuple[int, ...]) -> bool:
    while root not in {UP, DOWN}:
        root = made.high[root] if ups[made.asked[root]] else made.low[root]
    return root == UP


@given(_diagrams(), st.integers(0, 63))
def test_a_diagram_is_asked_with_some_variables_up(drawn: tuple[Diagrams, list[int]], up: int) -> None:
    made, roots = drawn
    whole = made.all_of(roots)
    given_up = made.given(whole, up)
    assert not made.about[given_up] & up
    for ups in product((0, 1), repeat=6):
        raised = tuple(one | up >> number & 1 for number, one in enumerate(ups))
        assert _ends_up(made, given_up, ups) == _ends_up(made, whole, raised)

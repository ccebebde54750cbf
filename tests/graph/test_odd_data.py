"""Relations and figures are read from whatever stands in a record: what is none counts for nothing."""

from decimal import Decimal

import pytest

from gitsm.graph import diagram, sampling
from gitsm.graph.availability import composite
from gitsm.graph.diagram import Diagrams, TooLargeError
from gitsm.graph.edges import groups_in, groups_of, inherited_groups
from gitsm.graph.estate import Memory, find
from gitsm.graph.network import network
from gitsm.graph.propagation import Level, propagate
from gitsm.graph.structure import Need, Structure, structure
from gitsm.graph.wiring import Lazily, Wiring
from gitsm.snapshot import Entry, Snapshot


def wiring(**records: dict[str, object]) -> Wiring:
    entries = [Entry(f"ci:{name}", f"cmdb/{name}.yaml", "", None, data) for name, data in records.items()]
    return Wiring(Memory.of(Snapshot.of(entries)))


@pytest.mark.parametrize(
    ("written", "counted"),
    [(2, 2), ("50%", "50%"), (0, 1), (-1, 1), (True, 1), ("0%", 1), ("999%", 1), ("x", 1), (None, 1), (1.5, 1)],
)
def test_a_count_that_is_none_is_one(written: object, counted: object) -> None:
    (group,) = groups_in("ci:aa", {"runs_on": [{"any_of": ["ci:bb", "ci:cc"], "min_up": written}]})
    assert group.min_up == counted


def test_a_record_that_cannot_be_read_has_no_groups() -> None:
    assert list(groups_of(Entry("ci:aa", "p", "", None, None), {"ci:aa": ["ci:bb"]})) == []


def test_an_offering_inherits_the_groups_it_says_nothing_about() -> None:
    lent = {
        "delivered_by": [{"any_of": ["ci:aa", "ci:bb"], "min_up": 1}],
        "depends_on": [{"any_of": ["service:x1", "service:y1"]}],
    }
    told = {"depends_on": ["service:z1"]}
    found = list(inherited_groups("service_offering:o1", told, "service:s1", lent))
    assert [(group.owner, group.relation) for group in found] == [("service_offering:o1", "delivered_by")]


def test_an_alias_that_is_no_text_finds_nothing() -> None:
    entry = Entry("ci:aa", "p", "", None, {"aliases": [3, "Shop", None]})
    estate = Memory.of(Snapshot.of([entry]))
    assert (find(estate, "shop"), find(estate, "3")) == (("ci:aa",), ())


def test_a_group_of_nothing_that_exists_carries_nothing() -> None:
    found = network(wiring(aa={"runs_on": [{"any_of": ["ci:zz", "ci:yy"], "min_up": 1}]}, bb={}))
    assert found.groups.get("ci:aa") is None
    assert propagate(found, {"ci:bb": Level.DOWN}) == {"ci:bb": Level.DOWN}


def test_what_waits_already_is_not_put_in_the_row_again() -> None:
    # top is reached from left and right before it is looked at.
    found = network(
        wiring(
            base={},
            left={"runs_on": ["ci:base"]},
            right={"depends_on": [{"target": "ci:base", "strength": "soft"}]},
            top={"depends_on": [{"target": "ci:right", "strength": "soft"}, "ci:left"]},
        )
    )
    assert propagate(found, {"ci:base": Level.DOWN})["ci:top"] is Level.DOWN


def test_a_figure_that_is_none_is_unknown() -> None:
    parts = structure(wiring(aa={"availability": "often", "runs_on": ["ci:bb"]}, bb={"availability": "99%"}))
    found = composite(parts, "ci:aa")
    assert (found.value, found.missing) == (None, ("ci:aa",))


def test_what_is_computed_when_asked_for_may_be_missing() -> None:
    lazily = Lazily(lambda key: 1 if key == "a" else None)
    assert (lazily["a"], lazily.get("b"), "a" in lazily, "b" in lazily) == (1, None, True, False)
    with pytest.raises(KeyError):
        lazily["b"]


def test_samples_of_what_is_never_up_and_of_a_group_that_needs_nobody() -> None:
    own = {"dead": Decimal(0), "sure": Decimal(1), "half": Decimal("0.5")}
    free = Structure(own, frozenset(), {}, {"root": (Need(("dead",), Decimal(0)),)})
    assert sampling.sampled(free, "root") == 1
    dead = Structure(own, frozenset(), {"root": ("sure", "dead")}, {})
    assert sampling.sampled(dead, "root") == 0


def test_a_diagram_that_grows_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagram, "MOST_QUESTIONS", 4)
    made = Diagrams()
    assert [made.variable(0), made.variable(1)] == [2, 3]
    with pytest.raises(TooLargeError):
        made.variable(2)

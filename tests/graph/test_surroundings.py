"""What is around a record: both sides, as far as steps are taken, and what no picture can hold."""

import pytest

from gitsm.graph import surroundings as module
from gitsm.graph.estate import Memory
from gitsm.graph.neighbours import Neighbour, neighbours
from gitsm.graph.surroundings import Link, Node, surroundings
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import TEAM, ci, loaded
from tests.support.estates import estate
from tests.support.judging import offering, service

SHOP = (
    TEAM
    + ci("app", "depends_on: [ci:db, {target: ci:cache, strength: soft}]\n")
    + ci("db", "runs_on: [{any_of: [ci:h1, ci:h2], min_up: 1}]\nsends_data_to: [ci:lake]\n")
    + ci("cache") + ci("h1") + ci("h2") + ci("lake") + ci("farm")
    + ci("node", "member_of: [ci:farm]\nconnects_to: [ci:h1]\n")
)  # fmt: skip


def test_steps_are_taken_on_both_sides() -> None:
    found = surroundings(estate(SHOP), "ci:db", 1)
    assert found.needs == {
        "ci:db": (
            Link("ci:db", "ci:h1", "runs_on", "hard", "/runs_on/0"),
            Link("ci:db", "ci:h2", "runs_on", "hard", "/runs_on/0"),
        )
    }
    # Data is needed where it is sent to.
    assert found.needed_by == {
        "ci:db": (Link("ci:app", "ci:db", "depends_on", "hard"), Link("ci:db", "ci:lake", "sends_data_to", "soft"))
    }
    assert [(one.ref, one.steps) for one in found.nodes] == [
        ("ci:db", 0), ("ci:app", 1), ("ci:h1", 1), ("ci:h2", 1), ("ci:lake", 1)
    ]  # fmt: skip
    assert found.left_out == 0
    assert len(found.links) == 4


def test_further_steps_stay_on_their_side() -> None:
    found = surroundings(estate(SHOP), "ci:app", 2, ("needs",))
    assert [(one.ref, one.steps) for one in found.nodes] == [
        ("ci:app", 0), ("ci:cache", 1), ("ci:db", 1), ("ci:h1", 2), ("ci:h2", 2)
    ]  # fmt: skip
    assert found.needed_by == {}
    assert [link.other("ci:app") for link in found.needs["ci:app"]] == ["ci:cache", "ci:db"]
    assert [link.strength for link in found.needs["ci:app"]] == ["soft", "hard"]


def test_a_cluster_needs_its_members() -> None:
    found = surroundings(estate(SHOP), "ci:farm", 1)
    assert found.needs == {"ci:farm": (Link("ci:node", "ci:farm", "member_of", "hard"),)}
    assert found.needed_by == {"ci:farm": ()}


def test_an_offering_needs_its_service() -> None:
    text = service("shop", "delivered_by: [ci:app]\n") + offering("web", "shop") + ci("app") + BACKDROP
    found = surroundings(estate(text), "service:shop", 1)
    assert found.needed_by["service:shop"] == (Link("service_offering:web", "service:shop", "service", "hard"),)
    assert found.needs["service:shop"] == (Link("service:shop", "ci:app", "delivered_by", "hard"),)


def test_a_circle_ends_and_what_is_not_there_is_shown_as_such() -> None:
    text = TEAM + ci("a1", "depends_on: [ci:b1]\n") + ci("b1", "depends_on: [ci:a1, ci:gone]\n")
    found = surroundings(estate(text), "ci:a1", 5)
    assert [(one.ref, one.exists, one.name, one.owner) for one in found.nodes] == [
        ("ci:a1", True, "a1", "desk"), ("ci:b1", True, "b1", "desk"), ("ci:gone", False, None, None)
    ]  # fmt: skip


def test_one_that_is_not_there_has_nothing_around_it_but_who_names_it() -> None:
    found = surroundings(estate(TEAM + ci("a1", "depends_on: [ci:gone]\n")), "ci:gone", 2)
    assert found.nodes == (Node("ci:gone", None, None, exists=False, steps=0), Node("ci:a1", "a1", "desk", True, 1))  # noqa: FBT003


def test_what_is_too_much_for_a_picture_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_NODES", 3)
    found = surroundings(estate(SHOP), "ci:db", 1)
    assert (len(found.nodes), found.left_out) == (3, 2)
    assert {one.ref for one in found.nodes} >= {link.target for each in found.needs.values() for link in each}


def test_what_was_told_before_is_not_read_again() -> None:
    known: module.Known = {}
    first = surroundings(estate(SHOP), "ci:db", 1, known=known)
    assert "ci:db" in known
    # Another tree with the same knowledge: what is known is taken at its word.
    assert surroundings(estate(TEAM + ci("db")), "ci:db", 1, ("needs",), known).needs == first.needs


def test_relations_are_named_from_both_ends() -> None:
    records = estate(SHOP)
    assert neighbours(records, "ci:db") == (
        Neighbour("runs_on", "ci:h1", outgoing=True),
        Neighbour("runs_on", "ci:h2", outgoing=True),
        Neighbour("sends_data_to", "ci:lake", outgoing=True),
        Neighbour("used_by", "ci:app", outgoing=False),
    )
    assert neighbours(records, "ci:lake") == (Neighbour("receives_data_from", "ci:db", outgoing=False),)


def test_a_record_with_a_fault_still_says_whom_it_names() -> None:
    records = Memory.of(loaded(TEAM + ci("a1", "depends_on: [ci:b1]\nsurprise: 1\n") + ci("b1")).snapshot)
    assert [one.ref for one in neighbours(records, "ci:b1")] == ["ci:a1"]

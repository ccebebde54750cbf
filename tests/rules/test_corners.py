"""Rare turns of the rules: records with faults beside those that are judged, and what nobody thinks of."""

from typing import Any

import pytest

from gitsm.rules import judge
from gitsm.rules.unknown_reference import check
from gitsm.rules.world import World
from gitsm.snapshot import Entry, Snapshot
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, loaded, snapshot
from tests.support.judging import article, offering, service, spots
from tests.support.promises import promising


def found(text: str) -> set[tuple[str, str | None]]:
    """Judge a catalogue some records of which do not load."""
    return {(one.rule, one.subject) for one in judge(loaded(text + BACKDROP).snapshot, TODAY)}


BROKEN = {
    "service": service("bad") + "surprise: 1\n",
    "offering": offering("bad", "shop") + "surprise: 1\n",
    "ci": ci("bad", "surprise: 1\n"),
    "article": article("kb-bad") + "surprise: 1\n",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_record_with_a_fault_keeps_no_rule_from_judging_the_others(fault: str) -> None:
    text = (
        service("shop", "delivered_by: [ci:bad, ci:app]\n")
        + offering("web", "shop")
        + ci("app", "depends_on: [ci:app]\n")
    )
    told = found(text + BROKEN[fault])
    assert ("self-relation", "ci:app") in told
    assert not any(str(subject).endswith("bad") for _, subject in told)


def test_nothing_is_said_of_what_a_record_with_a_fault_names() -> None:
    world = World.of(loaded(BROKEN["ci"] + BACKDROP).snapshot, TODAY)
    entry = world.get("ci:bad")
    assert entry is not None
    assert [*check(entry, world)] == []


def test_a_service_stands_on_its_suppliers() -> None:
    pair = "depends_on: [{any_of: [service:sms-a, service:sms-b], min_up: 1}]\n"
    text = (
        service("alerts", pair)
        + service("sms-a", "suppliers: [northsat]\n")
        + service("sms-b", "suppliers: [northsat]\n")
    )
    assert spots("common-mode", text) == ["service:alerts/depends_on/0/any_of"]


def test_what_an_offering_does_not_say_it_needs_by_its_service_and_soft_needs_are_none() -> None:
    text = (
        service("shop", "delivered_by: [ci:app]\ndepends_on: [{target: service:extras, strength: soft}]\n")
        + offering("web", "shop") + service("extras", "delivered_by: [ci:slow]\n") + offering("more", "extras")
        + ci("app", "depends_on: [ci:db, ci:db]\n", availability="99.9%")
        + ci("db", "depends_on: [ci:app]\n", availability="99.9%")
        + ci("slow", availability="50%")
    )  # fmt: skip
    needed = World.of(snapshot(text + BACKDROP), TODAY).closure(["service_offering:web", "service:shop"])
    assert set(needed) == {"service_offering:web", "service:shop", "ci:app", "ci:db"}
    promised = text.replace("depends_on: [ci:db, ci:db]", "depends_on: [ci:db]") + promising(
        "sla", "sla", "service_offering:web", "{metric: availability, value: 99.8%}"
    )
    # 0.999 · 0.999 = 0.998001: the slow extras do not count.
    assert spots("promise-not-backed", promised) == []


def test_an_approval_policy_without_default_approvers_asks_nobody_by_default() -> None:
    policy = "---\nkind: policy\nid: approvals\napprovals: {rules: [{id: all, scope: {}}], default: []}\n"
    assert spots("unsatisfiable-approval", policy) == []


def test_a_text_that_lies_too_deep_is_left_to_the_reader() -> None:
    deep: Any = "x" * 200_000
    for _ in range(80):
        deep = [deep]
    data = {"kind": "knowledge_article", "id": "kb-deep", "issue": "short", "more": deep, "number": 3}
    entry = Entry("knowledge_article:kb-deep", "catalog/kb-deep.yaml", "", None, data)
    assert judge(Snapshot.of([entry]), TODAY) == ()

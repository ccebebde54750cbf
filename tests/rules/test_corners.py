"""Rare turns of the rules: records with faults beside those that are judged, and what nobody thinks of."""

from dataclasses import replace
from typing import Any

import pytest

from gitsm.rules import all_rules, article_rendering, judge, rejudge
from gitsm.rules.references import mentions
from gitsm.rules.unknown_reference import check
from gitsm.rules.world import World
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.record import Items, Part, TeamRef
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
    world = World.of(snapshot(text + BACKDROP), TODAY)
    needed = world.closure(["service_offering:web", "service:shop"])
    assert world.closure(["ci:db"]) == dict.fromkeys(["ci:db", "ci:app"])
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
    assert [*article_rendering.check(entry, World.of(Snapshot.of([entry]), TODAY))] == []


def test_a_member_s_groups_of_what_it_needs_are_not_what_it_stands_on() -> None:
    text = (
        ci("app", "runs_on: [{any_of: [ci:v1, ci:v2], min_up: 1}]\n")
        + ci("v1", "depends_on: [{any_of: [ci:d1, ci:d2], min_up: 2}]\n")
        + ci("v2", "depends_on: [{any_of: [ci:d1, ci:d2], min_up: 2}]\n") + ci("d1") + ci("d2")
    )  # fmt: skip
    assert [spot for spot in spots("common-mode", text) if spot.startswith("ci:app")] == []
    stands = text.replace("depends_on: [{any_of", "hosted_on: [{any_of")
    assert set(spots("common-mode", stands)) == {"ci:app/runs_on/0/any_of"}


def test_judging_all_of_it_again_says_what_judging_says() -> None:
    records = loaded(
        ci("app", "depends_on: [ci:app]\n") + ci("other", "runs_on: [{any_of: [ci:app], min_up: 1}]\n") + BACKDROP
    )
    whole = judge(records.snapshot, TODAY)
    world = World.of(records.snapshot, TODAY)
    every = {entry.ref for entry in records.snapshot}
    assert rejudge(world, lambda _: every, (), ()) == whole
    # Nothing may be another: what was found stands, and what was found of a rule that is gone does not.
    gone = replace(whole[0], rule="no-such-rule")
    assert rejudge(world, lambda _: (), (*whole, gone), ()) == whole


def test_a_suspect_that_is_not_there_is_no_subject() -> None:
    world = World.of(snapshot(ci("app") + BACKDROP), TODAY)
    rule = replace(all_rules()["self-relation"], suspects=lambda _: ["ci:gone", "ci:app", "ci:app"])
    assert [entry.ref for entry in rule.subjects(world)] == ["ci:app"]


def test_what_needs_nobody_s_approval_names_no_team() -> None:
    asked = (
        "---\nkind: request_offering\nid: ask\nname: Ask\noffering: web\napproval: {}\n"
        + service("shop") + offering("web", "shop")
    )  # fmt: skip
    assert spots("unknown-reference", asked.format("line_manager")) == []
    record = snapshot(asked.format("line_manager") + BACKDROP).record("request_offering:ask")
    assert record is not None
    assert [one.ref for one in mentions(record)] == ["service_offering:web"]
    assert spots("unknown-reference", asked.format("team:nobody")) == ["request_offering:ask/approval"]


def test_a_link_in_what_was_told_to_customers_is_looked_at_too() -> None:
    told = (
        "---\nkind: incident\nid: inc-2026-11-20-down\ntitle: Down\nimpact: low\nurgency: low\n"
        "services: [service:shop]\n"
        "started_at: 2026-11-20T10:00:00Z\ndetected_at: 2026-11-20T10:00:00Z\ncommunications:\n"
        "  - {at: 2026-11-20T11:00:00Z, to: All, message: 'See [it](ci:gone).'}\n"
        "  - {at: 2026-11-20T12:00:00Z, to: All, message: It is up again.}\n"
    ) + service("shop")
    assert spots("dead-link", told) == ["incident:inc-2026-11-20-down/communications/0/message"]
    model = (
        "---\nkind: change_model\nid: mm\ntype: standard\nallowed: []\nmax_risk: low\nexpires: 2027-01-01\n"
        "preset: {test_plan: 'See [it](ci:gone).'}\n"
    )
    # What a change will say is looked at when it says it.
    assert spots("dead-link", model) == []


class Naming(Part):
    owner: TeamRef


class Plain(Part):
    size: int


class Either(Part):
    parts: Items[Naming | Plain]


def test_a_part_that_names_nothing_beside_one_that_does_is_passed_over() -> None:
    found = mentions(Either.model_validate({"parts": [{"size": 3}, {"owner": "desk"}]}))
    assert [(one.pointer, one.ref) for one in found] == [("/parts/1/owner", "team:desk")]


def test_links_of_a_text_that_cannot_be_rendered_are_not_looked_for() -> None:
    def saying(text: str) -> str:
        return article("kb", f"resolution: |\n  {text}\n")

    assert spots("dead-link", saying("[x](ci:gone)")) == ["knowledge_article:kb/resolution"]
    assert spots("dead-link", saying("[x](ci:gone)" + "[" * 1001)) == []

"""What a change reaches: small catalogues whose answers can be counted by hand."""

from decimal import Decimal

import pytest

from gitsm.change.simulation import simulate
from gitsm.errors import UnknownRecordError
from gitsm.graph.propagation import Level
from tests.support.catalogues import TEAM, ci
from tests.support.estates import assessed, estate

SERVICE = """---
kind: calendar
id: always
timezone: UTC
hours: always
---
kind: customer
id: guests
name: Guests
---
kind: service
id: shop
name: Shop
class: business_service
description: Sells.
owner: desk
phase: catalog
criticality: most_critical
customers: [guests]
next_review: 2027-01-01
---
kind: service_offering
id: web-shop
service: shop
name: Web shop
phase: catalog
service_hours: always
delivered_by: [ci:app]
---
kind: agreement
id: shop-sla
type: sla
provider: desk
customer: customer:guests
covers: [service:shop]
starts: 2026-01-01
review_due: 2026-12-01
calendar: always
targets: [{metric: availability, value: 99%}]
---
kind: knowledge_article
id: kb-app
title: The app is slow
type: how_to
confidence: work_in_progress
audience: internal
governance: experience_based
applies_to: [ci:app]
owner: desk
reviewed_at: 2026-01-01
issue: It is slow.
"""
PAIR = "runs_on:\n  - any_of: [ci:n1, ci:n2]\n    min_up: 1\n"
NODES = ci("n1", availability="99%") + ci("n2", availability="95%")
BASE = TEAM + SERVICE + NODES + ci("app", PAIR, availability="100%")
LOST = BASE.replace(PAIR, "runs_on: [ci:n2]\n")


def test_lost_redundancy_is_found_with_its_figures() -> None:
    found = assessed(BASE, LOST)
    assert found.sources == ("ci:app",)
    assert {one.ref: one.level for one in found.affected} == {
        "service_offering:web-shop": Level.DOWN,
        "service:shop": Level.DOWN,
    }
    group = found.redundancy[0]
    assert (group.ref, group.before, group.after, group.single_points) == ("ci:app", 1, None, ("ci:n2",))
    figures = {one.ref: (one.before, one.after) for one in found.derived}
    # 99 % ∥ 95 % = 99.95 % (domain.md §8.2); then 95 % alone.
    # The service is up as long as its only offering is.
    assert figures == dict.fromkeys(("service:shop", "service_offering:web-shop"), (Decimal("0.9995"), Decimal("0.95")))
    (promise,) = found.agreements
    assert (promise.before, promise.after, promise.verdict) == (Decimal("0.9995"), Decimal("0.95"), "not_backed")
    assert found.articles == ("knowledge_article:kb-app",)
    assert found.owners == ("team:desk",)
    assert found.customers == ("customer:guests",)


def test_a_removed_dependency_shows_who_lost_it() -> None:
    after = BASE.replace(ci("app", PAIR, availability="100%"), ci("app", availability="100%")).replace(
        ci("n1", availability="99%"), ""
    )
    found = assessed(BASE, after)
    assert found.sources == ("ci:app", "ci:n1")
    assert "service:shop" in {one.ref for one in found.affected}


def test_a_description_reaches_nothing() -> None:
    found = assessed(BASE, BASE + "---\n" + "kind: team\nid: ops\nname: Ops\nmembers: []\ncontact: {chat: o}\n")
    assert (found.sources, found.affected, found.derived) == ((), (), ())
    renamed = BASE.replace("name: app", "name: The app")
    assert assessed(BASE, renamed).sources == ()


CHANGE = """---
kind: change
id: chg-2026-11-22-n1
title: Work on n1
type: normal
reason: It is old.
affected:
  - {ci: n1}
  - {ci: app, impact_code: not_impacted, reason: It reads from n2.}
planned: {start: 2026-11-28T22:00:00Z, end: 2026-11-28T23:00:00Z}
assignee: amara
implementation_plan: Do it.
test_plan: Look.
backout_plan: {steps: Undo., tested: true}
"""


def test_a_change_record_declares_and_excludes() -> None:
    found = assessed(BASE, BASE + CHANGE)
    assert found.sources == ("ci:n1",)
    assert found.affected == ()
    without = CHANGE.replace("  - {ci: app, impact_code: not_impacted, reason: It reads from n2.}\n", "")
    found = assessed(BASE, BASE + without)
    assert {one.ref: one.level for one in found.affected} == dict.fromkeys(
        ("ci:app", "service_offering:web-shop", "service:shop"), Level.AT_RISK
    )


def test_simulation_says_what_fails() -> None:
    records = estate(BASE)
    assert [one.ref for one in simulate(records, ["ci:n1", "ci:n2"]).affected] == [
        "ci:app",
        "service_offering:web-shop",
        "service:shop",
    ]
    assert {one.level for one in simulate(records, ["ci:app"], Level.DEGRADED).affected} == {Level.DEGRADED}


@pytest.mark.parametrize("ref", ["ci:ap", "team:desk", "nothing"])
def test_what_cannot_fail_is_refused(ref: str) -> None:
    with pytest.raises(UnknownRecordError):
        simulate(estate(BASE), [ref])


def test_what_is_hit_is_listed_by_kind_and_the_worst_is_known() -> None:
    text = SERVICE + TEAM + ci("app", "runs_on: [ci:vm]\n", availability="99%")
    found = assessed(text + ci("vm", version='"1"'), text + ci("vm", version='"2"'))
    assert [one.ref for one in found.of_kind("service_offering")] == ["service_offering:web-shop"]
    assert found.worst is Level.DOWN
    assert assessed(text + ci("vm"), text + ci("vm")).worst is Level.NONE
    # Nobody gave vm a figure: whether the promise holds cannot be told.
    assert [(one.ref, one.verdict) for one in found.agreements] == [("agreement:shop-sla", "unknown")]


def test_only_promises_of_availability_to_customers_are_compared() -> None:
    text = SERVICE.replace(
        "targets: [{metric: availability, value: 99%}]", "targets: [{metric: resolution, value: 4h, priority: 1}]"
    ) + TEAM + ci("app", "runs_on: [ci:vm]\n", availability="99%")  # fmt: skip
    ua = (
        "---\nkind: supplier\nid: northsat\nname: North\ncontact: {mail: a@b.example}\n"
        "---\nkind: agreement\nid: shop-ua\n"
        "type: ua\nprovider: desk\nsupplier: northsat\ncovers: [ci:app]\nstarts: 2026-01-01\nreview_due: 2026-12-01\n"
        "calendar: always\ntargets: [{metric: availability, value: 99%}]\n"
    )
    found = assessed(text + ua + ci("vm", availability="99%"), text + ua + ci("vm", availability="90%"))
    assert found.agreements == ()
    assert found.derived


def test_a_group_is_compared_with_what_took_its_place() -> None:
    def farm(relations: str) -> str:
        return TEAM + ci("app", relations) + "".join(ci(f"h{n}") for n in range(3))

    two, three = (
        "runs_on: [{any_of: [" + ", ".join(f"ci:h{n}" for n in range(count)) + "], min_up: 1}]\n" for count in (2, 3)
    )
    grown = assessed(farm(two), farm(three)).redundancy
    assert [(one.before, one.after) for one in grown if one.ref == "ci:app"] == [(1, 2)]
    gained = assessed(farm(""), farm(two)).redundancy
    assert [(one.before, one.after) for one in gained if one.ref == "ci:app"] == [(None, 1)]
    lost = assessed(farm(two), farm("")).redundancy
    assert [(one.before, one.after) for one in lost if one.ref == "ci:app"] == [(1, None)]

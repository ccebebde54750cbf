"""Open changes against each other: what conflicts, and above all what does not (domain.md §8.7)."""

from datetime import date

import pytest

from gitsm.change.between import between
from gitsm.change.conflicts import Conflict
from gitsm.change.footprint import footprint, meet
from gitsm.change.open_changes import Contention, contention
from gitsm.change.proposal import Proposal, of_edits, proposal
from gitsm.change.tip import Tip
from tests.change.test_windows import change
from tests.support.catalogues import TEAM, ci, loaded
from tests.support.judging import agreement, offering, service

TODAY = date(2026, 11, 25)
PARTIES = (
    "---\nkind: customer\nid: passengers\nname: P\n---\nkind: calendar\nid: always\ntimezone: UTC\nhours: always\n"
)
BASE = (
    TEAM
    + PARTIES
    + service("shop", "depends_on: []\n")
    + offering("web-shop", "shop", "delivered_by: [ci:app]\n")
    + agreement("shop-sla", "sla", "service:shop").replace("99.9%", "95%")
    + "".join(ci(f"n{number}", availability="99%") for number in (1, 2, 3))
    + ci("h1", class_="hypervisor", availability="99.9%")
    + ci("h2", class_="hypervisor", availability="99.9%")
    + ci("vm1", "hosted_on: [ci:h1]\n", class_="virtual_machine", availability="99%")
    + ci("vm2", "hosted_on: [ci:h2]\n", class_="virtual_machine", availability="99%")
    + ci("app", "runs_on:\n  - any_of: [ci:vm1, ci:vm2]\n    min_up: 1\n", class_="application", availability="99.9%")
    + ci("farm", "runs_on:\n  - any_of: [ci:n1, ci:n2, ci:n3]\n    min_up: 1\n", tags="[one, two]")
    + ci("lone", version='"1"')
)


def replaced(*pairs: tuple[str, str], base: str = BASE) -> str:
    for old, new in pairs:
        assert old in base, old
        base = base.replace(old, new)
    return base


def proposed(name: str, after: str, base: str = BASE, tip: str | None = None) -> Proposal:
    return proposal(name, loaded(base).snapshot, loaded(after).snapshot, loaded(tip or base).snapshot)


def pair(one: str, other: str, base: str = BASE) -> tuple[Conflict, ...]:
    """Merge two edits of a catalogue with each other."""
    mine, theirs = proposed("mine", one, base), proposed("theirs", other, base)
    tip = Tip(loaded(base).snapshot, TODAY)
    found = between(mine, theirs, tip)
    swapped = between(theirs, mine, tip)
    assert {(each.kind, each.refs) for each in found} == {(each.kind, each.refs) for each in swapped}
    if found:
        assert meet(footprint(mine, tip), footprint(theirs, tip))
    return found


def ids(one: str, other: str, base: str = BASE) -> list[str]:
    return [each.id for each in pair(one, other, base)]


LONE = ci("lone", version='"1"')


def lone(*lines: str, **fields: str) -> str:
    return BASE.replace(LONE, ci("lone", "".join(lines), **{"version": '"1"', **fields}))


def test_one_field_edited_otherwise_is_a_conflict() -> None:
    (one,) = pair(lone(version='"2"'), lone(version='"3"'))
    assert (one.id, one.severity, one.refs, one.other) == ("same_field:theirs:ci:lone", "hard", ("ci:lone",), "theirs")
    assert one.why == "theirs edits ci:lone, too, otherwise: version"


def test_equal_edits_reordered_lists_and_other_fields_are_none() -> None:
    assert ids(lone(version='"2"'), lone(version='"2"')) == []
    assert ids(lone(version='"2"'), lone(name="Lone one")) == []
    assert ids(replaced(("[one, two]", "[two, one]")), replaced(("[one, two]", "[one, two, three]"))) == []
    assert ids(replaced(("[one, two]", "[one, two, four]")), replaced(("[one, two]", "[one, two, three]"))) == []
    assert ids(replaced(("[one, two]", "[two]")), replaced(("[one, two]", "[one, two, three]"))) == []
    # The same share, and the same moment, written in two ways.
    assert ids(lone(availability="99.50%"), lone(availability="0.995")) == []


def test_members_and_number_of_one_group_are_merged_with_each_other() -> None:
    fewer = replaced(("[ci:n1, ci:n2, ci:n3]", "[ci:n1, ci:n2]"))
    more = replaced(("[ci:n1, ci:n2, ci:n3]\n    min_up: 1", "[ci:n1, ci:n2, ci:n3]\n    min_up: 2"))
    kinds = {each.kind for each in pair(fewer, more)}
    assert "same_field" not in kinds
    assert "joint" in kinds  # two of two must be up then


def test_one_item_of_a_list_edited_otherwise_is_a_conflict() -> None:
    base = lone("depends_on: [ci:n1]\n")
    soft = base.replace("depends_on: [ci:n1]", "depends_on: [{target: ci:n1, strength: soft}]")
    gone = base.replace("depends_on: [ci:n1]\n", "")
    (one,) = pair(soft, gone, base)
    assert (one.kind, one.why) == ("same_field", "theirs edits ci:lone, too, otherwise: depends_on.ci:n1")


def test_a_record_that_one_removes_and_the_other_edits_is_a_conflict() -> None:
    (one,) = pair(BASE.replace(LONE, ""), lone(version='"2"'))
    assert (one.id, one.severity) == ("delete_against_edit:theirs:ci:lone", "hard")
    assert one.why == "this removes ci:lone, and theirs edits it"
    (other,) = pair(lone(version='"2"'), BASE.replace(LONE, ""))
    assert other.why == "theirs removes ci:lone, and this edits it"
    assert ids(BASE.replace(LONE, ""), BASE.replace(LONE, "")) == []


def test_a_record_that_one_renames_and_the_other_edits_says_its_new_name() -> None:
    renamed = BASE.replace(LONE, ci("solo", "moved: {from: lone}\n", version='"1"'))
    (one,) = pair(lone(version='"2"'), renamed)
    assert (one.kind, one.why) == ("delete_against_edit", "theirs renames ci:lone to ci:solo, and this edits it")
    assert one.remedy == "edit the record under its new name"


def test_a_record_that_both_add_otherwise_is_a_conflict() -> None:
    (one,) = pair(BASE + ci("new", version='"1"'), BASE + ci("new", version='"2"'))
    assert (one.id, one.severity) == ("same_record:theirs:ci:new", "hard")
    assert ids(BASE + ci("new"), BASE + ci("new")) == []


def test_text_that_git_cannot_merge_warns_where_fields_can_be() -> None:
    mine, theirs = proposed("mine", lone(version='"2"')), proposed("theirs", lone(name="Lone one"))
    (one,) = between(mine, theirs, Tip(loaded(BASE).snapshot, TODAY), {"ci:lone"})
    assert (one.id, one.severity) == ("same_record:theirs:ci:lone", "soft")


def test_a_reference_to_what_the_other_removes_breaks_a_rule_only_together() -> None:
    (one,) = pair(BASE.replace(LONE, ""), replaced(("hosted_on: [ci:h1]", "hosted_on: [ci:h1]\ndepends_on: [ci:lone]")))
    assert one.id == "semantic:theirs:unknown-reference:ci:vm1"
    assert one.severity == "hard"
    assert "there is no ci lone" in one.why
    assert "gitsm rule unknown-reference" in one.remedy


def test_a_circle_that_closes_only_together_is_found_over_a_chain() -> None:
    base = BASE + ci("c1") + ci("c2", "part_of: [ci:c3]\n") + ci("c3") + ci("c4", "part_of: [ci:c1]\n")
    one = base.replace(ci("c1"), ci("c1", "part_of: [ci:c2]\n"))
    other = base.replace(ci("c3"), ci("c3", "part_of: [ci:c4]\n"))
    found = pair(one, other, base)
    assert {each.id.rpartition(":ci:")[0] for each in found} == {"semantic:theirs:relation-cycle"}


def test_an_alias_that_both_give_breaks_a_rule_only_together() -> None:
    one = replaced((ci("n1", availability="99%"), ci("n1", "aliases: [Web]\n", availability="99%")))
    other = replaced((ci("n2", availability="99%"), ci("n2", "aliases: [web]\n", availability="99%")))
    assert {each.rsplit(":", 3)[1] for each in ids(one, other)} == {"duplicate-alias"}


def test_a_class_that_asks_for_more_and_a_new_record_of_it() -> None:
    classed = "---\nkind: ci_class\nid: vessel\nparent: iot_device\ndescription: A ship.\n"
    asks = classed + "attributes: {imo: {type: text, required: true}}\n"
    base = BASE + classed
    (one,) = pair(BASE + asks, base + ci("skua", class_="vessel"), base)
    assert one.id == "semantic:theirs:class-attribute:ci:skua"
    assert "imo" in one.why


def test_halves_that_exclude_each_other_are_no_valid_record() -> None:
    window = (
        "---\nkind: window\nid: w1\ntype: blackout\napplies_to: {all: true}\nreason: R.\n"
        "at: {start: 2026-12-18T00:00:00Z, end: 2027-01-04T00:00:00Z}\n"
    )
    added = "rrule: FREQ=WEEKLY\nduration: 4h\ntimezone: UTC\n"
    recurring = window.replace(window.splitlines()[-1] + "\n", added)
    moved = window.replace("2027-01-04", "2027-01-05")
    kinds = {each.kind for each in pair(BASE + recurring, BASE + moved, BASE + window)}
    assert kinds == {"same_field"}  # one removes `at`, the other edits it
    other = window.replace("reason: R.", "reason: R.\nstarts: 2026-12-18T00:00:00Z")
    assert pair(BASE + moved, BASE + other, BASE + window) == ()


def test_a_merge_that_is_no_valid_record_is_told() -> None:
    affected = "---\nkind: change\nid: chg-2026-12-01-x\ntitle: T\ntype: normal\nreason: R.\naffected: [{ci: n1}]\n"
    rest = (
        "planned: {start: 2026-12-01T00:00:00Z, end: 2026-12-01T01:00:00Z}\nassignee: amara\nimplementation_plan: I\n"
        "test_plan: T\nbackout_plan: {steps: S, tested: true}\n"
    )
    request = "---\nkind: window\nid: w1\ntype: blackout\napplies_to: {all: true, tags: [x]}\nreason: R.\n"
    once = "at: {start: 2026-12-18T00:00:00Z, end: 2027-01-04T00:00:00Z}\n"
    base = BASE + affected + rest + request + once
    one = base.replace("{all: true, tags: [x]}", "{all: true}")
    other = base.replace("{all: true, tags: [x]}", "{tags: [x]}")
    assert "semantic:theirs:invalid-record:window:w1" in ids(one, other, base)


def test_redundancy_that_each_leaves_and_both_take_is_joint() -> None:
    one = replaced(("[ci:n1, ci:n2, ci:n3]", "[ci:n1, ci:n2]"))
    other = replaced(("[ci:n1, ci:n2, ci:n3]", "[ci:n2, ci:n3]"))
    found = pair(one, other)
    assert "joint:theirs:ci:farm" in [each.id for each in found]
    assert "semantic:theirs:single-member-group:ci:farm" in [each.id for each in found]
    assert "would be down with ci:n2 alone" in next(each.why for each in found if each.kind == "joint")


def test_members_that_come_to_share_a_host_are_joint() -> None:
    base = BASE + ci("h3", class_="hypervisor")
    one = base.replace("hosted_on: [ci:h1]", "hosted_on: [ci:h3]")
    other = base.replace("hosted_on: [ci:h2]", "hosted_on: [ci:h3]")
    found = pair(one, other, base)
    joint = next(each for each in found if each.kind == "joint")
    assert joint.refs == ("ci:app", "ci:h3")
    assert joint.severity == "hard"


def test_a_promise_that_each_leaves_backed_and_both_do_not_is_joint() -> None:
    # 0.999 · (1 − (1 − 0.999·0.99)²) is 99.89 %; each of the edits costs 3 % by itself, and 95 % is promised.
    app = "class: application\nname: app\nowner: desk\nenvironment: production\ncriticality: less_critical\n"
    assert app in BASE
    one = replaced(
        ("availability: 99.9%\nruns_on:\n  - any_of: [ci:vm1", "availability: 96%\nruns_on:\n  - any_of: [ci:vm1")
    )
    other = replaced(
        ("service_hours: always\ndelivered_by: [ci:app]", "service_hours: always\ndelivered_by: [ci:app, ci:bus]")
    )
    base = BASE + ci("bus", availability="97%")
    (found,) = pair(one + ci("bus", availability="97%"), other + ci("bus", availability="97%"), base)
    assert (found.id, found.severity) == ("joint:theirs:agreement:shop-sla", "hard")
    assert "promises 95 %" in found.why
    # 0.96 · 0.97 · (1 − 0.01099²) = 0.93108753…
    assert "93.1088 %" in found.why


def test_what_one_breaks_by_itself_is_not_held_against_the_other() -> None:
    alone = replaced(("hosted_on: [ci:h1]", "hosted_on: [ci:h9]"))
    assert ids(alone, lone(version='"2"')) == []
    assert ids(alone, replaced(("hosted_on: [ci:h2]", "hosted_on: [ci:h1]"))) == []


def test_changes_that_the_tip_has_taken_in_or_overtaken() -> None:
    tip = lone(version='"2"')
    same = proposed("same", lone(version='"2"'), tip=tip)
    assert (same.records, same.stale) == ({}, ())
    stale = proposed("stale", lone(version='"3"'), tip=tip)
    assert stale.stale == ("ci:lone",)
    beside = proposed("beside", lone(name="Lone one"), tip=tip)
    assert beside.stale == ()
    merged = beside.records["ci:lone"]
    assert merged is not None
    assert merged.data is not None
    assert (merged.data["name"], merged.data["version"]) == ("Lone one", "2")


def judged(mine: str, others: dict[str, str], base: str = BASE) -> Contention:
    tip = loaded(base).snapshot
    own = of_edits("this change", tip, loaded(mine).snapshot)
    return contention(own, [proposed(name, text, base) for name, text in others.items()], Tip(tip, TODAY))


def test_lanes_keep_what_meets_together_and_the_rest_apart() -> None:
    found = judged(
        lone(version='"2"'),
        {
            "b-same": lone(version='"3"'),
            "a-farm": replaced(("[ci:n1, ci:n2, ci:n3]", "[ci:n1, ci:n2]")),
            "c-node": replaced((ci("n3", availability="99%"), ci("n3", "powered_by: [ci:n1]\n", availability="99%"))),
            "d-empty": BASE,
        },
    )
    assert found.lanes == (("a-farm", "c-node"), ("b-same", "this change"))
    assert found.met == ("b-same",)
    assert found.count == 3
    assert [one.id for one in found.conflicts] == ["same_field:b-same:ci:lone"]


PLAN = change("chg-2026-12-05-n1", "{ci: n1}", "2026-12-05T22:00:00Z", "2026-12-05T23:00:00Z")


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [("22:30", "23:30", ["ci_already_scheduled:other:chg-2026-12-05-n2"]), ("23:00", "23:30", [])],
)
def test_work_that_open_changes_plan_is_held_against_each_other(start: str, until: str, expected: list[str]) -> None:
    theirs = change("chg-2026-12-05-n2", "{ci: n1}", f"2026-12-05T{start}:00Z", f"2026-12-05T{until}:00Z")
    found = judged(BASE + PLAN, {"other": BASE + theirs.replace("oskar", "amara")})
    assert [one.id for one in found.conflicts] == expected
    assert found.lanes == ((("other", "this change"),) if expected else (("other",), ("this change",)))


def test_work_on_members_of_one_group_at_one_time_is_held_against_each_other() -> None:
    base = BASE.replace("min_up: 1\ntags", "min_up: 2\ntags").replace(
        "[ci:n1, ci:n2, ci:n3]\n    min_up: 1", "[ci:n1, ci:n2, ci:n3]\n    min_up: 2"
    )
    theirs = change("chg-2026-12-05-n2", "{ci: n2}", "2026-12-05T22:30:00Z", "2026-12-05T23:30:00Z")
    found = judged(base + PLAN, {"other": base + theirs.replace("oskar", "amara")}, base)
    (one,) = found.conflicts
    assert (one.kind, one.severity, one.refs) == ("ci_already_scheduled", "hard", ("ci:farm",))


def test_what_the_change_accepts_is_marked() -> None:
    accepted = (
        "acknowledged_conflicts:\n  - {conflict: 'same_field:other:ci:lone', by: ingrid, reason: We merge last.}\n"
    )
    mine = lone(version='"2"') + PLAN + accepted
    (one,) = judged(mine, {"other": lone(version='"3"')}).conflicts
    assert (one.acknowledged, one.stands) == ("ingrid: We merge last.", False)


def test_an_open_change_that_cannot_be_read_is_named() -> None:
    tip = loaded(BASE).snapshot
    other = proposal("odd", loaded("").snapshot, loaded("").snapshot, tip, ["cmdb/odd.yaml"])
    found = contention(of_edits("this change", tip, loaded(lone(version='"2"')).snapshot), [other], Tip(tip, TODAY))
    assert found.unreadable == {"odd": ("cmdb/odd.yaml",)}


def test_attributes_and_parts_are_merged_by_their_keys() -> None:
    base = lone("attributes: {engine: pg, port: 5432}\n")
    one = base.replace("port: 5432", "port: 5433")
    assert ids(one, base.replace("engine: pg", "engine: my"), base) == []
    (clash,) = pair(one, base.replace("port: 5432", "port: 5434"), base)
    assert clash.why.endswith("otherwise: attributes.port")
    # Both write a part that was not there: what they say alike is no clash, what they say otherwise is one.
    verified = [lone(f"verified: {{at: 2026-10-0{day}, by: amara, method: manual}}\n") for day in (1, 2)]
    (dated,) = pair(*verified)
    assert dated.why.endswith("otherwise: verified.at")


def test_a_group_that_gives_way_to_one_of_other_members_is_another_group() -> None:
    gone = replaced(("[ci:n1, ci:n2, ci:n3]\n    min_up: 1", "[ci:vm1, ci:vm2]\n    min_up: 1"))
    kinds = {each.kind for each in pair(gone, replaced(("[ci:n1, ci:n2, ci:n3]", "[ci:n1, ci:n2]")))}
    assert kinds == {"same_field"}


def test_a_list_whose_order_means_something_is_one_value() -> None:
    form = (
        "---\nkind: request_offering\nid: crew-access\nname: Crew\noffering: web-shop\n"
        "fields:\n  - {id: ship, label: Ship, type: text}\n  - {id: role, label: Role, type: text}\n"
    )
    one = form.replace("label: Ship", "label: Vessel")
    other = form.replace("label: Role", "label: Job")
    (clash,) = pair(BASE + one, BASE + other, BASE + form)
    assert (clash.kind, clash.why.rpartition(" ")[2]) == ("same_field", "fields")


def test_records_with_a_fault_are_compared_as_they_are_written() -> None:
    bad = BASE + "---\nkind: ci\nid: odd\nname: Odd\nversion: 1\n"
    one, other = bad.replace("version: 1", "version: 2"), bad.replace("version: 1", "version: 3")
    assert [each.kind for each in pair(one, other, bad)] == ["same_field"]
    assert ids(one, bad.replace("name: Odd", "name: Even"), bad) == []


def test_policies_that_both_write_break_a_rule_only_together() -> None:
    one = BASE + "---\nkind: policy\nid: p1\nhealth: {stale_after: 30d}\n"
    other = BASE + "---\nkind: policy\nid: p2\nhealth: {stale_after: 60d}\n"
    assert {each.rsplit(":", 3)[1] for each in ids(one, other)} == {"duplicate-policy"}


ARTICLE = (
    "---\nkind: knowledge_article\nid: kb-one\ntitle: It is slow\ntype: how_to\nconfidence: not_validated\n"
    "audience: internal\ngovernance: experience_based\napplies_to: [ci:lone]\nowner: desk\n"
    "reviewed_at: 2026-09-14\nissue: Write to night@tern-ferries.example.\n"
)


def test_an_address_that_is_nobodys_role_any_more() -> None:
    base = BASE.replace("contact: {chat: '#desk'}", "contact: {mail: night@tern-ferries.example}")
    assert base != BASE
    moved = base.replace("mail: night@", "mail: day@")
    (one,) = pair(moved, base + ARTICLE, base)
    assert (one.id, one.severity) == ("semantic:theirs:personal-data:knowledge_article:kb-one", "soft")


def test_a_class_that_goes_and_a_new_record_of_it() -> None:
    classed = "---\nkind: ci_class\nid: vessel\nparent: iot_device\ndescription: A ship.\n"
    found = pair(BASE, BASE + classed + ci("skua", class_="vessel"), BASE + classed)
    assert {each.id for each in found} == {"semantic:theirs:unknown-class:ci:skua"}


def test_a_record_that_one_renames_and_the_other_comes_to_need() -> None:
    renamed = BASE.replace(LONE, ci("solo", "moved: {from: lone}\n", version='"1"'))
    needs = replaced((ci("n2", availability="99%"), ci("n2", "depends_on: [ci:lone]\n", availability="99%")))
    (one,) = pair(needs, renamed)
    assert one.id == "semantic:theirs:unknown-reference:ci:n2"


def test_places_and_suppliers_are_stood_on_too() -> None:
    base = BASE + ci("s1", class_="site") + ci("s2", class_="site") + ci("s3", class_="site")
    base = base.replace(
        ci("h1", class_="hypervisor", availability="99.9%"), ci("h1", class_="hypervisor", location="s1")
    )
    base = base.replace(
        ci("h2", class_="hypervisor", availability="99.9%"), ci("h2", class_="hypervisor", location="s2")
    )
    one, other = base.replace("location: s1", "location: s3"), base.replace("location: s2", "location: s3")
    found = pair(one, other, base)
    assert [each.id for each in found] == ["semantic:theirs:common-mode:ci:app"]


def test_a_supplier_that_is_slower_and_a_promise_that_is_quicker() -> None:
    asks = "targets: [{metric: availability, value: 95%}, {metric: response, value: 8h, applies_to: [incident]}]"
    sla = agreement("shop-sla", "sla", "service:shop").replace("99.9%", "95%")
    promised = sla.replace("targets: [{metric: availability, value: 95%}]", asks)
    supplied = (
        "---\nkind: supplier\nid: northsat\nname: N\ncontact: {mail: noc@northsat.example}\n"
        + ci("link", class_="external_service", supplier="northsat", availability="99.9%")
        + agreement("link-ua", "ua", "ci:link").replace(
            "targets: [{metric: availability, value: 99.9%}]",
            "targets: [{metric: response, value: 4h, applies_to: [incident]}]",
        )
    )
    base = BASE.replace(sla, promised).replace("delivered_by: [ci:app]", "delivered_by: [ci:app, ci:link]") + supplied
    slower, quicker = base.replace("value: 4h", "value: 6h"), base.replace("value: 8h", "value: 5h")
    assert slower != base != quicker
    (one,) = pair(slower, quicker, base)
    assert (one.id, one.severity) == ("joint:theirs:agreement:shop-sla", "hard")


def test_a_plan_that_ends_before_it_starts_takes_no_time() -> None:
    turned = change("chg-2026-12-05-n2", "{ci: n1}", "2026-12-05T23:00:00Z", "2026-12-05T22:30:00Z")
    found = judged(BASE + PLAN, {"other": BASE + turned})
    assert (found.conflicts, found.lanes) == ((), (("other",), ("this change",)))

"""What a change before the gate is: its proof, its stakes, its time, and what stands in its way."""

from dataclasses import replace

import pytest

from gitsm.change.approvals import NOTHING_SAID
from gitsm.change.blockers import of_plan
from gitsm.change.explain import explained
from gitsm.change.gate import judge
from gitsm.change.hearing import Case, policy_version
from gitsm.change.impact import assess
from gitsm.change.register import register
from gitsm.change.requirements import Tip
from gitsm.change.teams import Directory, owners
from gitsm.change.touched import touched
from gitsm.change.verdict import Compared, Verdict
from gitsm.cli.options import moment
from gitsm.diagnostics import Finding, Severity, Spot
from gitsm.diff.compare import compare
from gitsm.graph.estate import Memory
from gitsm.policy import Policies
from tests.support.catalogues import ci, loaded, snapshot
from tests.support.gates import BASE, NOW, change, heard, stops, yes

PATCHED = BASE.replace('"16.1"', '"16.2"')
STANDARD = change(type="standard", model="db-patch")


@pytest.mark.parametrize(
    ("base", "record", "why"),
    [
        (BASE, change(type="standard"), "it names no model"),
        (BASE, change(type="standard", model="other"), "the target branch has no change_model:other"),
        (BASE.replace("type: standard\n", "type: normal\n"), STANDARD, "change_model:db-patch is for normal changes"),
        (BASE.replace("2027-12-31", "2026-11-23"), STANDARD, "change_model:db-patch ended on 2026-11-23"),
        (BASE.replace("$.version, ", ""), STANDARD, "change_model:db-patch does not allow ci:db/version"),
        (BASE.replace("class: database_instance, f", "class: firewall, f"), STANDARD, "does not allow ci:db/version"),
        (BASE.replace("kind: ci, class: database_instance", "kind: team"), STANDARD, "does not allow ci:db/version"),
        (BASE, change(type="standard", model="db-patch", risk="high"), "its risk is high"),
    ],
)  # fmt: skip
def test_a_standard_change_is_proved_and_not_claimed(base: str, record: str, why: str) -> None:
    found = heard(base.replace('"16.1"', '"16.2"') + record, before=base)
    assert "not-standard" in stops(found)
    assert why in found.blockers[0].message
    assert found.type == "normal"


def test_the_last_day_of_a_model_counts_and_many_parts_are_cut_short() -> None:
    base = BASE.replace("2027-12-31", "2026-11-24")
    assert heard(base.replace('"16.1"', '"16.2"') + STANDARD, before=base).allowed
    # Six values of each of three new CIs, of which five are named.
    more = PATCHED + "".join(ci(f"n{number}") for number in range(3)) + STANDARD
    assert " and 13 more" in heard(more).blockers[0].message


def points(found: Verdict, name: str) -> tuple[int, int]:
    return next((one.points, one.most) for one in found.risk.factors if one.name == name)


CATALOG = BASE.replace("phase: pipeline", "phase: catalog")
SHUT = CATALOG.replace("\nhours: always", "\nhours: {mon: ['08:00-16:00']}")


@pytest.mark.parametrize(
    ("base", "lines", "counted"),
    [
        (CATALOG, {"outage_expected": "{minutes: 20}"}, (10, 10)),
        (CATALOG, {"outage_expected": "{minutes: 0}"}, (0, 0)),
        (SHUT, {"outage_expected": "{minutes: 20}"}, (0, 0)),  # a Saturday night
        (SHUT, {"outage_expected": "{minutes: 20}",
                "planned": "{start: 2026-11-30T08:00:00Z, end: 2026-11-30T09:00:00Z}"}, (10, 10)),
        (BASE.replace("delivered_by: [ci:app]\n", ""), {"outage_expected": "{minutes: 20}"}, (0, 0)),
    ],
)  # fmt: skip
def test_an_outage_counts_where_it_was_promised_to_be_up(
    base: str, lines: dict[str, str], counted: tuple[int, int]
) -> None:
    assert points(heard(base.replace('"16.1"', '"16.2"') + change(**lines), before=base), "outage") == counted


def test_what_nobody_says_of_an_outage_is_not_known() -> None:
    after = CATALOG.replace('"16.1"', '"16.2"')
    unsaid = change().replace("outage_expected: {minutes: 0}\n", "")
    assert points(heard(after + unsaid, before=CATALOG), "outage") == (0, 10)
    assert points(heard(after, before=CATALOG), "outage") == (0, 10)
    nowhere = CATALOG.replace("service_hours: always", "service_hours: never")
    found = heard(nowhere.replace('"16.1"', '"16.2"') + change(outage_expected="{minutes: 5}"), before=nowhere)
    assert points(found, "outage") == (0, 10)


def test_what_is_worked_on_counts_as_hit() -> None:
    base = CATALOG.replace("criticality: not_critical", "criticality: most_critical")
    after = base.replace('most_critical\nlifecycle: operational/in_use\nversion: "1"',
                         'most_critical\nlifecycle: operational/in_use\nversion: "2"')  # fmt: skip
    assert points(heard(after + change(), before=base), "criticality") == (25, 25)
    offering = CATALOG.replace("service: shop\n", "service: shop\ndelivered_by: [ci:db]\n")
    assert points(heard(offering + change(), before=CATALOG), "criticality") == (5, 5)


def test_the_team_and_the_model_have_their_history() -> None:
    past = "".join(
        change(f"chg-2026-10-0{day}-db", type="standard", model="db-patch", outcome=outcome,
               planned=f"{{start: 2026-10-0{day}T22:00:00Z, end: 2026-10-0{day}T23:00:00Z}}")
        for day, outcome in enumerate(("successful", "successful_with_issues", "backed_out", *["successful"] * 5), 1)
    )  # fmt: skip
    found = heard(PATCHED + past + STANDARD, before=BASE + past)
    # 3·6 - 2·1 - 5·1
    assert found.risk.history == 11
    assert (points(found, "team"), points(found, "model")) == ((4, 4), (0, 0))


def ref(name: str) -> tuple[str, ...]:
    text = BASE + change() + (
        "---\nkind: request_offering\nid: ask\nname: Ask\noffering: web-shop\ntasks: [{name: Do, group: desk}]\n"
        "fields: []\n"
    )  # fmt: skip
    return owners(name, snapshot(text))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ci:db", ("team:ops",)),
        ("service_offering:web-shop", ("team:desk",)),
        ("request_offering:ask", ("team:desk",)),
        ("team:board", ("team:board",)),
        ("change:chg-2026-11-24-work", ("team:ops",)),
        ("calendar:always", ()),
        ("ci:nowhere", ()),
    ],
)
def test_each_kind_has_its_owner(name: str, found: tuple[str, ...]) -> None:
    assert ref(name) == found


def case(after: str, *findings: Finding, before: str = BASE) -> Case:
    base, head = snapshot(before), snapshot(after)
    edits = compare(base, head)
    return Case(
        compared=Compared("0" * 40, "1" * 40, "2" * 40, policy_version(base)),
        before=base,
        after=head,
        edits=edits,
        findings=findings,
        impact=assess(Memory.of(base), Memory.of(head), touched(edits, head)),
        now=moment(NOW),
    )


def test_many_errors_are_cut_short_and_the_state_says_so() -> None:
    errors = [Finding("unknown-reference", Severity.ERROR, f"no {n}", Spot("cmdb/a.yaml")) for n in range(8)]
    found = judge(case(PATCHED + change(), *errors))
    assert stops(found)[:6] == ["finding:unknown-reference"] * 5 + ["finding:more"]
    assert found.state is not None
    assert found.state.name == "assess"
    assert found.blockers[0].remedy == "gitsm rule unknown-reference says more"


def test_drafts_and_closed_pull_requests() -> None:
    ready = case(PATCHED + STANDARD)
    draft = judge(replace(ready, statement=replace(NOTHING_SAID, draft=True)))
    assert (draft.allowed, draft.next.what, draft.state and draft.state.name) == (
        True, "mark the pull request as ready", "new",
    )  # fmt: skip
    closed = judge(replace(ready, statement=replace(NOTHING_SAID, closed=True)))
    assert (stops(closed), closed.state and closed.state.name) == (["canceled"], "canceled")


def test_work_whose_time_has_come_is_done_now() -> None:
    now = change(type="standard", model="db-patch", planned="{start: 2026-11-24T11:00:00Z, end: 2026-11-24T13:00:00Z}")
    assert judge(case(PATCHED + now)).next.what == "merge it, and do the work now until 2026-11-24T13:00+00:00"


def test_words_that_need_no_record_need_their_owner_alone() -> None:
    after = BASE.replace("name: app\n", "name: The app\n")
    found = heard(after, yes("bo"), seen={"a": after})
    assert (found.allowed, found.next.who, found.state) == (True, "author", None)


def test_an_override_on_the_target_branch_lets_a_mass_edit_pass() -> None:
    nodes = "".join(ci(f"n{number}", owner="ops") for number in range(6))
    by = "  overrides: [{change: chg-2026-11-24-work, reason: Emptied., by: board, expires: 2026-12-01}]\n"
    base = BASE.replace("from_total: 4}\n", f"from_total: 4}}\n{by}") + nodes
    after = base.replace(nodes, ci("n0", owner="ops")) + change()
    found = heard(after, before=base)
    assert "threshold:ci-removed" not in stops(found)
    assert "5 ci records removed, accepted by team:board until 2026-12-01: Emptied." in found.notes


def test_a_rename_needs_the_owner_it_had() -> None:
    after = BASE.replace("id: spare\n", "id: reserve\nmoved: {from: spare}\n")
    after = after.replace("name: spare\nowner: ops", "name: spare\nowner: desk")
    found = heard(after)
    asked = {one.requirement.rule: one.requirement.teams for one in found.agreement.met}
    assert asked["losing-owner"] == ("team:ops",)
    assert {(piece.pointer, piece.before, piece.after) for piece in found.plan} == {
        ("", "ci:spare", "ci:reserve"), ("/owner", "team:ops", "team:desk"),
    }  # fmt: skip


def test_a_value_that_goes_as_a_whole_is_split_into_its_parts() -> None:
    base = BASE.replace("id: wall\n", "id: wall\nattributes: {zone: north, rules: 4}\n")
    found = heard(BASE, before=base)
    assert [piece.pointer for piece in found.plan] == ["/attributes/rules", "/attributes/zone"]


def test_each_part_of_a_record_is_explained() -> None:
    rule = "    - {id: expiry, scope: {fields: [$.attributes.expires]}, teams: [board]}\n"
    base = BASE.replace("    - {id: requests", rule + "    - {id: requests")
    tip = snapshot(base.replace("id: wall\n", "id: wall\nattributes: {expires: soon, zone: north}\n"))
    entry = tip.get("ci:wall")
    assert entry is not None
    parts = explained(entry, Tip(tip, Policies.of_tree(tip).approvals, Directory.of(tip)))
    asked = {part.key: ([one.rule for one in part.asked], part.whole) for part in parts}
    assert asked["version"] == (["owners"], True)
    assert asked["attributes"] == (["expiry", "owners"], False)


def test_what_stands_against_a_merged_change_is_told_of_the_one_that_is_asked_for() -> None:
    text = BASE + change("chg-2026-11-28-a") + change("chg-2026-11-28-b")
    found = register(snapshot(text), moment(NOW), only="change:chg-2026-11-28-a")
    assert {one.change.id: len(one.conflicts) for one in found} == {"chg-2026-11-28-a": 2, "chg-2026-11-28-b": 0}


def test_a_change_of_the_target_branch_is_not_rewritten_under_a_model() -> None:
    base = BASE + change()
    lines = {"type": "standard", "model": "db-patch", "assignee": "amara"}
    found = heard(PATCHED + change(**lines), before=base, authors=("amara",))
    assert "not-standard" in stops(found)
    assert "change:chg-2026-11-24-work/type" in found.blockers[0].message
    asked = {one.requirement.rule: one.requirement.teams for one in found.agreement.met}
    assert asked["requests"] == ("team:ops",)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_limits_for_one_kind_the_tighter_one_refuses_in_either_order(order: int) -> None:
    nodes = "".join(ci(f"n{number}", owner="ops") for number in range(6))
    limits = ["{actions: [removed], max_count: 1}", "{kinds: [ci], actions: [removed], max_count: 3}"][::order]
    base = BASE.partition("---\nkind: policy\nid: thresholds")[0] + (
        f"---\nkind: policy\nid: thresholds\nthresholds: {{limits: [{', '.join(limits)}]}}\n"
    )
    found = heard(base + change(), before=base + nodes)
    assert [one.limit for one in found.exceeded] == [1]


def test_a_record_that_is_not_filled_in_is_not_called_missing() -> None:
    draft = change(planned="").replace("planned: \n", "planned:\n")
    after = loaded(PATCHED + draft).snapshot
    before = snapshot(BASE)
    edits = compare(before, after)
    found = judge(
        Case(
            compared=Compared("0" * 40, "1" * 40, "2" * 40, policy_version(before)),
            before=before,
            after=after,
            edits=edits,
            findings=(),
            impact=assess(Memory.of(before), Memory.of(after), touched(edits, after)),
            now=moment(NOW),
        )
    )
    (missing, *_) = found.blockers
    assert missing.id == "change-record-missing"
    assert missing.message.endswith("and change:chg-2026-11-24-work is none yet")
    assert missing.remedy == "fill in what it leaves open, and mend what is wrong in it"
    # It says who does it: their team answers for it, and not everybody's.
    assert {one.requirement.teams for one in found.agreement.met if one.requirement.rule == "requests"} == {
        ("team:ops",)
    }


def test_what_differs_from_the_reviewed_plan_is_told_in_words() -> None:
    plan = heard(PATCHED + change(), before=BASE).plan
    reviewed = [("ci:db/version", "16.1", "16.3"), ("ci:app/tags", ["a"], None)]
    (one,) = of_plan(plan, "a" * 64, "b" * 64, reviewed)
    lines = one.remedy.splitlines()
    assert "+ ci:db/version: 16.1 → 16.2" in lines
    assert "- ci:db/version: 16.1 → 16.3" in lines
    assert "- ci:app/tags goes, it was ['a']" in lines
    assert "+ change:chg-2026-11-24-work/backout_plan/tested becomes true" in lines

"""Who must agree, whose word counts, and what it holds for (domain.md §8.8)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitsm.change.approvals import Given
from gitsm.cli.options import moment
from tests.support.catalogues import ci
from tests.support.gates import BASE, change, heard, missing, stops, team, yes
from tests.support.judging import agreement, service

PATCHED = BASE.replace('"16.1"', '"16.2"')
NORMAL = PATCHED + change()
ZONE = ("kind: calendar\nid: always\ntimezone: UTC", "kind: calendar\nid: always\ntimezone: Europe/Oslo")
DB = ci("db", class_="database_instance", owner="ops", version='"16.1"')
WALL = (
    'not_critical\nlifecycle: operational/in_use\nversion: "1"',
    'not_critical\nlifecycle: operational/in_use\nversion: "2"',
)
CUSTOMER = "---\nkind: customer\nid: passengers\nname: Passengers\n"
SUPPLIER = "---\nkind: supplier\nid: northsat\nname: Northsat\ncontact: {mail: noc@northsat.example}\n"


def required(found: object) -> dict[str, list[str]]:
    return {one.requirement.rule: list(one.requirement.names) for one in found.agreement.met}  # type: ignore[attr-defined]


def test_a_rule_without_teams_asks_the_owner() -> None:
    found = heard(NORMAL)
    asked = {one.requirement.rule: one.requirement.teams for one in found.agreement.met}
    assert asked == {"owners": ("team:ops",), "requests": ("team:ops",)}


def test_what_no_rule_covers_falls_to_the_default_approvers() -> None:
    found = heard(BASE.replace(*ZONE))
    assert required(found) == {"default": ["calendar:always/timezone"]}
    assert found.agreement.met[0].requirement.teams == ("team:board",)


def test_a_rule_below_a_changed_path_splits_it_and_a_new_file_is_approved_piecewise() -> None:
    new = BASE + CUSTOMER + agreement("shop-sla", "sla", "service:shop")
    found = heard(new)
    parts = required(found)
    target = "agreement:shop-sla/targets/availability"
    assert parts["promises"] == [f"{target}/metric", f"{target}/value"]
    assert "agreement:shop-sla/starts" in parts["default"]
    assert not set(parts["promises"]) & set(parts["default"])
    # With a rule for the rest nothing is left for the default approvers.
    rest = "    - {id: rest, scope: {kinds: [agreement, customer]}, teams: [desk]}\n"
    base = BASE.replace("    - {id: requests", rest + "    - {id: requests")
    covered = heard(new.replace("    - {id: requests", rest + "    - {id: requests"), before=base)
    assert set(required(covered)) == {"promises", "rest"}


@pytest.mark.parametrize(
    ("rule", "extra", "expected"),
    [
        ("{id: net, scope: {classes: [network]}, teams: [desk], count: 2}", "", {"net"}),
        ("{id: net, scope: {classes: [firewall]}, teams: [desk]}", "", {"net"}),
        ("{id: net, scope: {classes: [server]}, teams: [desk]}", "", set()),
        ("{id: net, scope: {kinds: [ci], fields: [$.version]}, teams: [desk]}", "", {"net"}),
        ("{id: net, scope: {kinds: [ci], fields: [$.owner]}, teams: [desk]}", "", set()),
    ],
)
def test_scopes_go_by_class_and_part(rule: str, extra: str, expected: set[str]) -> None:
    base = BASE.replace("    - {id: requests", f"    - {rule}\n    - {{id: requests") + extra
    after = base.replace(*WALL)
    assert after != base
    assert set(required(heard(after, before=base))) - {"owners"} == expected


def test_an_ownership_move_needs_the_loser_and_the_gainer() -> None:
    moved = BASE.replace("name: db\nowner: ops", "name: db\nowner: desk")
    found = heard(moved, authors=("amara",))
    asked = {one.requirement.rule: one.requirement.teams for one in found.agreement.met}
    assert asked["losing-owner"] == ("team:ops",)
    assert asked["gaining-owner"] == ("team:desk",)
    both = heard(moved, yes("dan"), yes("bo"), authors=("amara",), seen={"a": moved})
    assert missing(both) == []


def test_a_new_owner_that_only_the_branch_knows_decides_nothing() -> None:
    after = BASE.replace("name: db\nowner: ops", "name: db\nowner: mine") + team("mine", "mallory")
    found = heard(after, yes("mallory"), authors=("amara",), seen={"a": after})
    gaining = next(one for one in found.agreement.met if one.requirement.rule == "gaining-owner")
    assert gaining.requirement.teams == ("team:board",)
    assert [(one.by, one.why) for one in found.agreement.ignored] == [("mallory", "is in no team on the target branch")]


def test_a_removal_needs_the_owners_of_what_hangs_on_it() -> None:
    after = BASE.replace(ci("db", class_="database_instance", owner="ops", version='"16.1"'), "").replace(
        "depends_on: [ci:db]\n", ""
    )
    found = heard(after)
    dependents = [one.requirement for one in found.agreement.met if one.requirement.rule == "dependents"]
    assert [(one.teams, one.why) for one in dependents] == [(("team:desk",), "ci:app needs what is removed")]
    soft = BASE.replace("depends_on: [ci:db]", "depends_on: [{target: ci:db, strength: soft}]")
    assert "dependents" not in required(heard(after, before=soft))


def test_the_risk_and_the_type_bring_extra_approvers() -> None:
    high = heard(PATCHED + change(risk="high"))
    assert {one.requirement.rule for one in high.agreement.met} == {"owners", "requests", "risk-high"}
    base = BASE.replace("  extra:\n", "  extra:\n    - {major: true, teams: [desk]}\n")
    after = base.replace('"16.1"', '"16.2"') + change(major="true")
    assert "change-type" in required(heard(after, before=base))
    assert "change-type" not in required(heard(base.replace('"16.1"', '"16.2"') + change(), before=base))


@pytest.mark.parametrize(
    ("approvals", "rules"),
    [
        ("{teams: [ops]}", {"model"}),
        ("{teams: [ops, desk], count: 2}", {"model", "model-count"}),
        ("{count: 2}", {"model-count"}),
        ("{teams: [ops], count: 1}", {"model"}),
    ],
)
def test_a_model_says_who_agrees_to_a_standard_change(approvals: str, rules: set[str]) -> None:
    base = BASE.replace("max_risk: moderate\n", f"max_risk: moderate\napprovals: {approvals}\n")
    after = base.replace('"16.1"', '"16.2"') + change(type="standard", model="db-patch")
    found = heard(after, before=base)
    assert set(required(found)) == rules
    assert found.type == "standard"


@pytest.mark.parametrize(
    ("by", "authors", "counts"),
    [
        ("dan", ("cleo",), True),
        ("cleo", ("cleo",), False),  # the author
        ("CLEO", ("cleo",), False),  # forges ignore case
        ("dan", ("cleo", "dan"), False),  # a co-author, or the last pusher
        ("mallory", ("cleo",), False),  # in no team
        ("bo", ("cleo",), False),  # in another team
    ],
)
def test_whose_word_counts(by: str, authors: tuple[str, ...], *, counts: bool) -> None:
    found = heard(NORMAL, yes(by), authors=authors, seen={"a": NORMAL})
    assert (missing(found) == []) is counts
    if not counts:
        assert len(found.agreement.ignored) == 1


def test_one_person_counts_once() -> None:
    base = BASE.replace("{id: owners, scope", "{id: owners, count: 2, scope")
    after = base.replace('"16.1"', '"16.2"') + change(assignee="amara")
    twice = heard(after, yes("cleo"), yes("Cleo"), yes("CLEO"), before=base, authors=("amara",), seen={"a": after})
    assert "owners" in missing(twice)
    two = heard(after, yes("cleo"), yes("dan"), before=base, authors=("amara",), seen={"a": after})
    assert "owners" not in missing(two)


@pytest.mark.parametrize(
    ("at", "counts"), [("2026-11-24T12:00:00Z", True), ("2026-11-24T12:05:00Z", True), ("2026-11-24T12:05:01Z", False)]
)
def test_nobody_agrees_in_the_future(at: str, *, counts: bool) -> None:
    assert (missing(heard(NORMAL, yes("dan", at=at), seen={"a": NORMAL})) == []) is counts


def test_an_approval_of_a_plan_holds_for_that_plan_alone() -> None:
    plan = heard(NORMAL).plan_hash
    when = moment("2026-11-24T10:00:00Z")
    assert missing(heard(NORMAL, Given("dan", when, plan_hash=plan))) == []
    other = heard(NORMAL.replace('"16.2"', '"16.3"'), Given("dan", when, plan_hash=plan))
    assert missing(other) == ["owners", "requests"]
    assert other.agreement.ignored[0].why == "agreed to another plan"


def test_an_unrelated_push_keeps_an_approval_and_an_edit_of_its_paths_voids_exactly_it() -> None:
    both = NORMAL.replace('"1.0"', '"1.1"')
    seen = {"a": both}
    words = (yes("dan"), yes("bo"))
    assert missing(heard(both, *words, seen=seen)) == []
    # Another push to what ops answer for: desk's word stands.
    pushed = heard(both.replace('"16.2"', '"16.3"'), *words, seen=seen)
    assert [(one.requirement.rule, one.requirement.teams) for one in pushed.agreement.missing] == [
        ("owners", ("team:ops",))
    ]
    # A push to what nobody of them answers for.
    elsewhere = both.replace(*ZONE)
    assert [one.requirement.rule for one in heard(elsewhere, *words, seen=seen).agreement.missing] == ["default"]
    # Taking back half of what was agreed to is an edit, too.
    half = BASE.replace('"1.0"', '"1.1"').replace('"16.1"', '"16.2"').replace("name: db\n", "name: The db\n") + change()
    assert "owners" in missing(heard(both, *words, seen={"a": half}))


def test_a_word_for_the_whole_change_is_voided_by_any_push() -> None:
    high = PATCHED + change(risk="high")
    words = (yes("dan"), yes("eva"))
    assert missing(heard(high, *words, seen={"a": high})) == []
    pushed = high.replace(*ZONE)
    assert "risk-high" in missing(heard(pushed, *words, seen={"a": high}))


def test_a_commit_that_cannot_be_looked_at_proves_nothing() -> None:
    found = heard(NORMAL, yes("dan", head="f" * 40))
    assert missing(found) == ["owners", "requests"]
    assert found.agreement.ignored[0].why == "agreed to a commit that cannot be looked at"


def test_a_word_that_was_taken_back_does_not_count() -> None:
    later = "2026-11-24T11:00:00Z"
    seen = {"a": NORMAL}
    objected = heard(NORMAL, yes("dan"), yes("dan", at=later, word="changes_requested"), seen=seen)
    assert "objection:dan" in stops(objected)
    assert missing(objected) == ["owners", "requests"]
    dismissed = heard(NORMAL, yes("dan"), yes("dan", at=later, word="dismissed"), seen=seen)
    assert (missing(dismissed), dismissed.agreement.objections) == (["owners", "requests"], ())
    settled = heard(NORMAL, yes("dan", word="changes_requested"), yes("dan", at=later), seen=seen)
    assert (missing(settled), settled.agreement.objections) == ([], ())


def test_a_stranger_cannot_object() -> None:
    assert heard(NORMAL, yes("mallory", word="changes_requested")).agreement.objections == ()


def test_where_nobody_is_left_it_is_said() -> None:
    lone = BASE.replace("members: [cleo, dan]", "members: [cleo]")
    found = heard(lone.replace('"16.1"', '"16.2"') + change(), before=lone)
    (blocker, _) = found.blockers
    assert blocker.message == (
        "nobody is left who may agree for ops: what is altered is theirs; "
        "cleo is there, and made the change, or pushed last"
    )
    assert blocker.remedy == (
        "have somebody else make the change, so that cleo may agree; "
        "or have somebody added to team:ops on the target branch first"
    )
    # Nothing else that is mended helps, so it comes first and is the next thing to do.
    refused = heard(lone.replace('"16.1"', '"16.2"'), before=lone)
    assert stops(refused) == ["approval:owners", "change-record-missing"]
    assert refused.next.what == blocker.remedy


def test_while_nobody_knows_the_author_a_lone_approver_is_told_beforehand() -> None:
    lone = BASE.replace("members: [cleo, dan]", "members: [cleo]")
    after = lone.replace('"16.1"', '"16.2"') + change()
    (note,) = heard(after, before=lone, authors=()).notes
    assert note == (
        "only cleo may agree for ops, and nobody agrees to their own change: let others make it, "
        "or have somebody added to team:ops on the target branch first"
    )
    assert heard(after, before=lone, authors=("amara",)).notes == ()
    assert heard(NORMAL, authors=()).notes == ()


def test_without_a_policy_the_owners_agree_and_of_what_nobody_owns_anybody() -> None:
    bare = BASE.partition("---\nkind: policy")[0]
    found = heard(bare.replace('"16.1"', '"16.2"') + change(), before=bare)
    assert [one.requirement.teams for one in found.agreement.met] == [("team:ops",)]
    zone = bare.replace("timezone: UTC", "timezone: Europe/Oslo")
    assert heard(zone, before=bare).agreement.met[0].requirement.teams == ("team:board", "team:desk", "team:ops")
    joined = bare.replace("members: [eva, finn]", "members: [eva, finn, mallory]")
    assert heard(joined, before=bare).agreement.met[0].requirement.teams == ("team:board",)


EMERGENCY = PATCHED + change(type="emergency", planned="{start: 2026-11-24T11:00:00Z, end: 2026-11-24T13:00:00Z}")


def test_an_emergency_goes_first_with_one_who_agrees_and_owes_the_rest() -> None:
    base = BASE.replace("  extra:\n", "  extra:\n    - {types: [emergency], teams: [board]}\n")
    after = base.replace('"16.1"', '"16.2"') + EMERGENCY.removeprefix(PATCHED)
    assert stops(heard(after, before=base)) == ["approval:emergency"]
    gone = heard(after, yes("dan"), before=base, seen={"a": after})
    assert (stops(gone), gone.allowed) == ([], True)
    assert gone.notes == ("an emergency goes first; these have to agree afterwards: team:board",)
    assert not heard(after, yes("cleo"), before=base, seen={"a": after}).allowed


def test_an_emergency_puts_off_no_promise_and_no_handing_over() -> None:
    promise = agreement("shop-sla", "sla", "service_offering:web-shop") + CUSTOMER
    urgent = change(type="emergency")
    looser = heard(PATCHED + promise.replace("99.9%", "80%") + urgent, yes("dan"), before=BASE + promise)
    assert "approval:promises" in stops(looser)
    taken = PATCHED.replace("name: db\nowner: ops", "name: db\nowner: desk") + urgent
    assert {"approval:losing-owner", "approval:gaining-owner"} <= set(stops(heard(taken)))


def test_what_comes_to_another_service_comes_to_another_team() -> None:
    mail = service("mail", phase="pipeline")
    base = BASE + mail.replace("owner: desk", "owner: ops")
    offered = ("service: shop\nname: web-shop", "service: mail\nname: web-shop")
    moved = heard(base.replace(*offered) + change(), before=base)
    asked = {one.requirement.rule: one.requirement.teams for one in moved.agreement.met}
    assert (asked["losing-owner"], asked["gaining-owner"]) == (("team:desk",), ("team:ops",))
    # Both services are of one team: nobody hands anything over.
    same = heard((BASE + mail).replace(*offered) + change(), before=BASE + mail)
    assert not {"losing-owner", "gaining-owner"} & {one.requirement.rule for one in same.agreement.met}


def test_an_emergency_puts_off_nothing_that_decides() -> None:
    after = EMERGENCY.replace("{bands: [high], teams: [board]}", "{bands: [high], teams: [ops]}")
    found = heard(after, yes("dan"), seen={"a": after})
    assert "approval:default" in stops(found)


PEOPLE = ("amara", "bo", "cleo", "dan", "eva", "finn", "mallory")


@settings(max_examples=40, deadline=None)
@given(said=st.sets(st.sampled_from(PEOPLE)), authors=st.sets(st.sampled_from(PEOPLE), min_size=1), fresh=st.booleans())
def test_more_words_never_harm_and_authors_never_count(said: set[str], authors: set[str], *, fresh: bool) -> None:
    seen = {"a": NORMAL if fresh else BASE}
    found = heard(NORMAL, *(yes(by) for by in sorted(said)), authors=tuple(sorted(authors)), seen=seen)
    counted = {by for one in found.agreement.met for by in one.by}
    assert counted <= said - authors
    assert counted == ((said - authors) & {"cleo", "dan"} if fresh else set())

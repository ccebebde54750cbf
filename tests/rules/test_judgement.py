"""A judgement: by every rule, under policy, whole or only as far as an edit reaches."""

import gc
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gitsm.diagnostics import Severity
from gitsm.report import appeared
from gitsm.rules import all_rules, judge, judge_subjects
from gitsm.rules.world import World
from gitsm.snapshot import Snapshot
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, loaded, snapshot
from tests.support.judging import agreement, offering, service

BAD = ci("aa", "depends_on: [ci:aa]\n") + ci("bb", "runs_on: [{any_of: [ci:aa], min_up: 1}]\n")
POLICY = "---\nkind: policy\nid: rules\nrules:\n"


def found(text: str, as_of: date = TODAY) -> set[str]:
    return {finding.rule for finding in judge(snapshot(text + BACKDROP), as_of)}


def waiver(rule: str, ref: str, expires: str) -> str:
    return f"  waivers: [{{rule: {rule}, ref: '{ref}', owner: desk, reason: R., expires: {expires}}}]\n"


def test_policy_sets_how_bad_a_finding_is() -> None:
    findings = judge(snapshot(BAD + POLICY + "  severity: {self-relation: note}\n" + BACKDROP), TODAY)

    assert {finding.rule: finding.severity for finding in findings} == {
        "self-relation": Severity.NOTE,
        "single-member-group": Severity.WARNING,
    }


def test_policy_puts_a_rule_off() -> None:
    assert found(BAD + POLICY + "  severity: {self-relation: 'off'}\n") == {"single-member-group"}


def test_a_waiver_counts_for_its_record_until_its_last_day() -> None:
    text = BAD + POLICY + waiver("single-member-group", "ci:bb", "2026-11-23")

    assert found(text, date(2026, 11, 23)) == {"self-relation"}
    assert found(text, date(2026, 11, 24)) == {"self-relation", "single-member-group", "expired-waiver"}


def test_what_is_fixed_stays() -> None:
    text = (
        BAD
        + POLICY
        + "  severity: {fixed-rule: 'off', unknown-key: 'off'}\n"
        + waiver("fixed-rule", "policy:rules", "2027-01-31")
    )

    assert "fixed-rule" in found(text)


def test_what_loading_found_is_neither_relaxed_nor_lost() -> None:
    result = loaded(ci("aa", criticality="very") + POLICY + "  severity: {wrong-value: 'off'}\n" + BACKDROP)

    assert {finding.rule for finding in judge(result.snapshot, TODAY, result.findings)} == {"wrong-value", "fixed-rule"}


def test_the_order_of_files_does_not_matter() -> None:
    entries = list(snapshot(BAD + service("ss") + BACKDROP))

    assert judge(Snapshot.of(reversed(entries)), TODAY) == judge(Snapshot.of(entries), TODAY)


def test_every_finding_says_what_to_do() -> None:
    for finding in judge(snapshot(BAD + service("ss") + agreement("sla", "sla", "ci:nn") + BACKDROP), TODAY):
        assert finding.hint
        assert finding.message
        assert not finding.message.endswith(".")


def test_collecting_garbage_stays_as_it_was() -> None:
    gc.disable()
    try:
        judge(snapshot(BACKDROP), TODAY)
        assert not gc.isenabled()
    finally:
        gc.enable()
    judge(snapshot(BACKDROP), TODAY)
    assert gc.isenabled()


NAMES = ("aa", "bb", "cc", "dd")
_targets = st.lists(st.sampled_from([f"ci:{name}" for name in (*NAMES, "zz")]), max_size=2, unique=True)


@st.composite
def _ci(draw: st.DrawFn, name: str) -> str:
    members = ", ".join(draw(_targets) or ["ci:aa"])
    group = f"hosted_on: [{{any_of: [{members}], min_up: {draw(st.integers(1, 2))}}}]\n" if draw(st.booleans()) else ""
    relations = "".join(
        f"{field}: [{', '.join(targets)}]\n"
        for field in ("depends_on", "runs_on", "member_of")
        if (targets := draw(_targets))
    )
    alias = draw(st.sampled_from(["", "aliases: [shop]\n", "aliases: [bb]\n", "moved: {from: cc}\n"]))
    return ci(
        name,
        relations + group + alias,
        environment=draw(st.sampled_from(["production", "staging"])),
        lifecycle=draw(st.sampled_from(["operational/in_use", "end_of_life/retired", "operational/retired"])),
        class_=draw(st.sampled_from(["server", "external_service"])),
    )


@st.composite
def _records(draw: st.DrawFn) -> dict[str, str]:
    """Draw a small catalogue in which every rule about relations has a chance; by file."""
    drawn = {name: draw(_ci(name)) for name in NAMES if draw(st.integers(0, 4))}
    phase = st.sampled_from(["pipeline", "catalog", "retired"])
    if draw(st.booleans()):
        drawn["booking"] = service("booking", draw(st.sampled_from(["", "delivered_by: [ci:aa]\n"])), draw(phase))
    if draw(st.booleans()):
        drawn["offer"] = offering(
            "offer", "booking", draw(st.sampled_from(["", "delivered_by: [ci:bb]\n"])), draw(phase)
        )
    for name, kind in (("sla", "sla"), ("ua", "ua")):
        if draw(st.booleans()):
            covers = draw(st.sampled_from(["service:booking", "service_offering:offer", "ci:aa", "ci:bb"]))
            drawn[name] = agreement(name, kind, covers, ends=draw(st.sampled_from([None, "2026-06-30", "2026-12-31"])))
    return drawn


def _snapshot(records: dict[str, str]) -> Snapshot:
    return loaded("".join(records.values()) + BACKDROP).snapshot


@given(_records(), _records(), st.sets(st.sampled_from([*NAMES, "booking", "offer", "sla", "ua"])))
def test_what_an_edit_breaks_is_told_by_asking_only_what_is_broken(
    old: dict[str, str], new: dict[str, str], edited: set[str]
) -> None:
    merged = {name: text for name in {**old, **new} if (text := (new if name in edited else old).get(name))}
    before, after = _snapshot(old), _snapshot(merged)
    broken = judge(after, TODAY)

    asked = judge_subjects(World.of(before, TODAY), {one.subject for one in broken if one.subject})

    assert appeared(asked, broken) == appeared(judge(before, TODAY), broken)


@given(_records())
def test_suspects_leave_out_nobody_with_a_finding(records: dict[str, str]) -> None:
    world = World.of(_snapshot(records), TODAY)
    for rule in all_rules().values():
        judged = [entry for entry in world.snapshot if entry.record is not None and rule.judges(entry)]
        guilty = {entry.ref for entry in judged if any(True for _ in rule.check(entry, world))}
        assert guilty <= {entry.ref for entry in rule.subjects(world)}, rule.id

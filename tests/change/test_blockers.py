"""What stands in the way of a change, one thing at a time; and who is to do what next."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from gitsm.change.approvals import NOTHING_SAID, Given
from gitsm.change.blockers import of_plan
from gitsm.change.gate import judge
from gitsm.change.hearing import Case, policy_version
from gitsm.change.impact import assess
from gitsm.change.pieces import Piece
from gitsm.change.touched import touched
from gitsm.change.verdict import Compared, Verdict
from gitsm.cli.options import moment
from gitsm.diff.compare import compare
from gitsm.graph.estate import Memory
from tests.support.catalogues import snapshot
from tests.support.gates import BASE, NOW, change, heard, stops, yes

EDITED = BASE.replace('version: "16.1"', 'version: "16.2"')
EXTRA = """name: Extra
class: server
owner: ops
environment: production
criticality: not_critical
lifecycle: operational/in_use
version: "7"
"""
FREEZE = """---
kind: window
id: freeze
type: blackout
at: {start: 2026-11-28T00:00:00Z, end: 2026-11-29T00:00:00Z}
applies_to: {all: true}
exempt: [emergency]
reason: The day of the year.
"""


def case(after: str, before: str = BASE, *, outside: int = 0, now: str = NOW, **more: Any) -> Case:
    base, head = snapshot(before), snapshot(after)
    edits = compare(base, head)
    compared = Compared("0" * 40, "1" * 40, "2" * 40, policy_version(base), outside)
    found = assess(Memory.of(base), Memory.of(head), touched(edits, head))
    return Case(compared, base, head, edits, (), found, moment(now), **more)


def remedy(found: Verdict, name: str) -> str:
    (one,) = [each for each in found.blockers if each.id == name]
    return f"{one.message}\n{one.remedy}"


def test_a_plan_that_was_not_reviewed_is_shown_with_what_differs() -> None:
    found = judge(case(EDITED + change(), expected="f" * 64, reviewed=(("ci:db/version", "16.1", "16.3"),)))
    said = remedy(found, "plan-differs")
    assert f"the plan was ffffffffffff, it is {found.plan_hash[:12]}" in said
    assert "+ ci:db/version: 16.1 → 16.2" in said
    assert "- ci:db/version: 16.1 → 16.3" in said
    assert stops(judge(case(EDITED + change(), expected=found.plan_hash))).count("plan-differs") == 0
    # Where nobody knows the pieces that were reviewed, there is nothing to compare with.
    bare = judge(case(EDITED + change(), expected="f" * 64))
    assert remedy(bare, "plan-differs").endswith("\nhave it reviewed again")


def test_a_long_difference_of_plans_is_cut_short() -> None:
    plan = [Piece(f"ci:n{number:03}", "/version", "modified", "1", "2") for number in range(50)]
    (one,) = of_plan(plan, "a" * 64, "b" * 64, (("ci:n000/version", "1", "2"),))
    lines = one.remedy.split("\n")
    assert (len(lines), lines[-1]) == (42, "and 9 more")  # 49 are new; the heading, 40 of them, and how many more


def test_two_change_records_on_one_branch_are_one_too_many() -> None:
    found = judge(case(EDITED + change() + change("chg-2026-11-24-other")))
    assert remedy(found, "several-changes") == (
        "the branch asks for several changes: change:chg-2026-11-24-other, change:chg-2026-11-24-work\n"
        "one pull request for each; leave one record here"
    )


def test_many_records_without_a_change_record_are_not_all_named() -> None:
    before = BASE + "".join(f"---\nkind: ci\nid: extra{number}\n{EXTRA}" for number in range(7))
    found = judge(case(before.replace('version: "7"', 'version: "8"'), before))
    assert (
        "what is altered needs a change record: ci:extra0, ci:extra1, ci:extra2, ci:extra3, ci:extra4 and 2 more"
        in (remedy(found, "change-record-missing"))
    )


@pytest.mark.parametrize(
    ("record", "now", "stop"),
    [
        (change(on_hold="Parts are late."), NOW, "on-hold"),
        (change(), "2026-11-28T23:00:00Z", "time-over"),
    ],
)
def test_what_waits_or_is_over_is_not_merged(record: str, now: str, stop: str) -> None:
    found = judge(case(EDITED + record, now=now))
    assert stop in stops(found)
    assert found.blockers[0].id == stop
    assert (found.next.who, found.next.what) == ("author", found.blockers[0].remedy)


def test_a_time_that_has_one_moment_left_is_not_over_and_an_emergency_s_never_is() -> None:
    assert "time-over" not in stops(judge(case(EDITED + change(), now="2026-11-28T22:59:59Z")))
    assert "time-over" not in stops(judge(case(EDITED + change(type="emergency"), now="2026-11-29T22:00:00Z")))


def test_a_conflict_stands_until_somebody_accepts_it() -> None:
    found = judge(case(EDITED + FREEZE + change(), BASE + FREEZE))
    assert "conflict:in_blackout:freeze" in stops(found)
    assert "acknowledged_conflicts names in_blackout:freeze" in remedy(found, "conflict:in_blackout:freeze")
    accepted = "acknowledged_conflicts: [{conflict: 'in_blackout:freeze', by: amara, reason: It is agreed.}]\n"
    assert "conflict:in_blackout:freeze" not in stops(
        judge(case(EDITED + FREEZE + change("chg-2026-11-24-work", accepted), BASE + FREEZE))
    )


def test_what_differs_beside_the_records_is_told_and_not_judged() -> None:
    assert "3 files outside the records differ; nothing here judges them" in judge(case(BASE, outside=3)).notes
    assert judge(case(BASE)).notes == ()


def test_where_nothing_differs_there_is_nothing_to_do() -> None:
    found = judge(case(BASE))
    assert (found.allowed, found.next.who, found.next.what) == (
        True, "nobody", "nothing; the target branch has all of it"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"draft": True}, ("author", "mark the pull request as ready")),
        ({}, ("nobody", "nothing; the target branch has all of it")),
    ],
)
def test_a_draft_is_marked_as_ready_first(said: Mapping[str, Any], why: tuple[str, str]) -> None:
    found = judge(case(BASE, statement=replace(NOTHING_SAID, **said)))
    assert (found.next.who, found.next.what) == why


def test_a_word_for_this_very_plan_of_somebody_who_is_not_asked_is_told_as_such() -> None:
    # The firewall and its owner: the desk is not asked.
    text = BASE.replace('version: "1"\n', 'version: "2"\n') + change()
    plan = heard(text).plan_hash
    for_it = Given("amara", moment("2026-11-24T10:00:00Z"), "approved", plan_hash=plan)
    found = heard(text, for_it, yes("dan"), seen={"a": text})
    assert [(one.by, one.why) for one in found.agreement.ignored] == [("amara", "is not asked for")]

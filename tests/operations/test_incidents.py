"""Incidents and problems: where they stand, what they hurt, what may be behind them, what is alike."""

from datetime import UTC, datetime

import pytest

from gitsm.operations.incidents import open_actions, state
from gitsm.operations.problems import clusters, known_errors
from gitsm.operations.reviews import draft
from gitsm.operations.triage import Triage, triage
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm_schemas.operations import Incident
from gitsm_schemas.policies import Policy
from gitsm_schemas.scalars import duration
from tests.support.catalogues import ci, snapshot
from tests.support.desk import DESK

NOW = datetime(2026, 11, 10, 12, tzinfo=UTC)
ESTATE = DESK + ci("host-1") + ci("other-1")
ESTATE = ESTATE.replace("id: mail-cloud\n", "id: mail-cloud\nruns_on: [ci:host-1]\n")


def incident(name: str, rest: str = "", started: str = "2026-11-01T10:00:00Z", title: str = "Mail is down") -> str:
    return (
        f"---\nkind: incident\nid: inc-2026-11-01-{name}\ntitle: {title}\nimpact: medium\nurgency: high\n"
        f"services: [service:mail]\nstarted_at: {started}\ndetected_at: {started}\n{rest}"
    )


def change(name: str, affected: str, start: str, end: str, rest: str = "") -> str:
    return (
        f"---\nkind: change\nid: chg-2026-11-01-{name}\ntitle: Change {name}\ntype: normal\nreason: R.\n"
        f"affected: [{affected}]\nplanned: {{start: {start}, end: {end}}}\nassignee: amara\n"
        f"implementation_plan: P.\ntest_plan: T.\nbackout_plan: {{steps: B., tested: true}}\n{rest}"
    )


def looked_at(text: str, name: str = "down") -> Triage:
    found = snapshot(text)
    ref = f"incident:inc-2026-11-01-{name}"
    record = found.record(ref)
    assert isinstance(record, Incident)
    return triage(found, policies(found), ref, record, NOW)


def policies(found: Snapshot) -> Policies:
    return Policies.of(policy for _, policy in found.records(Policy))


@pytest.mark.parametrize(
    ("rest", "now", "expected"),
    [
        ("", 2, "new"),
        ("acknowledged_at: 2026-11-01T10:05:00Z\n", 2, "in_progress"),
        ("acknowledged_at: 2026-11-01T10:05:00Z\non_hold_reason: awaiting_vendor\n", 2, "on_hold"),
        ("canceled: Twice\n", 2, "canceled"),
        ("resolved_at: 2026-11-01T11:00:00Z\n", 2, "resolved"),
        ("resolved_at: 2026-11-01T11:00:00Z\nclosed_at: 2026-11-01T12:00:00Z\n", 2, "closed"),
        ("resolved_at: 2026-11-01T11:00:00Z\n", 5, "resolved"),
        ("resolved_at: 2026-11-01T11:00:00Z\n", 6, "closed"),
        ("resolved_at: 2026-11-01T11:00:00Z\nmajor: true\n", 9, "resolved"),
        ("resolved_at: 2026-11-01T11:00:00Z\nmajor: true\nreview: {overview: O.}\n", 9, "closed"),
    ],
)
def test_where_an_incident_stands(rest: str, now: int, expected: str) -> None:
    record = snapshot(ESTATE + incident("down", rest)).record("incident:inc-2026-11-01-down")
    assert isinstance(record, Incident)
    assert state(record, duration("5d"), datetime(2026, 11, now, 11, tzinfo=UTC)) == expected


def test_the_graph_proposes_impact_and_priority() -> None:
    found = looked_at(ESTATE + incident("down", "cis: [host-1]\n"))
    assert {hit.ref for hit in found.hits} == {
        "ci:mail-cloud", "service_offering:mail-staff", "service_offering:mail-lists", "service:mail"
    }  # fmt: skip
    # medium and high is 2; a somewhat critical offering is down, so high and high is 1.
    assert (found.priority, found.proposed_impact, found.proposed_priority) == (2, "high", 1)
    assert found.trigger is not None
    assert found.trigger.name == "critical"
    assert found.groups == ("team:desk",)
    assert [due.metric for due in found.dues] == ["response", "resolution"]
    assert [one.ref for one in found.helpful] == ["knowledge_article:kb-mail-slow"]


def test_what_hurts_nobody_is_small() -> None:
    found = looked_at(ESTATE + incident("down", "cis: [other-1]\n").replace("[service:mail]", "[]"))
    assert (found.hits, found.proposed_impact, found.trigger) == ((), "low", None)


@pytest.mark.parametrize(
    ("when", "matches"),
    [
        ("{priority_at_most: 1}", True),
        ("{criticality: [somewhat_critical]}", True),
        ("{criticality: [most_critical]}", False),
        ("{offerings_at_least: 2}", True),
        ("{offerings_at_least: 3}", False),
        ("{customers_at_least: 1}", True),
        ("{customers_at_least: 2}", False),
        ("{services: ['service:mail'], priority_at_most: 2}", True),
        ("{tags: [loud]}", True),
        ("{tags: [quiet]}", False),
    ],
)
def test_triggers_of_major_incidents(when: str, matches: bool) -> None:  # noqa: FBT001  # a case
    policy = f"---\nkind: policy\nid: ours\nservice_desk: {{major: [{{name: one, when: {when}, why: W.}}]}}\n"
    text = ESTATE.replace("id: mail\n", "id: mail\ntags: [loud]\n") + policy + incident("down", "cis: [mail-cloud]\n")
    assert (looked_at(text).trigger is not None) is matches


def test_recent_changes_upstream_are_ranked_by_time_and_graph() -> None:
    text = (
        ESTATE
        + incident("down", "cis: [mail-cloud]\n")
        + change("same", "{ci: mail-cloud}", "2026-11-01T09:00:00Z", "2026-11-01T11:00:00Z")
        + change("host", "{ci: host-1}", "2026-11-01T09:00:00Z", "2026-11-01T11:00:00Z")
        + change("ago", "{ci: mail-cloud}", "2026-10-29T22:00:00Z", "2026-10-29T22:00:01Z")
        + change("later", "{ci: mail-cloud}", "2026-11-01T12:00:00Z", "2026-11-01T13:00:00Z")
        + change("long-ago", "{ci: mail-cloud}", "2026-10-01T12:00:00Z", "2026-10-01T13:00:00Z")
        + change("elsewhere", "{ci: other-1}", "2026-11-01T09:00:00Z", "2026-11-01T11:00:00Z")
        + change("not", "{ci: host-1, impact_code: not_impacted, reason: R.}", "2026-11-01T09:00Z", "2026-11-01T11:00Z")
    )
    found = [one for one in looked_at(text).causes if one.sort == "change"]
    assert [one.ref.rpartition("01-")[2] for one in found] == ["same", "ago", "host"]
    assert [one.score for one in found] == [1.0, pytest.approx(1 - 0.8 * 60 / 168, abs=0.001), 0.5]
    assert found[0].reasons == ("it was being carried out", "it is about ci:mail-cloud, which is hurt")
    assert found[1].reasons[0] == "it had ended 2 days before"
    assert found[2].reasons[1] == "it is about ci:host-1, which ci:mail-cloud needs"


@pytest.mark.parametrize(("end", "said"), [("09:00", "60 min"), ("08:01", "119 min"), ("08:00", "2 h")])
def test_a_change_that_just_ended_is_told_to_the_minute(end: str, said: str) -> None:
    text = ESTATE + incident("down", "cis: [mail-cloud]\n")
    text += change("just", "{ci: mail-cloud}", "2026-11-01T07:00:00Z", f"2026-11-01T{end}:00Z")
    (found,) = [one for one in looked_at(text).causes if one.sort == "change"]
    assert found.reasons[0] == f"it had ended {said} before"


def test_problems_and_known_errors_are_causes_too() -> None:
    problem = "---\nkind: problem\nid: prb-2026-10-01-{0}\nstatement: {1}\ncis: [{2}]\n{3}"
    text = (
        ESTATE
        + incident(
            "down", "cis: [mail-cloud]\ncaused_by: chg-2026-11-01-x\n", title="Letters vanish in the sorting room"
        )
        + change("x", "{ci: other-1}", "2026-10-01T09:00:00Z", "2026-10-01T11:00:00Z")
        + problem.format("host", "Host dies", "host-1", "")
        + problem.format("over", "Host died", "host-1", "resolution_code: fix_applied\n")
        + problem.format("words", "Letters vanish in sorting", "other-1", "workaround: Look again.\n")
        + problem.format("ours", "Ours", "other-1", "incidents: [inc-2026-11-01-down]\n")
    )
    found = {one.ref.rpartition("-")[2]: one for one in looked_at(text).causes}
    assert found["x"].reasons == ("the incident names it as its cause",)
    assert found["ours"].score == 1.0
    assert (found["host"].sort, found["host"].score) == ("problem", 0.3)
    assert (found["words"].sort, found["words"].reasons) == (
        "known error",
        ("it shares words: Letters, vanish, sorting",),
    )
    assert "over" not in found


def test_a_review_is_drafted_and_its_actions_are_tracked() -> None:
    rest = "acknowledged_at: 2026-11-01T10:05:00Z\nresolved_at: 2026-11-01T11:00:00Z\nmajor: true\n"
    rest += "timeline: [{at: 2026-11-01T10:07:00Z, what: Restarted}]\n"
    text = ESTATE + incident("down", rest)
    record = snapshot(text).record("incident:inc-2026-11-01-down")
    assert isinstance(record, Incident)
    made = draft(record, looked_at(text))
    assert "a major incident" in made["overview"]
    assert "- 10:07: Restarted" in made["overview"]
    assert "From when it was taken to when it was resolved: 55 min" in made["findings"]
    assert open_actions(record) == ()
    action = (
        "{action: Alarm, owner: desk, due: 2026-12-01}, {action: Old, owner: desk, due: 2026-11-02, done: 2026-11-02}"
    )
    reviewed = snapshot(text + f"review: {{overview: O., actions: [{action}]}}\n").record(
        "incident:inc-2026-11-01-down"
    )
    assert isinstance(reviewed, Incident)
    assert open_actions(reviewed) == ("Alarm",)


def test_incidents_that_are_alike_suggest_a_problem() -> None:
    text = (
        ESTATE
        + incident("a", "cis: [host-1]\n", title="One")
        + incident("b", "cis: [host-1]\n", "2026-11-02T10:00:00Z", "Two")
        + incident("c", "", "2026-11-03T10:00:00Z", "Printers jam on deck")
        + incident("d", "", "2026-11-04T10:00:00Z", "Printer jams on the deck")
        + incident("e", "caused_by: chg-2026-11-01-x\n", title="Three")
        + incident("f", "caused_by: chg-2026-11-01-x\n", title="Four")
        + incident("g", "cis: [host-1]\ncanceled: Twice\n", title="Five")
        + incident("h", "cis: [host-1]\nproblem: prb-2026-10-01-host\n", title="Six")
        + incident("i", title="Alone in the world")
        + change("x", "{ci: other-1}", "2026-10-01T09:00:00Z", "2026-10-01T11:00:00Z")
        + "---\nkind: problem\nid: prb-2026-10-01-host\nstatement: Host\ncis: [host-1]\n"
    )
    found = snapshot(text)
    told = clusters(found, policies(found))
    assert [[ref[-1] for ref in one.incidents] for one in told] == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert told[0].reasons == ("both hurt ci:host-1",)
    assert told[0].open_problems == ("problem:prb-2026-10-01-host",)
    assert told[1].reasons == ("their titles share deck, jam, printer",)
    assert told[2].reasons == ("both were caused by change:chg-2026-11-01-x",)
    more = text + "---\nkind: policy\nid: ours\nservice_desk: {problem_from: 3}\n"
    assert clusters(snapshot(more), policies(snapshot(more))) == ()


def test_a_known_error_closes_with_its_problem_and_may_come_back() -> None:
    known = (
        "---\nkind: problem\nid: prb-2026-10-01-host\nstatement: Host overheats\ncis: [host-1]\nworkaround: Cool it.\n"
    )
    before = incident("old", "problem: prb-2026-10-01-host\n", "2026-10-01T10:00:00Z")
    text = ESTATE + known + before
    (one,) = [each for each in known_errors(snapshot(text), Policies.of([])) if each.ref.endswith("host")]
    assert (one.open, one.incidents, one.workaround) == (True, ("incident:inc-2026-11-01-old",), "Cool it.")
    text += change("fix", "{ci: host-1}", "2026-10-10T09:00:00Z", "2026-10-10T11:00:00Z")
    text += incident("same", "cis: [host-1]\n", title="Host hot and overheating") + incident("other", "cis: [host-1]\n")
    text += incident("late", "cis: [host-1]\n", "2027-11-01T10:00:00Z", "Host overheats")
    fixed = text.replace("Cool it.\n", "Cool it.\nresolution_code: fix_applied\nfixed_by: chg-2026-11-01-fix\n")
    assert "host" not in {each.ref[-4:] for each in known_errors(snapshot(fixed), Policies.of([]))}
    ended = known_errors(snapshot(fixed), Policies.of([]), closed=True)[-1]
    assert (ended.open, ended.fixed_by) == (False, "change:chg-2026-11-01-fix")
    assert ended.back == ("incident:inc-2026-11-01-same",)

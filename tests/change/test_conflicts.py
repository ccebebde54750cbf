"""Work against other work that is planned (domain.md §8.7)."""

from datetime import datetime

import pytest

from gitsm.change.conflicts import Conflict, scheduled
from gitsm.change.scope import Ground, Work
from gitsm.graph.estate import Memory
from gitsm_schemas.changes import Change
from tests.change.test_windows import change
from tests.support.catalogues import TEAM, ci, snapshot

ESTATE = (
    TEAM
    + ci("db")
    + ci("app", "depends_on: [ci:db]\n")
    + ci("report", "depends_on: [{target: ci:db, strength: soft}]\n")
    + "".join(ci(f"n{number}") for number in (1, 2, 3, 4))
    + ci("h1")
    + ci("vm", "runs_on: [ci:h1]\n")
    + ci("farm", "runs_on: [{any_of: [ci:n1, ci:n2, ci:n3], min_up: 2}]\n")
    + ci("pair", "runs_on: [{any_of: [ci:n4, ci:vm], min_up: 1}]\n")
    + ci("grid", "runs_on: [{any_of: [ci:n1, ci:n2, ci:n3, ci:n4], min_up: 1}]\n")
)


def found(mine: str, theirs: str, when: str = "22:00", until: str = "23:00", rest: str = "") -> tuple[Conflict, ...]:
    """Ask for conflicts of work on some things from 22:30 to 23:30 with other work."""
    text = (
        ESTATE
        + change("chg-2026-11-28-a", mine, "2026-11-28T22:30:00Z", "2026-11-28T23:30:00Z").replace("oskar", "amara")
        + change("chg-2026-11-28-b", theirs, f"2026-11-28T{when}:00Z", f"2026-11-28T{until}:00Z", rest)
    )
    known = snapshot(text)
    ground = Ground(Memory.of(known))
    works = [Work.of(each, ground.scope_of(each)) for _, each in known.records(Change) if each.agreed]
    return scheduled(next(work for work in works if work.ref.endswith("-a")), works, ground)


@pytest.mark.parametrize(
    ("when", "until", "conflicts"),
    [("22:00", "22:30", 0), ("23:30", "23:59", 0), ("22:00", "22:31", 1), ("23:29", "23:59", 1)],
)
def test_times_that_adjoin_do_not_conflict(when: str, until: str, conflicts: int) -> None:
    assert len(found("{ci: db}", "{ci: db}", when, until)) == conflicts


@pytest.mark.parametrize(
    ("mine", "theirs", "severity", "refs", "why"),
    [
        ("db", "db", "hard", ("ci:db",), "works on ci:db at that time"),
        ("app", "db", "hard", ("ci:app",), "works on what ci:app hangs on"),
        ("db", "app", "hard", ("ci:app",), "works on ci:app, which hangs on what this works on"),
        ("report", "db", "soft", ("ci:report",), "works on what ci:report hangs on"),
        ("n1", "n2", "hard", ("ci:farm",), "takes other members of what keeps ci:farm up: together it fails"),
        ("n4", "h1", "hard", ("ci:pair",), "takes other members of what keeps ci:pair up: together it fails"),
        ("n1", "n4", "soft", ("ci:grid",), "takes other members of what keeps ci:grid up"),
    ],
)
def test_the_same_upstream_downstream_and_members_of_one_group(
    mine: str, theirs: str, severity: str, refs: tuple[str, ...], why: str
) -> None:
    (one,) = found(f"{{ci: {mine}}}", f"{{ci: {theirs}}}")
    assert (one.id, one.kind, one.severity) == (
        "ci_already_scheduled:chg-2026-11-28-b",
        "ci_already_scheduled",
        severity,
    )
    assert set(refs) <= set(one.refs)
    assert why in one.why
    assert one.other == "change:chg-2026-11-28-b"


def test_what_has_nothing_to_do_with_each_other_does_not_conflict() -> None:
    # Both reach things, none in common that either needs.
    assert found("{ci: app}", "{ci: n1}") == ()
    assert found("{ci: app}", "{ci: report}") == ()


def test_what_is_excluded_is_no_part_of_the_scope() -> None:
    assert found("{ci: app}", "{ci: db}, {ci: app, impact_code: not_impacted, reason: It has its own copy.}") == ()


@pytest.mark.parametrize("rest", ["outcome: successful\n", "on_hold: Waiting for parts\n"])
def test_what_is_over_or_on_hold_is_in_nobodys_way(rest: str) -> None:
    assert found("{ci: db}", "{ci: db}", rest=rest) == ()


def test_one_person_does_one_thing_at_a_time() -> None:
    text = ESTATE + change("chg-2026-11-28-a", "{ci: db}", "2026-11-28T22:00:00Z", "2026-11-28T23:00:00Z")
    text += change("chg-2026-11-28-b", "{ci: n1}", "2026-11-28T22:30:00Z", "2026-11-28T23:30:00Z")
    known = snapshot(text)
    ground = Ground(Memory.of(known))
    one, other = (Work.of(each, ground.scope_of(each)) for _, each in known.records(Change))
    assert [each.id for each in scheduled(one, [other], ground)] == ["assignee_already_scheduled:chg-2026-11-28-b"]


def test_the_record_says_which_conflicts_are_known() -> None:
    accepted = (
        "acknowledged_conflicts:\n"
        "  - {conflict: 'ci_already_scheduled:chg-2026-11-28-a', by: ingrid, reason: Same team.}\n"
    )
    text = ESTATE + change("chg-2026-11-28-a", "{ci: db}", "2026-11-28T22:00:00Z", "2026-11-28T23:00:00Z")
    text += change("chg-2026-11-28-b", "{ci: db}", "2026-11-28T22:30:00Z", "2026-11-28T23:30:00Z", accepted)
    known = snapshot(text.replace("oskar", "amara", 1))
    ground = Ground(Memory.of(known))
    one, other = (Work.of(each, ground.scope_of(each)) for _, each in known.records(Change))
    (mine,) = scheduled(other, [one], ground)
    assert (mine.acknowledged, mine.stands) == ("ingrid: Same team.", False)
    (theirs,) = scheduled(one, [other], ground)
    assert theirs.stands


def test_moments_are_compared_whatever_their_offsets() -> None:
    assert datetime.fromisoformat("2026-11-28T23:30:00+01:00") == datetime.fromisoformat("2026-11-28T22:30:00Z")
    text = ESTATE + change("chg-2026-11-28-a", "{ci: db}", "2026-11-28T22:00:00Z", "2026-11-28T22:30:00Z")
    text += change("chg-2026-11-28-b", "{ci: db}", "2026-11-28T23:30:00+01:00", "2026-11-29T00:30:00+01:00")
    known = snapshot(text)
    ground = Ground(Memory.of(known))
    one, other = (Work.of(each, ground.scope_of(each)) for _, each in known.records(Change))
    assert scheduled(one, [other], ground) == ()

"""A branch does not edit itself out of a window or a conflict: the target's tree says what they are about, too."""

import pytest

from gitsm.change.verdict import Verdict
from tests.support.catalogues import ci
from tests.support.gates import BASE, change, heard

PATCHED = ('"16.1"', '"16.2"')
TAGGED = BASE.replace("id: db\n", "id: db\ntags: [guest-facing]\n")
"""The database carries a tag."""
CHAIN = BASE.replace("depends_on: [ci:db]", "depends_on: [ci:wall]")
SPARE, DEPENDENTS = "{cis: [spare]}", "include_dependents: true\n"
BY_CLASS = "{classes: [database_instance]}"
NIGHT = "at: {start: 2026-11-28T20:00:00Z, end: 2026-11-29T02:00:00Z}\n"
MORNING = "at: {start: 2026-11-28T06:00:00Z, end: 2026-11-28T08:00:00Z}\n"


def window(name: str, about: str, when: str = NIGHT, kind: str = "blackout", more: str = "") -> str:
    return f"---\nkind: window\nid: {name}\ntype: {kind}\n{when}applies_to: {about}\nreason: It is so.\n{more}"


def against(found: Verdict) -> set[str]:
    return {one.id for one in found.conflicts if one.stands}


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(
            TAGGED + window("busy", "{tags: [guest-facing]}"),
            BASE + window("busy", "{tags: [guest-facing]}"),
            id="a tag taken off",
        ),
        pytest.param(
            BASE + window("busy", BY_CLASS),
            BASE.replace("class: database_instance\n", "class: application\n") + window("busy", BY_CLASS),
            id="another class",
        ),
        pytest.param(
            CHAIN.replace("id: db\n", "id: db\ndepends_on: [ci:spare]\n") + window("busy", SPARE, more=DEPENDENTS),
            CHAIN + window("busy", SPARE, more=DEPENDENTS),
            id="a dependency taken away",
        ),
    ],
)
def test_nothing_edits_itself_out_of_a_blackout(base: str, head: str) -> None:
    plain = heard(base.replace(*PATCHED) + change(), before=base)
    assert "in_blackout:busy" in against(plain)
    dodging = heard(head.replace(*PATCHED) + change(), before=base)
    assert "in_blackout:busy" in against(dodging)
    # Once the edit stands on the target branch, the window is about something else.
    assert "in_blackout:busy" not in against(heard(head.replace(*PATCHED) + change(), before=head))


def test_a_laxer_maintenance_window_of_its_own_choice_does_not_help() -> None:
    windows = window("early", "{cis: [spare]}", MORNING, "maintenance") + window(
        "late", "{cis: [wall]}", NIGHT, "maintenance"
    )
    base = BASE.replace("id: db\n", "id: db\nmaintenance_window: early\n") + windows
    head = base.replace("maintenance_window: early", "maintenance_window: late")
    assert against(heard(base.replace(*PATCHED) + change(), before=base)) == {"not_in_maintenance_window:early"}
    assert against(heard(head.replace(*PATCHED) + change(), before=base)) == {"not_in_maintenance_window:early"}
    assert against(heard(head.replace(*PATCHED) + change(), before=head)) == set()


def test_nothing_edits_itself_out_of_another_change() -> None:
    """Somebody works on the database that the application hangs on, at the same time."""
    base = BASE + change("chg-2026-11-20-db", assignee="dan")
    mine = {"affected": "[{ci: app}]", "assignee": "amara"}
    plain = heard(base.replace('"1.0"', '"1.1"') + change(**mine), before=base)
    assert against(plain) == {"ci_already_scheduled:chg-2026-11-20-db"}
    apart = base.replace("id: app\ndepends_on: [ci:db]\n", "id: app\n").replace("depends_on: [ci:db]\n", "")
    found = heard(apart.replace('"1.0"', '"1.1"') + change(**mine), before=base)
    assert against(found) == {"ci_already_scheduled:chg-2026-11-20-db"}


def test_another_name_keeps_the_window_it_had() -> None:
    base = TAGGED + window("busy", "{tags: [guest-facing]}")
    renamed = base.replace("id: db\ntags: [guest-facing]\n", "id: data\nmoved: {from: db}\n").replace(
        "ci:db]", "ci:data]"
    )
    found = heard(renamed.replace(*PATCHED) + change(affected="[{ci: data}]"), before=base)
    assert "in_blackout:busy" in against(found)


def test_what_is_new_has_the_windows_that_its_branch_gives_it() -> None:
    base = BASE + window("busy", "{tags: [guest-facing]}")
    new = base + ci("more", "tags: [guest-facing]\n", owner="ops")
    assert "in_blackout:busy" in against(heard(new + change(affected="[{ci: more}]"), before=base))
    quiet = base + ci("more", owner="ops")
    assert against(heard(quiet + change(affected="[{ci: more}]"), before=base)) == set()

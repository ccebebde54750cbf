"""Changes that are planned in a blackout."""

from datetime import date

import pytest

from tests.change.test_windows import change
from tests.rules.test_window_in_blackout import freeze
from tests.support.catalogues import ci
from tests.support.judging import spots

CIS = ci("db") + ci("app", "depends_on: [ci:db]\n") + ci("web")
FREEZE = freeze("{cis: [ci:app]}", "2027-01-04", "exempt: [emergency]\n", "2026-12-18")


def planned(
    start: str = "2026-12-20T00:00:00Z", end: str = "2026-12-20T01:00:00Z", rest: str = "", on: str = "db"
) -> str:
    return change("chg-2026-12-20-x", f"{{ci: {on}}}", start, end, rest)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (planned(), True),  # it reaches app
        (planned(on="web"), False),
        (planned("2026-12-17T23:00:00Z", "2026-12-18T00:00:00Z"), False),
        (planned("2026-12-17T23:00:00Z", "2026-12-18T00:01:00Z"), True),
        (planned("2027-01-04T00:00:00Z", "2027-01-04T01:00:00Z"), False),
        (planned().replace("type: normal", "type: emergency"), False),
        (planned(rest="on_hold: Waiting.\n"), False),
        (planned(rest="outcome: successful\n"), False),
        (planned(rest="acknowledged_conflicts: [{conflict: 'in_blackout:freeze', by: amara, reason: R.}]\n"), False),
        (planned().replace("[{ci: db}]", "[{ci: db}, {ci: app, impact_code: not_impacted, reason: R.}]"), False),
    ],
)
def test_what_is_found(text: str, found: bool) -> None:  # noqa: FBT001
    assert spots("change-in-blackout", CIS + FREEZE + text) == (["change:chg-2026-12-20-x/planned"] if found else [])


def test_what_is_past_is_told_no_more() -> None:
    assert spots("change-in-blackout", CIS + FREEZE + planned(), date(2026, 12, 21)) == []

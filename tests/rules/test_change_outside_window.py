"""Changes that are planned outside of maintenance windows."""

import pytest

from tests.change.test_windows import SATURDAY, change
from tests.support.catalogues import ci
from tests.support.judging import spots

CIS = ci("db") + ci("web")
SUNDAY = SATURDAY.replace("id: saturday", "id: sunday").replace("BYDAY=SA", "BYDAY=SU").replace("03T22:00", "04T02:00")


def planned(start: str, end: str, rest: str = "", on: str = "db") -> str:
    return change("chg-2026-11-28-x", f"{{ci: {on}}}", start, end, rest)


FITS = planned("2026-11-28T23:00:00Z", "2026-11-29T01:00:00Z")
LATE = planned("2026-11-29T01:30:00Z", "2026-11-29T02:30:00Z")
KNOWN = "acknowledged_conflicts: [{conflict: 'not_in_maintenance_window:saturday', by: amara, reason: R.}]\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SATURDAY + FITS, False),
        (SATURDAY + LATE, True),
        (SATURDAY + SUNDAY + LATE, False),  # windows that adjoin are one
        (SATURDAY + planned("2026-11-29T01:30:00Z", "2026-11-29T02:30:00Z", on="web"), False),
        (SATURDAY + "exempt: [normal]\n" + LATE, False),
        (SATURDAY + LATE + KNOWN, False),
        (SATURDAY + LATE + "on_hold: Waiting.\n", False),
        (SATURDAY.replace("ci:db", "ci:db, ci:web") + LATE.replace("{ci: db}", "{ci: db}, {ci: web}"), True),
    ],
)
def test_what_is_found(text: str, found: bool) -> None:  # noqa: FBT001
    assert spots("change-outside-window", CIS + text) == (["change:chg-2026-11-28-x/planned"] if found else [])

"""Windows that never open."""

import pytest

from tests.support.judging import spots


def window(rule: str) -> str:
    return (
        "---\nkind: window\nid: night\ntype: maintenance\napplies_to: {all: true}\nreason: Quiet.\n"
        f"rrule: {rule}\nstarts: 2026-03-01T22:00:00Z\nduration: 4h\ntimezone: UTC\n"
    )


@pytest.mark.parametrize(
    ("rule", "never"),
    [
        ("FREQ=WEEKLY;BYDAY=SA", False),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4", True),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", False),
        ("FREQ=WEEKLY;BYDAY=SA;UNTIL=20260228T000000Z", True),
        ("FREQ=WEEKLY;BYDAY=SA;COUNT=1", False),
    ],
)
def test_what_is_found(rule: str, never: bool) -> None:  # noqa: FBT001
    assert spots("window-never-open", window(rule)) == (["window:night/rrule"] if never else [])

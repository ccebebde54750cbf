"""Windows that are over."""

from datetime import date

import pytest

from tests.rules.test_window_never_open import window
from tests.support.judging import spots

ONCE = (
    "---\nkind: window\nid: night\ntype: blackout\napplies_to: {all: true}\nreason: R.\n"
    "at: {start: 2026-11-01T00:00:00Z, end: 2026-11-24T00:00:00Z}\n"
)


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        (ONCE, date(2026, 11, 23), []),
        (ONCE, date(2026, 11, 24), ["window:night/at"]),  # the end is no longer in it
        (window("FREQ=WEEKLY;BYDAY=SA"), date(2026, 11, 24), []),
        # Saturday 7 March 2026, 22:00 to 02:00: over on the eighth, but for its first two hours.
        (window("FREQ=WEEKLY;BYDAY=SA;COUNT=1"), date(2026, 3, 8), []),
        (window("FREQ=WEEKLY;BYDAY=SA;COUNT=1"), date(2026, 3, 9), ["window:night/rrule"]),
        (window("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), date(2026, 11, 24), []),  # it never was
    ],
)
def test_what_is_found(text: str, day: date, found: list[str]) -> None:
    assert spots("expired-window", text, day) == found

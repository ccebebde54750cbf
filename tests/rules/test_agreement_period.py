"""Promises that outlast what backs them."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import agreement, service, spots

SERVED = (
    service("booking", "delivered_by: [ci:app]\n")
    + ci("app", "depends_on: [ci:sms, {target: ci:soft, strength: soft}]\n")
    + ci("sms")
    + ci("soft")
)


def sla(ends: str | None = "2026-12-31") -> str:
    return agreement("sla", "sla", "service:booking", "2026-01-01", ends)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SERVED + sla() + agreement("ua", "ua", "ci:sms", "2026-01-01", "2026-12-31"), []),
        (SERVED + sla() + agreement("ua", "ua", "ci:sms", "2025-01-01", None), []),
        (SERVED + sla() + agreement("ua", "ua", "ci:sms", "2026-01-02", "2026-12-31"), ["agreement:sla/ends"]),
        (SERVED + sla() + agreement("ua", "ua", "ci:sms", "2026-01-01", "2026-12-30"), ["agreement:sla/ends"]),
        # One agreement that ends too early is told once, whatever it covers.
        (
            SERVED + sla() + agreement("ua", "ua", "ci:sms, ci:app", "2026-01-01", "2026-12-30"),
            ["agreement:sla/ends"],
        ),
        # One takes over from the other, a day too late or in time.
        (
            SERVED
            + sla()
            + agreement("u1", "ua", "ci:sms", ends="2026-06-30")
            + agreement("u2", "ua", "ci:sms", "2026-07-01"),
            [],
        ),
        (
            SERVED
            + sla()
            + agreement("u1", "ua", "ci:sms", ends="2026-06-30")
            + agreement("u2", "ua", "ci:sms", "2026-07-02"),
            ["agreement:sla/ends"],
        ),
        (SERVED + sla() + agreement("ola", "ola", "ci:app", ends="2026-10-31"), ["agreement:sla/ends"]),
        # An open promise is compared until its review on 2026-11-01.
        (SERVED + sla(None) + agreement("ua", "ua", "ci:sms", ends="2026-11-01"), []),
        (SERVED + sla(None) + agreement("ua", "ua", "ci:sms", ends="2026-10-31"), ["agreement:sla/starts"]),
        # A promise that has ended is not judged, nor one that nothing backs, nor what it can do without.
        (SERVED + sla("2026-11-23") + agreement("ua", "ua", "ci:sms", ends="2026-06-30"), []),
        (SERVED + sla(), []),
        (SERVED + sla() + agreement("ua", "ua", "ci:soft", ends="2026-06-30"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("agreement-period", text) == expected

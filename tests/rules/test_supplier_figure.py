"""Figures that no supplier owes."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots
from tests.support.promises import promising

OWED = promising("ua", "ua", "ci:sms", "{metric: response, value: 1h}, {metric: availability, value: 99.9%}")
BETTER = OWED.replace("id: ua", "id: more").replace("99.9%", "99.99%")


@pytest.mark.parametrize(
    ("figure", "agreements", "expected"),
    [
        ("99.95%", OWED, ["ci:sms/availability"]),
        ("99.9%", OWED, []),
        ("99.95%", OWED + BETTER, []),
        # One that has ended, or says nothing of availability, owes nothing.
        ("99.95%", OWED + BETTER.replace("2026-12-31", "2026-11-01"), ["ci:sms/availability"]),
        ("99.95%", promising("ua", "ua", "ci:sms", "{metric: response, value: 1h}"), []),
    ],
)
def test_what_is_found(figure: str, agreements: str, expected: list[str]) -> None:
    text = ci("sms", class_="external_service", availability=figure) + ci("own", availability="99.999%")
    assert spots("supplier-figure", text + agreements) == expected


def test_a_ci_of_ours_or_without_figure_is_not_judged() -> None:
    assert spots("supplier-figure", ci("sms", class_="external_service") + OWED) == []
    assert spots("supplier-figure", ci("sms", availability="99.95%") + OWED) == []
    assert spots("supplier-figure", ci("sms", class_="external_service", availability="99.9%")) == []

"""Promises that what they stand on does not carry."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import findings, service, spots
from tests.support.promises import promising

SERVED = service("booking", "delivered_by: [ci:sms]\n")
SMS = ci("sms", class_="external_service", availability="99.9%")
OURS = "{metric: availability, value: 99.95%}, {metric: response, value: 10min, priority: 1}"
THEIRS = promising("ua", "ua", "ci:sms", "{metric: availability, value: 99.9%}, {metric: response, value: 15min}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (promising("sla", "sla", "service:booking", OURS), ["sla/targets/0/value", "sla/targets/1/value"]),
        (promising("ola", "ola", "service:booking", OURS), ["ola/targets/0/value", "ola/targets/1/value"]),
        (promising("sla", "sla", "service:booking", OURS.replace("99.95%", "99.9%").replace("10min", "15min")), []),
        # A promise that has ended is not judged, one that begins later is.
        (promising("sla", "sla", "service:booking", OURS).replace("ends: 2026-12-31", "ends: 2026-11-23"), []),
        (
            promising("sla", "sla", "service:booking", OURS).replace("2026-01-01", "2026-12-01", 1),
            ["sla/targets/0/value", "sla/targets/1/value"],
        ),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    found = spots("promise-not-backed", SERVED + SMS + text + THEIRS)
    assert found == [f"agreement:{each}" for each in expected]


def test_a_missing_figure_is_no_finding() -> None:
    text = SERVED + ci("sms", class_="external_service") + promising("sla", "sla", "service:booking", OURS)
    assert spots("promise-not-backed", text) == []


def test_the_weakest_is_shown_where_there_is_one() -> None:
    first, second = findings("promise-not-backed", SERVED + SMS + THEIRS + promising("s1", "sla", "ci:sms", OURS))
    assert [one.message for one in first.related] == ["ci:sms is the weakest"]
    assert [one.message for one in second.related] == ["agreement:ua is slower"]
    bound = ci("sms", "depends_on: [ci:other]\n", class_="external_service", availability="99.9%") + ci("other")
    (only,) = findings("promise-not-backed", SERVED + bound + promising("s1", "sla", "service:booking", OURS))
    assert only.related == ()
    assert "whatever 1 missing figures are" in only.message

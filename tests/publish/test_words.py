"""Figures and days are said as people say them."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from gitsm.publish import words
from gitsm_schemas.notation import duration


@pytest.mark.parametrize(
    ("share", "text"),
    [("0.9995", "99.95 %"), ("1", "100 %"), ("0.5", "50 %"), ("0.99999999", "99.9999 %"), ("0.992857", "99.2857 %")],
)
def test_a_share_is_never_rounded_up(share: str, text: str) -> None:
    assert words.percent(Decimal(share)).replace("\u00a0", " ") == text


def test_a_day_of_service_time_is_no_day() -> None:
    # 40 hours of office time are a week of work, and no day and sixteen hours.
    assert words.service_time(timedelta(hours=40)) == "40 h"
    assert words.service_time(timedelta(hours=2, minutes=25)) == "2 h 25 min"


def test_what_must_be_reached_is_rounded_up() -> None:
    # 99.9599779... %: what is written is enough, and what is exact stays.
    assert words.at_least(Decimal("0.999") / (Decimal("0.9995") * Decimal("0.9999"))) == "99.96\u00a0%"
    assert words.at_least(Decimal("0.9995")) == "99.95\u00a0%"


@pytest.mark.parametrize(
    ("share", "text"),
    # 43,200 minutes in 30 days: 0.05 % of them are 21.6, 0.4 % are 172.8.
    [("0.9995", "22 minutes"), ("0.996", "2 hours 53 minutes"), ("0.99999", "26 seconds"), ("0.999", "43 minutes")],
)
def test_what_a_month_allows(share: str, text: str) -> None:
    assert words.allowance(Decimal(share)) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [("15min", "15 minutes"), ("1h", "1 hour"), ("2d", "2 working days"), ("1w", "1 working week"), ("PT4H", "PT4H")],
)
def test_durations(text: str, told: str) -> None:
    assert words.duration(duration(text)) == told


def test_a_span_says_nothing_twice() -> None:
    oslo = timezone(timedelta(hours=1))
    start = datetime(2026, 11, 28, 23, 30, tzinfo=oslo)
    assert (
        words.span(start, datetime(2026, 11, 29, 0, 0, tzinfo=UTC))
        == "Sat 28 Nov 2026, 23:30 – Sun 29 Nov, 01:00 UTC+1"
    )
    assert words.span(start.replace(hour=9), start.replace(hour=10)) == "Sat 28 Nov 2026, 09:30–10:30 UTC+1"
    assert words.zone(start.astimezone(timezone(timedelta(hours=-3, minutes=-30)))) == "UTC−3:30"


def test_lengths() -> None:
    assert words.lasting(timedelta(hours=10, minutes=40)) == "10 h 40 min"
    assert words.lasting(timedelta(days=2, hours=1, minutes=5)) == "2 days 1 h"
    assert words.lasting(timedelta(seconds=10)) == "0 min"

"""What an outage would cost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gitsm.service_level.costs import Cost, costs
from gitsm.service_level.happened import Happened
from gitsm.service_level.spells import History
from gitsm_schemas.operations import Outage
from tests.service_level.test_achieved import HOURS, PAIR, at, out, sla
from tests.support.catalogues import ci
from tests.support.judging import service
from tests.support.promises import portfolio, promising

BOTH = ("ci:n1", "ci:n2")


def cost(text: str, refs: tuple[str, ...], start: str, minutes: int, *outages: Outage) -> tuple[Cost, ...]:
    found = portfolio(text + HOURS)
    before = Happened(outages, History.still(found.wiring), (), at("2026-11-30 00:00"))
    return costs(found, before, refs, (at(start), at(start) + timedelta(minutes=minutes)))


def test_only_what_would_be_down_costs() -> None:
    text = PAIR + sla("99%", covers="service_offering:web")
    assert cost(text, ("ci:n1",), "2026-11-10 10:00", 45) == ()
    (one,) = cost(text, BOTH, "2026-11-10 10:00", 45)
    # 1 % of thirty days are 432 minutes.
    assert (one.service_time, one.left, one.verdict) == (timedelta(minutes=45), timedelta(minutes=387), "kept")
    assert (one.agreement, one.partner, one.unit) == ("agreement:sla", "customer:passengers", "service_offering:web")
    assert cost(text, ("service:booking",), "2026-11-10 10:00", 45) == (one,)


def test_what_was_down_before_counts_and_what_comes_later_does_not() -> None:
    text = PAIR + sla("99%")
    early = out("2026-11-02-a", "ci:n1", "2026-11-02T10:00", "2026-11-02T16:40")
    late = out("2026-11-20-b", "ci:n1", "2026-11-20T10:00", "2026-11-20T16:40")
    # The kiosk was down 400 of its 432 minutes, the web never.
    (one,) = cost(text, BOTH, "2026-11-10 10:00", 45, early, late)
    assert (one.unit, one.left, one.verdict) == ("service_offering:kiosk", timedelta(minutes=-13), "breaks")
    more = out("2026-11-03-c", "ci:n1", "2026-11-03T10:00", "2026-11-03T11:00")
    (one,) = cost(text, BOTH, "2026-11-10 10:00", 45, early, more)
    assert one.verdict == "broken"
    (one,) = cost(text, BOTH, "2026-11-01 10:00", 45, early)
    assert one.left == timedelta(minutes=387)


@pytest.mark.parametrize(
    ("window", "start", "counted"),
    [("month", "2026-11-30 23:00", 60), ("rolling 28d", "2026-11-30 23:00", 120), ("quarter", "2026-11-30 23:00", 120)],
)
def test_a_window_ends(window: str, start: str, counted: int) -> None:
    text = PAIR + sla("99%", covers="service_offering:web").replace("value: 99%", f"value: 99%, window: {window}")
    (one,) = cost(text, BOTH, start, 120)
    assert one.service_time == timedelta(minutes=counted)


def test_only_service_time_costs_and_short_outages_nothing() -> None:
    text = PAIR + sla("99%", "long-days", "service_offering:web", "minimum_downtime: 30min\n")
    (one,) = cost(text, BOTH, "2026-11-10 17:30", 120)
    assert one.service_time == timedelta(minutes=30)
    assert cost(text, BOTH, "2026-11-10 12:00", 29)[0].service_time == timedelta(0)


def test_it_must_be_over_in_time_and_within_the_term() -> None:
    targets = "{metric: resolution, value: 1h, priority: 1}, {metric: rto, value: 4h}, {metric: response, value: 1min}"
    text = PAIR + promising("sla", "sla", "service:booking", targets, "calendar: every-moment\n")
    found = cost(text, BOTH, "2026-11-10 10:00", 90)
    assert [(one.metric, one.left, one.verdict) for one in found] == [
        ("resolution", timedelta(minutes=-30), "breaks"),
        ("rto", timedelta(minutes=150), "kept"),
    ]
    assert cost(text, BOTH, "2027-11-10 10:00", 90) == ()


def test_a_supplier_stands_by_its_name() -> None:
    text = service("booking", "delivered_by: [ci:sms]\n") + ci("sms", class_="external_service")
    text += promising("ua", "ua", "ci:sms", "{metric: availability, value: 99%}", "calendar: every-moment\n")
    (one,) = cost(text, ("ci:sms",), "2026-11-10 10:00", 45)
    assert one.partner == "supplier:northsat"


def test_a_calendar_that_is_nowhere_costs_nothing() -> None:
    from gitsm.service_level.portfolio import Portfolio
    from gitsm.snapshot import Snapshot

    whole = portfolio(PAIR + sla() + HOURS)
    found = Portfolio.of(Snapshot.of(entry for entry in whole.snapshot if entry.ref != "calendar:every-moment"))
    before = Happened((), History.still(found.wiring), (), at("2026-11-30 00:00"))
    assert costs(found, replace(before), BOTH, (at("2026-11-10 10:00"), at("2026-11-10 11:00"))) == ()

"""Promises that count while what they stand on is not there."""

from tests.support.catalogues import ci
from tests.support.judging import findings, offering, service, spots
from tests.support.promises import OFFICE, promising

SLA = promising("sla", "sla", "service:booking", "{metric: availability, value: 90%}, {metric: response, value: 1h}")
SERVED = service("booking") + OFFICE + ci("app", availability="99.9%")


def test_offerings_support_and_agreements_are_looked_at() -> None:
    text = (
        service("booking", "support: {hours: office, contact: {chat: c}}\n")
        + offering("web", "booking", "delivered_by: [ci:sms]\n").replace("always", "office")
        + ci("sms", class_="external_service", availability="99.9%")
        + OFFICE
        + promising("ua", "ua", "ci:sms", "{metric: response, value: 15min}", "calendar: office\n")
        + SLA
    )
    found = findings("calendar-gap", text)
    assert [(one.spot.pointer, one.related[0].spot.pointer, one.related[0].spot.path) for one in found] == [
        ("/targets/0", "/service_hours", "catalog/web.yaml"),
        ("/targets/1", "/support/hours", "catalog/booking.yaml"),
        ("/targets/1", "/calendar", "catalog/ua.yaml"),
    ]
    assert spots("calendar-gap", text.replace("id: sla\n", "id: sla\n").replace("2026-12-31", "2026-11-01")) == []


def test_hours_that_cover_are_no_finding() -> None:
    text = SERVED + offering("web", "booking", "delivered_by: [ci:app]\n") + SLA.replace("always", "office")
    assert spots("calendar-gap", text) == []

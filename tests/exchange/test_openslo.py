"""Promises as OpenSLO documents: what its schema accepts, and what it cannot say is told."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from gitsm.exchange.exported import Exported, text
from gitsm.exchange.openslo import export
from tests.exchange.openslo_v1 import SCHEMA
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, snapshot
from tests.support.judging import offering, service
from tests.support.program import gitsm
from tests.support.promises import OFFICE, promising

PROJECT = Path(__file__).parents[2]
SERVED = service("booking") + offering("web", "booking") + OFFICE + BACKDROP


def exported(catalogue: str) -> Exported:
    found = export(snapshot(catalogue))
    for document in yaml.safe_load_all(text(found)):
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    return found


def slo(target: str, rest: str = "calendar: always\n", covers: str = "service_offering:web") -> dict[str, Any]:
    service_, document = exported(SERVED + promising("sla", "sla", covers, target, rest)).documents
    assert (service_["kind"], service_["metadata"]["name"]) == ("Service", "booking")
    return document


def test_the_example_organisation_is_accepted() -> None:
    done = gitsm("export", "openslo", cwd=PROJECT)
    assert done.returncode == 0
    documents = list(yaml.safe_load_all(done.stdout))
    errors = [error.message for one in documents for error in Draft202012Validator(SCHEMA).iter_errors(one)]
    assert errors == []
    # A schema that anything fits proves nothing.
    slos = [one for one in documents if one["kind"] == "SLO"]
    assert slos
    assert list(Draft202012Validator(SCHEMA).iter_errors({**slos[0], "kind": "Promise"}))
    assert {one["spec"]["service"] for one in slos} <= {
        one["metadata"]["name"] for one in documents if one["kind"] == "Service"
    }  # fmt: skip
    assert "agreement:northsat-ua: cannot be said there: a supplier's promise" in done.stderr
    assert gitsm("export", "openslo", cwd=PROJECT).stdout == done.stdout


def test_availability_is_a_share_of_minutes() -> None:
    document = slo("{metric: availability, value: 99.9%}", "calendar: always\nminimum_downtime: 5min\n")
    spec = document["spec"]
    assert spec["budgetingMethod"] == "Timeslices"
    assert spec["objectives"] == [
        {"displayName": "Availability", "target": 0.999, "timeSliceTarget": 1.0, "timeSliceWindow": "5m"}
    ]
    assert spec["timeWindow"] == [
        {
            "duration": "1M",
            "calendar": {"startTime": "2026-01-01 00:00:00", "timeZone": "Europe/Oslo"},
            "isRolling": False,
        }
    ]
    assert document["metadata"]["labels"] == {
        "agreement": "sla", "type": "sla", "customer": "passengers", "provider": "desk"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("rolling 28d", {"duration": "28d", "isRolling": True}),
        ("quarter", {"duration": "1Q", "isRolling": False}),
    ],
)
def test_windows(window: str, expected: dict[str, object]) -> None:
    (found,) = slo(f"{{metric: availability, value: 99.9%, window: {window}}}")["spec"]["timeWindow"]
    assert {key: found[key] for key in expected} == expected


def test_times_are_shares_of_cases() -> None:
    document = slo("{metric: response, value: 30min, priority: 1, percentile: 95}", covers="service:booking")
    assert document["spec"]["budgetingMethod"] == "Occurrences"
    assert document["spec"]["objectives"] == [{"displayName": "Response within 30min", "target": 0.95}]
    assert document["metadata"]["labels"]["priority"] == "P1"


@pytest.mark.parametrize(
    ("targets", "rest", "said"),
    [
        ("{metric: availability, value: 100%}", "", "availability: a promise of 100 % leaves no budget"),
        ("{metric: response, value: 1h}", "", "response: a promise for every case leaves no budget"),
        ("{metric: rto, value: 1h}", "", "rto: OpenSLO has no such measure"),
        ("{metric: rto, value: 1h}", "exclusions: [Storms]\n", "exclusions"),
        ("{metric: rto, value: 1h}", "claim_within: 30d\n", "credits, and until when they may be claimed"),
        ("{metric: rto, value: 1h}", "", "its end on 2026-12-31"),
        ("{metric: response, value: 1h, pause_on: [awaiting_caller]}", "", "when the clock of a case stands still"),
    ],
)
def test_what_cannot_be_said_is_told(targets: str, rest: str, said: str) -> None:
    found = exported(SERVED + promising("sla", "sla", "service:booking", targets, f"calendar: always\n{rest}"))
    assert any(ref == "agreement:sla" and said in what for ref, what in found.remarks)


def test_hours_zones_and_what_is_no_service_are_told() -> None:
    zone = "---\nkind: calendar\nid: central\ntimezone: CET\nhours: always\n"
    text_ = (
        SERVED + zone + ci("app")
        + promising("a1", "sla", "service:booking", "{metric: availability, value: 99%}", "calendar: office\n")
        + promising("a2", "sla", "service:booking, ci:app", "{metric: availability, value: 99%}", "calendar: central\n")
        + promising("a3", "ola", "ci:app", "{metric: availability, value: 99%}").replace("ends: 2026-12-31\n", "")
        + promising("a4", "ua", "ci:app", "{metric: availability, value: 99%}")
    )  # fmt: skip
    found = exported(text_)
    said = {ref.partition(":")[2]: [what for other, what in found.remarks if other == ref] for ref, _ in found.remarks}
    assert said["a1"][0].startswith("service hours (calendar:office)")
    assert said["a2"][:2] == [
        "the time zone CET, which names no place",
        "that it covers several things, each by itself",
    ]
    assert said["a3"] == ["what it covers is no service"]
    assert said["a4"] == ["a supplier's promise: an SLO is about a service of one's own"]
    zones = [one["spec"]["timeWindow"][0]["calendar"]["timeZone"] for one in found.documents if one["kind"] == "SLO"]
    assert zones == ["Europe/Oslo", "Etc/UTC"]


def test_what_is_too_long_is_cut_and_told() -> None:
    long = "Booking of cars, cabins and meals for passengers on all the ships of the company"
    text_ = service("booking").replace("name: booking", f"name: {long}").replace("D.", "d" * 1051) + BACKDROP
    for first in ("a", "b"):
        rest = f"name: {long}\ncalendar: always\n"
        name = f"{first}{'-promise' * 7}-sla"
        text_ += promising(name, "sla", "service:booking", "{metric: availability, value: 99%}", rest)
    found = exported(text_)
    kinds = {kind: [one for one in found.documents if one["kind"] == kind] for kind in ("Service", "SLO")}
    assert kinds["Service"][0]["metadata"]["displayName"] == f"{long[:62]}…"
    assert len({one["metadata"]["name"] for one in kinds["SLO"]}) == 2
    assert {what for ref, what in found.remarks if ref == "service:booking"} == {
        "its name beyond 63 characters", "its description beyond 1050 characters",
    }  # fmt: skip
    assert "its name beyond 63 characters" in {what for ref, what in found.remarks if ref.startswith("agreement:")}


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("metadata.displayName", "x" * 64),
        ("metadata.name", "Booking"),
        ("spec.budgetingMethod", "Sometimes"),
        ("spec.objectives.0.target", 1.0),
        ("spec.objectives.0.timeSliceWindow", "0m"),
        ("spec.timeWindow.0.isRolling", True),
        ("spec.timeWindow.0.calendar.timeZone", "UTC"),
        ("spec.timeWindow.0.calendar.startTime", "2026-13-01 00:00:00"),
        ("spec.indicator.spec.ratioMetric.good.metricSource.spec", {}),
    ],
)
def test_what_openslo_refuses_is_refused(where: str, value: object) -> None:
    document = slo("{metric: availability, value: 99.9%}")
    place: Any = document
    *path, last = where.split(".")
    for step in path:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    assert list(Draft202012Validator(SCHEMA).iter_errors(document))


def test_a_format_that_is_not_known_is_said() -> None:
    done = gitsm("export", "nothing", cwd=PROJECT)
    assert done.returncode == 2
    assert "openslo" in done.stderr

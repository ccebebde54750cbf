"""A report of levels: whose agreements it is about, and the line of each target from promise to what is owed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from gitsm.service_level.budgets import Budget, Spent
from gitsm.service_level.calendars import always
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import Days, days, windows
from gitsm.service_level.reports import Report, concerning, report
from gitsm.service_level.spells import History
from gitsm_schemas.operations import Outage
from gitsm_schemas.policies import ErrorBudgetPolicy
from tests.support.catalogues import ci
from tests.support.judging import offering, service
from tests.support.promises import portfolio, promising

AVAILABLE = "{metric: availability, value: 99.9%}"
TEXT = (
    service("shop", "delivered_by: [ci:app]\n") + offering("web", "shop")
    + offering("phone", "shop", "delivered_by: [ci:pbx]\n")
    + ci("app", "depends_on: [ci:beam]\n", availability="99.99%") + ci("pbx", availability="99.99%")
    + ci("beam", class_="external_service", supplier="northsat", availability="99.95%")
    + promising("whole", "sla", "service:shop", AVAILABLE + ", {metric: response, value: 1h, priority: 1}")
    + promising("voice", "sla", "service_offering:phone", AVAILABLE)
    + promising("sky", "ua", "ci:beam", AVAILABLE)
)  # fmt: skip
NOW = datetime(2026, 11, 16, tzinfo=UTC)


def outage(affects: str, start: str, end: str) -> Outage:
    return Outage.model_validate({
        "kind": "outage", "id": "out-1", "type": "outage", "affects": [affects], "start": start, "end": end
    })  # fmt: skip


def reported(subject: str | None = None, asked: str | None = None, *outages: Outage) -> Report:
    found = portfolio(TEXT)
    happened = Happened(outages, History.still(found.wiring), (), NOW)
    policy = ErrorBudgetPolicy(freeze_from=Decimal("0.5"))
    return report(found, happened, policy, subject, days(asked) if asked else None)


@pytest.mark.parametrize(
    ("subject", "names"),
    [
        ("agreement:voice", ["voice"]),
        ("service:shop", ["voice", "whole"]),
        ("service_offering:web", ["whole"]),
        ("service_offering:phone", ["voice", "whole"]),
        ("ci:beam", ["sky"]),
        ("supplier:northsat", ["sky"]),
        ("customer:passengers", ["voice", "whole"]),
        ("team:desk", ["sky", "voice", "whole"]),
        ("ci:app", []),
        ("service:nobody", []),
    ],
)
def test_a_record_has_to_do_with_its_agreements(subject: str, names: list[str]) -> None:
    assert [one.id for one in concerning(portfolio(TEXT), subject)] == names


def test_without_a_subject_every_agreement_is_told_with_a_line_for_each_unit_and_target() -> None:
    found = reported()
    assert (found.subject, found.now, found.asked) == (None, NOW, None)
    assert [one.agreement.id for one in found.standings] == ["sky", "voice", "whole"]
    assert [one.agreement.id for one in found.lines] == ["sky", "voice", "whole", "whole"]
    assert [one.backing.target.metric for one in found.of("agreement:whole")] == ["availability", "response"]
    assert found.of("agreement:nobody") == ()


def test_what_was_down_is_used_and_freezes_by_policy() -> None:
    # November has 30 days: 43.2 minutes may be down. 30 minutes are more than half of them.
    found = reported("agreement:voice", None, outage("ci:pbx", "2026-11-10T10:00:00Z", "2026-11-10T10:30:00Z"))
    (line,) = found.lines
    budget = line.achieved.budget
    assert budget is not None
    assert (budget.used, budget.left) == (timedelta(minutes=30), timedelta(minutes=13, seconds=12))
    assert [(one.agreement, one.unit) for one in found.freezes] == [("agreement:voice", "service_offering:phone")]
    assert reported("agreement:voice").freezes == ()


def test_days_that_were_asked_for_count_instead_of_the_window() -> None:
    october = reported("agreement:voice", "2026-10", outage("ci:pbx", "2026-11-10T10:00:00Z", "2026-11-10T10:30:00Z"))
    assert october.asked == days("2026-10")
    assert october.freezes == ()


def test_of_a_year_each_month_is_judged_and_what_runs_is_held() -> None:
    down = outage("ci:pbx", "2026-11-10T10:00:00Z", "2026-11-10T10:30:00Z")
    found = reported("agreement:voice", "2026", down)
    (line,) = found.lines
    # The target is promised for each month of the agreement's term.
    assert len(line.windows) == 12
    assert [(one.agreement, one.unit) for one in found.freezes] == [("agreement:voice", "service_offering:phone")]


def test_of_a_rolling_window_the_days_that_were_asked_for_are_one() -> None:
    assert windows("rolling 28d", Days(date(2026, 10, 1), date(2026, 12, 1))) == (
        Days(date(2026, 10, 1), date(2026, 12, 1)),
    )
    assert len(windows("month", Days(date(2026, 10, 1), date(2026, 12, 1)))) == 2


def test_a_budget_of_which_nothing_may_be_used_thaws_when_all_of_it_has_left_the_window() -> None:
    text = promising(
        "rolling", "sla", "service_offering:phone", "{metric: availability, value: 99.9%, window: rolling 28d}"
    )
    agreement = portfolio(TEXT + text).agreement("agreement:rolling")
    assert agreement is not None
    spells = tuple((NOW - timedelta(days=day), NOW - timedelta(days=day) + timedelta(minutes=10)) for day in (9, 3))
    allowed = timedelta(days=28) / 1000
    budget = Budget(allowed, timedelta(minutes=20), timedelta(days=28), timedelta(days=28))
    spent = Spent(agreement, "service_offering:phone", always(), NOW, budget, "rolling 28d", Decimal("0.999"), spells)
    assert spent.thaws(0.0) == spells[-1][1] + timedelta(days=28)
    # Half of 40.32 minutes may be used: 20 are less, so it is thawed once nothing more than that is in it.
    assert spent.thaws(0.25) == spells[0][0] + (timedelta(minutes=20) - allowed / 4) + timedelta(days=28)


def test_a_team_that_promises_an_offering_is_meant_where_what_delivers_it_failed() -> None:
    needs = "delivered_by: [ci:pbx, {target: ci:beam, strength: soft}]\ndepends_on: [service:shop]\n"
    text = offering("chat", "shop", needs) + promising("inner", "ola", "service_offering:chat", AVAILABLE)
    found = portfolio(TEXT + text)
    agreement = found.agreement("agreement:inner")
    assert agreement is not None
    # Not what it can do without, nor what it merely uses.
    assert found.subjects(agreement) == {"service_offering:chat", "service:shop", "ci:pbx"}

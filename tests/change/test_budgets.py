"""Error budgets against a change: those that are used up, and those that its outage would use up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from gitsm.change.budgets import exhausted, short
from gitsm.change.scope import Scope, Work
from gitsm.graph.propagation import Level
from gitsm.service_level.budgets import Budget, Freeze, Spent
from gitsm.service_level.calendars import always
from tests.support.catalogues import ci
from tests.support.promises import portfolio, promising

UNIT = "ci:web"
END = datetime(2026, 12, 1, tzinfo=UTC)
START = datetime(2026, 11, 28, 22, tzinfo=UTC)


def work(level: Level | None = Level.DOWN, type_: Any = "normal", start: datetime = START) -> Work:
    reached = {} if level is None else {UNIT: level}
    return Work(
        "change:chg-1", type_, (start, start + timedelta(hours=1)), "amara", Scope(frozenset({"ci:db"}), reached)
    )


def freeze(**more: Any) -> Freeze:
    said = {
        "agreement": "agreement:sla",
        "unit": UNIT,
        "severity": "hard",
        "until": END,
        "why": "It is used up.",
        "exempt": (),
    }
    return Freeze(**{**said, **more})


@pytest.mark.parametrize(
    ("what", "held"),
    [
        (work(), True),
        (work(Level.DEGRADED), True),
        (work(Level.AT_RISK), False),  # it merely loses a spare
        (work(None), False),
        (work(start=END - timedelta(seconds=1)), True),
        (work(start=END), False),  # the budget is new
    ],
)
def test_a_used_up_budget_holds_what_interrupts_its_unit(what: Work, held: bool) -> None:  # noqa: FBT001
    assert [one.id for one in exhausted(what, [freeze()])] == (["error_budget_exhausted:sla"] if held else [])


def test_the_freeze_says_how_hard_it_is_and_when_it_ends() -> None:
    (one,) = exhausted(work(), [freeze(severity="soft")])
    assert (one.kind, one.severity, one.refs, one.why) == (
        "error_budget_exhausted", "soft", ("agreement:sla", UNIT), "It is used up."
    )  # fmt: skip
    assert one.remedy == "do it from 2026-12-01 00:00 on, when the budget is new, or spare ci:web"


def test_policy_exempts_types_of_change() -> None:
    assert [*exhausted(work(type_="emergency"), [freeze(exempt=("emergency",))])] == []
    assert len([*exhausted(work(type_="standard"), [freeze(exempt=("emergency",))])]) == 1


def spent(minutes_left: float, until: datetime = END) -> Spent:
    agreement = portfolio(ci("web") + promising("sla", "sla", UNIT, "{metric: availability, value: 99.9%}")).agreement(
        "agreement:sla"
    )
    assert agreement is not None
    allowed = timedelta(minutes=43.2)
    used = allowed - timedelta(minutes=minutes_left)
    return Spent(agreement, UNIT, always(), until, Budget(allowed, used, timedelta(days=20), timedelta(days=30)))


@pytest.mark.parametrize(
    ("expected", "left", "what", "told"),
    [
        (20, 19, work(), True),
        (20, 20, work(), False),  # it just fits
        (20, 0, work(), True),
        (20, -1, work(), False),  # broken before; the freeze tells that
        (20, 19, work(Level.AT_RISK), False),
        (20, 19, work(type_="emergency"), False),
        (20, 19, work(start=END), False),
        # Ten minutes of the outage are in the period.
        (20, 9, work(start=END - timedelta(minutes=10)), True),
        (20, 11, work(start=END - timedelta(minutes=10)), False),
        (0, 0, work(), False),
    ],
)
def test_an_outage_that_a_promise_has_no_room_for_is_told(expected: int, left: int, what: Work, told: bool) -> None:  # noqa: FBT001
    found = [*short(what, timedelta(minutes=expected), [spent(left)])]
    assert [(one.id, one.severity) for one in found] == ([("error_budget_short:sla", "soft")] if told else [])


def test_a_change_of_another_month_is_held_against_the_budget_of_that_month() -> None:
    # December has 31 days: 44.64 minutes may be down, whatever November used.
    december = replace(spent(0), promised=Decimal("0.999"))
    late = work(start=END + timedelta(days=3))
    assert [*short(late, timedelta(minutes=44), [december])] == []
    (one,) = short(late, timedelta(minutes=45), [december])
    assert "has 44.64 min left for ci:web until 2027-01-01" in one.why
    # The agreement ends with December.
    assert [*short(work(start=END + timedelta(days=40)), timedelta(minutes=45), [december])] == []


def test_what_left_a_rolling_window_by_then_is_there_again() -> None:
    # Forty of 43.2 minutes were down, on the third of November; thirty days later they are there again.
    lost = datetime(2026, 11, 3, 10, tzinfo=UTC)
    rolling = replace(spent(3.2), window="rolling 30d", down=((lost, lost + timedelta(minutes=40)),))
    (one,) = short(work(), timedelta(minutes=20), [rolling])
    assert "has 3.2 min left for ci:web then" in one.why
    half = work(start=lost + timedelta(days=30, minutes=20))
    assert [len([*short(half, timedelta(minutes=expected), [rolling])]) for expected in (23, 24)] == [0, 1]
    assert [*short(work(start=lost + timedelta(days=31)), timedelta(minutes=43), [rolling])] == []


def test_each_covered_thing_has_a_budget_and_an_agreement_is_told_once() -> None:
    other = replace(spent(-5), unit="ci:other")
    (one,) = short(work(), timedelta(minutes=20), [other, spent(10), spent(10)])
    assert one.refs == ("agreement:sla", UNIT)
    held = [freeze(unit="ci:other"), freeze(), freeze()]
    assert [one.refs for one in exhausted(work(), held)] == [("agreement:sla", UNIT)]


def test_it_says_how_much_is_left_and_until_when() -> None:
    (one,) = short(work(), timedelta(minutes=20), [spent(10)])
    assert one.why == (
        "20 min of service time are expected to be lost, and agreement:sla has 10 min left for ci:web until 2026-12-01"
    )

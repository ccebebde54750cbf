"""How the budget of a promise was used: the picture against minutes that are counted one by one."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gitsm.publish.pictures.budget import burnt, used
from gitsm.service_level.achieved import Achieved, Kept
from gitsm.service_level.budgets import budget
from gitsm.service_level.calendars import Hours
from gitsm.service_level.spells import Spell
from gitsm_schemas.catalogue import Target

START = datetime(2026, 11, 2, tzinfo=UTC)
"""A Monday."""
END = START + timedelta(days=7)
OFFICE = Hours(ZoneInfo("UTC"), (*(((8 * 60, 16 * 60),),) * 5, (), ()), {})
TARGET = Target.model_validate({"metric": "availability", "value": "99%"})


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def in_office(minute: int) -> bool:
    moment = at(minute)
    return moment.weekday() < 5 and 8 <= moment.hour < 16


MINUTES = st.integers(-600, 7 * 24 * 60 + 600)


@given(st.lists(st.tuples(MINUTES, MINUTES).map(lambda two: (min(two), max(two))), max_size=5))
def test_the_line_rises_as_minutes_are_counted(spells: list[tuple[int, int]]) -> None:
    corners = list(used([(at(start), at(end)) for start, end in spells], OFFICE, (START, END)))
    down = {minute for start, end in spells for minute in range(max(start, 0), min(end, 7 * 24 * 60))}
    for moment, so_far in corners:
        until = int((moment - START).total_seconds() // 60)
        assert so_far == timedelta(minutes=sum(in_office(minute) for minute in down if minute < until))
    assert corners == sorted(corners)


def achieved(now: datetime, *spells: tuple[int, int]) -> Achieved:
    down = timedelta(minutes=sum(end - start for start, end in spells))
    counted = tuple(Spell(at(start), at(end), planned=False, causes=()) for start, end in spells)
    kept = Kept("service_offering:web", now - START, counted, counted, down)
    left = budget(Decimal("0.99"), OFFICE, (START, END), now, down)
    return Achieved("agreement:sla", 0, TARGET, (START, END), UTC, Decimal("0.99"), kept=(kept,), budget=left)


def test_what_it_says() -> None:
    # A week of office hours is 2,400 minutes: 24 may be down.
    nine = 9 * 60
    told = {
        "none": burnt(achieved(at(2 * 1440)), OFFICE, at(2 * 1440)),
        "some": burnt(achieved(END, (nine, nine + 10)), OFFICE, END),
        "fast": burnt(achieved(at(1440), (nine, nine + 10)), OFFICE, at(1440)),
        "over": burnt(achieved(END, (nine, nine + 60)), OFFICE, END),
    }
    assert {name: burn.told for name, burn in told.items() if burn} == {
        "none": "0 min of 24 min used, 24 min left",
        "some": "10 min of 24 min used, 14 min left",
        "fast": "10 min of 24 min used, 14 min left; at this pace nothing is left by 4 Nov 2026",
        "over": "1 h of 24 min used, 36 min too many",
    }
    assert [re.findall(r'class="burn (\w+)"', burn.svg)[0] for burn in told.values() if burn] == [
        *("calm", "calm", "fast", "over")
    ]


def test_a_promise_of_everything_has_no_budget_to_draw() -> None:
    left = budget(Decimal(1), OFFICE, (START, END), END, timedelta(0))
    found = achieved(END)
    whole = Achieved(found.agreement, 0, TARGET, found.period, UTC, Decimal(1), kept=found.kept, budget=left)
    assert burnt(whole, OFFICE, END) is None


def test_service_time_is_told_in_hours_and_as_in_the_table_beside_it() -> None:
    # Four fifths of 40 office hours are 32, which are no day and 8 hours of service.
    left = budget(Decimal("0.2"), OFFICE, (START, END), END, timedelta(0))
    found = achieved(END)
    most = Achieved(found.agreement, 0, TARGET, found.period, UTC, Decimal(1), kept=found.kept, budget=left)
    burn = burnt(most, OFFICE, END)
    assert burn is not None
    assert burn.told == "0 min of 32 h used, 32 h left"
    assert ">32 h allowed<" in burn.svg

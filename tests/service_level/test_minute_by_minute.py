"""Figures against a look at every minute: zones that change their clocks, holidays, terms, and outages of every sort.

On this side there are no intervals: each minute is asked whether it counts, and what was down in it. Times are whole
minutes, and no hours begin or end within a change of the clock: how those are read is said elsewhere.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest

from gitsm.service_level.achieved import Achieved, achieved
from gitsm.service_level.cases import Case, Pause
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import days
from gitsm.service_level.spells import History
from gitsm_schemas.operations import Outage
from gitsm_schemas.organisation import WEEKDAYS
from tests.service_level.test_achieved import out
from tests.support.catalogues import ci
from tests.support.promises import portfolio, promising

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ZONES = (
    "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca",
    "Pacific/Chatham", "Asia/Kathmandu", "UTC",
)  # fmt: skip
"""Clocks that are changed by night, at midnight, by half an hour, for Ramadan or never; quarter hours from UTC."""
MONTHS = ("2026-02", "2026-03", "2026-04", "2026-09", "2026-10", "2026-11")
PAUSING = "awaiting_caller"


@dataclass(frozen=True)
class Drawn:
    """One agreement and what happened, drawn by a seed."""

    zone: ZoneInfo
    month: str
    week: dict[str, list[tuple[int, int]]]
    holidays: list[date]
    term: tuple[date, date]
    least: int
    outages: tuple[Outage, ...]
    cases: tuple[Case, ...]
    now: datetime

    @property
    def first(self) -> datetime:
        return datetime.fromisoformat(f"{self.month}-01").replace(tzinfo=self.zone).astimezone(UTC)

    def counts(self, moment: datetime) -> bool:
        """Tell whether a minute is one of service."""
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        spans = self.week.get(WEEKDAYS[local.weekday()], [])
        return local.date() not in self.holidays and any(start <= minute < end for start, end in spans)

    def asked(self, moment: datetime) -> bool:
        """Tell whether a minute lies in the month, and in the agreement's term."""
        day = moment.astimezone(self.zone).date()
        return f"{day:%Y-%m}" == self.month and self.term[0] <= day <= self.term[1]


def drawn(seed: int) -> Drawn:
    chance = random.Random(seed)
    zone, month = ZoneInfo(chance.choice(ZONES)), chance.choice(MONTHS)
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone).astimezone(UTC)
    now = first + MINUTE * chance.randrange(10 * 1440, 50 * 1440)
    return Drawn(
        zone,
        month,
        week(chance),
        sorted({date.fromisoformat(f"{month}-{chance.randint(1, 28):02}") for _ in range(chance.randrange(3))}),
        (date.fromisoformat(chance.choice(("2026-01-01", f"{month}-07"))),
         date.fromisoformat(chance.choice(("2026-12-31", f"{month}-21")))),
        chance.choice((0, 0, 5, 30)),
        tuple(an_outage(chance, first, number) for number in range(chance.randint(1, 8))),
        tuple(a_case(chance, first, number) for number in range(6)),
        now,
    )  # fmt: skip


def week(chance: random.Random) -> dict[str, list[tuple[int, int]]]:
    if chance.random() < 0.4:
        return {day: [(0, 1440)] for day in WEEKDAYS}
    found: dict[str, list[tuple[int, int]]] = {"wed": [(480, 1020)]}
    for day in WEEKDAYS:
        if chance.random() < 0.7:
            opens = chance.randrange(5, 12)
            closes = chance.randrange(opens + 1, 16)
            evening = [((closes + 1) * 60, chance.choice((23, 24)) * 60)] if chance.random() < 0.4 else []
            found[day] = [(opens * 60, closes * 60), *evening]
    return found


def an_outage(chance: random.Random, first: datetime, number: int) -> Outage:
    start = first + MINUTE * chance.randrange(-2 * 1440, 32 * 1440)
    end = None if chance.random() < 0.1 else start + MINUTE * chance.choice((1, 3, 7, 20, 45, 300, 3000))
    more: dict[str, object] = {"type": chance.choice(("outage", "outage", "planned_outage", "degradation"))}
    if more["type"] == "outage" and chance.random() < 0.2:
        more["excused"] = [{"agreement": "sla", "reason": "Storm"}]
    until = f"{end:%Y-%m-%dT%H:%M}" if end else None
    return out(f"2026-01-01-{number}", "ci:app", f"{start:%Y-%m-%dT%H:%M}", until, **more)


def a_case(chance: random.Random, first: datetime, number: int) -> Case:
    opened = first + MINUTE * chance.randrange(-1440, 32 * 1440)
    done = None if chance.random() < 0.2 else opened + MINUTE * chance.randrange(5, 6000)
    within = (done or opened + 2 * DAY) - opened
    pauses = tuple(
        Pause(chance.choice((PAUSING, "awaiting_vendor")), start, start + MINUTE * chance.randrange(1, 900))
        for start in sorted(opened + MINUTE * chance.randrange(within // MINUTE) for _ in range(chance.randrange(3)))
    )
    updates = tuple(sorted(opened + MINUTE * chance.randrange(1, within // MINUTE) for _ in range(chance.randrange(4))))
    return Case(f"c{number}", "incident", ("ci:app",), 1, opened, None, done, pauses, updates)


def judged(found: Drawn, target: str) -> Achieved:
    def written(span: tuple[int, int]) -> str:
        return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)

    hours = {day: [written(one) for one in spans] for day, spans in found.week.items()}
    holidays = ", ".join(map(str, found.holidays))
    rest = "calendar: cal\n" + (f"minimum_downtime: {found.least}min\n" if found.least else "")
    text = promising("sla", "sla", "ci:app", target, rest)
    text = text.replace("2026-01-01", str(found.term[0])).replace("2026-12-31", str(found.term[1]))
    text += (
        f"---\nkind: calendar\nid: cal\ntimezone: {found.zone}\nhours: {json.dumps(hours)}\nholidays: [{holidays}]\n"
    )
    made = portfolio(text + ci("app", availability="99%"))
    agreement = made.agreement("agreement:sla")
    assert agreement is not None
    then = Happened(found.outages, History.still(made.wiring), found.cases, found.now)
    return achieved(made, agreement, 0, then, days(found.month))


def every_minute(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def fails(found: Drawn, moment: datetime) -> bool:
    """Tell whether it is down, and would not be by planned or excused work alone."""
    lasting = [one for one in found.outages if one.start <= moment and (one.end is None or moment < one.end)]
    planned = any(one.type == "planned_outage" or one.excused for one in lasting)
    return not planned and any(one.type == "outage" for one in lasting)


def spells(found: Drawn) -> list[tuple[datetime, datetime]]:
    """Find the stretches of minutes that fail, long enough to count."""
    minutes = every_minute(found.first - 5 * DAY, min(found.now, found.first + 60 * DAY))
    runs = [[*run] for down, run in groupby(minutes, key=lambda one: fails(found, one)) if down]
    return [(run[0], run[-1] + MINUTE) for run in runs if len(run) >= found.least]


@pytest.mark.parametrize("seed", range(10))
def test_availability(seed: int) -> None:
    found = drawn(seed)
    counted = [one for one in every_minute(found.first - DAY, found.first + 33 * DAY)
               if found.asked(one) and found.counts(one)]  # fmt: skip
    over = [one for one in counted if one < found.now]
    result = judged(found, "{metric: availability, value: 99.5%}")
    if not result.kept:
        assert not over
        return
    kept, budget, failed = result.kept[0], result.budget, spells(found)
    down = [one for one in over if any(start <= one < end for start, end in failed)]
    assert budget is not None
    assert (budget.scheduled // MINUTE, kept.elapsed // MINUTE, kept.down // MINUTE, len(kept.counted)) == (
        len(counted), len(over), len(down), sum(any(start <= one < end for one in down) for start, end in failed)
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(10, 16))
@pytest.mark.parametrize("metric", ["resolution", "update", "rto"])
def test_times(seed: int, metric: str) -> None:
    found = drawn(seed)
    result = judged(found, f"{{metric: {metric}, value: 1min, pause_on: [{PAUSING}]}}")
    expected = recoveries(found) if metric == "rto" else silences(found, told=metric == "update")
    # What is still open counts once it is late: after a minute of service time.
    assert sorted(one.taken // MINUTE for one in result.cases) == sorted(
        minutes for minutes, over in expected if over or minutes > 1
    )


def recoveries(found: Drawn) -> Iterator[tuple[int, bool]]:
    for start, end in spells(found):
        if found.asked(start):
            yield sum(map(found.counts, every_minute(start, end))), end < found.now


def silences(found: Drawn, *, told: bool) -> Iterator[tuple[int, bool]]:
    """Count the minutes of each case, or the most of them between one word and the next."""
    for case in found.cases:
        if not found.asked(case.opened) or case.opened > found.now or (told and case.done and not case.updates):
            continue
        longest, now = 0, 0
        for one in every_minute(case.opened, case.done or found.now):
            now = 0 if told and one in case.updates else now
            still = any(wait.reason == PAUSING and wait.start <= one < (wait.end or found.now) for wait in case.pauses)
            now += found.counts(one) and not still
            longest = max(longest, now)
        yield longest, case.done is not None

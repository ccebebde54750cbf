"""The picture of a month shows what the clock on the wall showed."""

import xml.etree.ElementTree as ET

import pytest

from gitsm.render.levels.picture import picture
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import days
from gitsm.service_level.reports import report
from gitsm.service_level.spells import History
from gitsm_schemas.policies import ErrorBudgetPolicy
from tests.service_level.test_achieved import BOOKING, at, out, sla
from tests.support.promises import portfolio

OSLO = "---\nkind: calendar\nid: local\ntimezone: Europe/Oslo\nhours: always\n"
LEFT, WIDE = 112, 576


@pytest.mark.parametrize(
    ("month", "start", "end", "clock"),
    [
        # Noon is noon on the days of 25 and of 23 hours, too.
        ("2026-10", "2026-10-25T11:00", "2026-10-25T12:30", (12, 13.5)),
        ("2026-03", "2026-03-29T10:00", "2026-03-29T22:00", (12, 24)),
        ("2026-10", "2026-10-24T22:00", "2026-10-25T01:00", (0, 2)),
        ("2026-10", "2026-10-13T10:00", "2026-10-13T16:00", (12, 18)),
    ],
)
def test_an_outage_stands_where_the_clock_showed_it(
    month: str, start: str, end: str, clock: tuple[float, float]
) -> None:
    found = portfolio(BOOKING + sla(calendar="local") + OSLO)
    outages = (out("2026-01-01-a", "ci:app", start, end),)
    happened = Happened(outages, History.still(found.wiring), (), at("2026-12-01 00:00"))
    drawn = picture(found, report(found, happened, ErrorBudgetPolicy(), "agreement:sla", days(month)))
    rects = ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}rect")
    (down,) = [each for each in rects if each.get("class") == "down" and len(each)]
    x, wide = LEFT + WIDE * clock[0] / 24, WIDE * (clock[1] - clock[0]) / 24
    assert (down.get("x"), down.get("width")) == (f"{x:.2f}", f"{wide:.2f}")

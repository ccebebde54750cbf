"""The manual page about service levels: each worked example is worked out again, and stands there as it comes out."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from gitsm.service_level.calendars import Hours, business_elapsed, deadline, length
from gitsm.service_level.words import at_least, minutes, percent, span
from gitsm_schemas.notation import duration
from gitsm_schemas.organisation import Calendar
from tests.service_level.test_achieved import BOOKING, UPDATED, judged, out, several, sla
from tests.support import promises
from tests.support.catalogues import ci
from tests.support.judging import offering, service
from tests.support.program import gitsm
from tests.support.promises import OFFICE, promising

PROJECT = Path(__file__).parents[2]
PAGE = " ".join(re.sub(r"(?m)^> ?", "", (PROJECT / "site/docs/service-levels.md").read_text()).split())
OSLO = ZoneInfo("Europe/Oslo")


def told(*sentences: str) -> None:
    """Make sure that sentences stand on the page, wherever its lines break."""
    for sentence in sentences:
        assert sentence in PAGE


def weekdays(span_: str) -> Hours:
    days = {day: [span_] for day in ("mon", "tue", "wed", "thu", "fri")}
    return Hours.of(
        Calendar.model_validate({"kind": "calendar", "id": "days", "timezone": "Europe/Oslo", "hours": days})
    )


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def test_the_first_page_of_output_is_what_the_program_writes() -> None:
    shown = re.search(
        r"```console\n\$ (gitsm [^\n]*)\n(.*?)```", (PROJECT / "site/docs/service-levels.md").read_text(), re.DOTALL
    )
    assert shown is not None
    done = gitsm(*shown[1].split()[1:], cwd=PROJECT)
    assert done.returncode == 0
    assert shown[2].rstrip() in done.stdout


def test_service_time() -> None:
    hours = weekdays("08:00-17:00")
    # The sixth of November 2026 is a Friday.
    assert business_elapsed(hours, oslo("2026-11-06 21:00"), oslo("2026-11-09 09:30")) == timedelta(hours=1.5)
    assert deadline(hours, oslo("2026-11-09 16:00"), timedelta(hours=4)) == oslo("2026-11-10 11:00")
    assert length(hours, duration("2d")) == timedelta(hours=18)
    always = Hours.of(Calendar(kind="calendar", id="every", timezone="Europe/Oslo", hours="always"))
    assert business_elapsed(always, oslo("2026-03-29 00:00"), oslo("2026-03-30 00:00")) == timedelta(hours=23)
    told(
        "Monday to Friday, 08:00 to 17:00. From Friday 21:00 to Monday 09:30 one hour and a half of service time pass.",
        "What is due four hours after Monday 16:00 is due on Tuesday at 11:00.",
        "so here 18 hours",
        "Sunday 2026-03-29 in Oslo has 23 hours",
    )


def carried(text: str) -> Decimal:
    found = promises.judged(service("booking", "delivered_by: [ci:web]\n") + text + sla("50%", "always")).targets[0]
    assert isinstance(found.backed, Decimal)
    return found.backed


THREE = (
    ci("web", "depends_on: [ci:middle]\n", availability="99.95%")
    + ci("middle", "depends_on: [ci:below]\n", availability="99.9%")
    + ci("below", availability="99.99%")
)


def test_what_backs_an_availability() -> None:
    row = carried(THREE)
    assert row == Decimal("0.9995") * Decimal("0.999") * Decimal("0.9999")
    told(f"99.95 % · 99.9 % · 99.99 % = {percent(row)}: three components in a row do not carry a promise of 99.9 %.")
    pair = ci("web", "runs_on: [{any_of: [ci:aa, ci:bb], min_up: 1}]\n", availability="100%")
    apart = carried(pair + ci("aa", availability="99%") + ci("bb", availability="99%"))
    assert apart == 1 - Decimal("0.01") * Decimal("0.01")
    told(f"Two machines of 99 %, one of which is enough: 1 − 0.01 · 0.01 = {percent(apart)}.")
    machines = "".join(ci(name, "runs_on: [ci:host]\n", availability="99%") for name in ("aa", "bb"))
    shared = carried(pair + machines + ci("host", availability="99.9%"))
    assert shared == Decimal("0.999") * Decimal("0.9999")
    told(f"Both on one host of 99.9 %: 0.999 · 0.9999 = {percent(shared)}.")


def test_the_weakest_and_what_it_would_have_to_be() -> None:
    text = service("booking", "delivered_by: [ci:web]\n") + THREE
    weak = promises.judged(text + sla("99.9%", "always")).targets[0].weakest
    assert weak is not None
    assert weak.needed is not None
    assert weak.nines is not None
    assert weak.ref == "ci:middle"
    told(
        f"For the second: 0.999 / (0.9995 · 0.9999) = {at_least(weak.needed)}, which takes "
        f"{weak.nines:.1f} nines more. For the others not even 100 % is enough."
    )
    # Perfect, the first leaves 0.999 · 0.9999 and the third 0.9995 · 0.999.
    assert max(Decimal("0.999") * Decimal("0.9999"), Decimal("0.9995") * Decimal("0.999")) < Decimal("0.999")


def test_a_clock_that_stands_still_backs_nothing() -> None:
    text = service("booking", "delivered_by: [ci:sms]\n") + ci("sms", class_="external_service") + OFFICE
    text += promising("sla", "sla", "service:booking", "{metric: response, value: 30min}")
    text += promising("ua", "ua", "ci:sms", "{metric: response, value: 10min}", "calendar: office\n")
    assert promises.judged(text).targets[0].verdict == "calendar_gap"
    told(
        "A supplier that works from 08:00 to 16:00 promises a response in 10 minutes. It does not back 30 minutes "
        "around the clock"
    )


def test_the_longest_way_through_tasks() -> None:
    tasks = (
        "tasks:\n  - {name: order, group: desk, duration: 1d}\n  - {name: image, group: desk, duration: 2h}\n"
        "  - {name: desk, group: desk, duration: 4h, after: [image]}\n"
        "  - {name: hand over, group: desk, duration: 1h, after: [order, desk]}\n"
    )
    text = service("booking") + offering("web", "booking") + OFFICE
    text += f"---\nkind: request_offering\nid: laptop\nname: Laptop\noffering: web\n{tasks}"
    text += promising("sla", "sla", "service:booking", "{metric: fulfilment, value: 9h}", "calendar: office\n")
    (target,) = promises.judged(text).targets
    assert isinstance(target.backed, timedelta)
    assert target.backed == timedelta(hours=9)
    told(
        "Order (1 d) beside image (2 h) and desk (4 h, after image), then hand over (1 h, after both): 8 h + 1 h = "
        f"{span(target.backed)} in a working day of 8 h."
    )


def test_what_was_achieved() -> None:
    text = BOOKING + sla("99%", "long-days")
    day = judged(text, out("2026-11-10-a", "ci:app", "2026-11-10T09:00", "2026-11-10T10:30"))
    night = judged(text, out("2026-11-10-a", "ci:app", "2026-11-10T20:00", "2026-11-10T21:30"))
    assert day.kept[0].elapsed == 21 * timedelta(minutes=600)
    assert isinstance(day.achieved, Decimal)
    assert night.achieved == 1
    told(
        "November 2026, Monday to Friday 08:00 to 18:00: 21 days · 600 min = "
        f"{day.kept[0].elapsed // timedelta(minutes=1):,} min. "
        f"An outage of 90 minutes at 09:00: {day.achieved * 100:.4f} %. The same at 20:00: 100 %."
    )


def test_failures() -> None:
    found = judged(
        BOOKING + sla(),
        out("2026-11-03-a", "ci:app", "2026-11-03T10:00", "2026-11-03T10:50"),
        out("2026-11-20-b", "ci:app", "2026-11-20T03:00", "2026-11-20T03:30"),
    )
    kept = found.kept[0]
    assert kept.mtbf is not None
    assert kept.mtrs is not None
    assert isinstance(found.achieved, Decimal)
    told(
        f"30 days around the clock, outages of 50 and 30 minutes: {found.achieved * 100:.4f} %; "
        f"MTBF (720 h − 80 min) / 2 = {kept.mtbf / timedelta(hours=1):.2f} h; MTRS {minutes(kept.mtrs)}."
    )


def test_silence() -> None:
    found = judged(BOOKING + several("metric: update, value: 1h"), cases=(UPDATED,), asked="2026-11")
    assert isinstance(found.achieved, timedelta)
    told(
        "Told at 16:20 and 17:30, of an incident that began at 16:00 and was over the next day at 09:30, "
        "in service hours from 08:00 to 18:00: 20, 70 and, from 17:30, 30 + 90 minutes. "
        "An update every hour was promised; the longest "
        f"silence is {span(found.achieved)}."
    )


def test_budgets() -> None:
    rolling = judged(BOOKING + sla().replace("value: 99.9%", "value: 99.9%, window: rolling 28d"), asked=None).budget
    assert rolling is not None
    told(f"99.9 % over 28 days around the clock: 0.001 · 40,320 min = {minutes(rolling.allowed)}.")
    down = out("2026-11-03-a", "ci:app", "2026-11-03T10:00", "2026-11-03T10:40")
    found = judged(BOOKING + sla(), down, now="2026-11-10 00:00", asked=None).budget
    assert found is not None
    assert found.burn_rate is not None
    assert found.exhausted_at is not None
    lasts = (found.exhausted_at - oslo("2026-11-10 01:00")) / timedelta(days=1)
    told(
        f"40 minutes used of the {minutes(found.allowed).removesuffix(' min')} of November after nine days: burn rate "
        f"(40 / 12,960) / 0.001 = {found.burn_rate:.2f}; "
        f"the remaining {minutes(found.left).removesuffix(' min')} minutes last {lasts:.2f} days."
    )


def test_credits() -> None:
    text = gitsm("sla", "northsat-ua", "--period", "2026-03", "--as-of", "2026-11-10", cwd=PROJECT).stdout
    told(
        "March 2026, 206 of 44,580 minutes down: 99.5379 %. Below 99.7 %, not below 99 %: 5 % of the price, "
        "to be claimed until 2026-04-30."
    )
    assert "206 min of" in text
    assert f"achieved   {percent(1 - Decimal(206) / Decimal(31 * 1440 - 60))}  broken" in text
    assert "credit     5 % of the price, below 99.7 %, to be claimed until 2026-04-30" in text

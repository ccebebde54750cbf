"""Changes: a calendar with windows and freezes, and a page for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from gitsm.publish.drawing import reach
from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site, name_of
from gitsm.service_level.occurrences import occurrences

SECTION: Final = "changes.md"
MONTHS: Final = 3
MOST_HIT: Final = 15
_LEAD: Final = "What is changed when, when it may be, and when nothing is."
_TONES: Final = {"emergency": "bad", "standard": "good"}


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day of the calendar."""

    title: str
    ref: str | None
    tone: str
    told: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by weeks; each day with what is on it."""

    title: str
    weeks: tuple[tuple[tuple[date, tuple[Event, ...]], ...], ...]
    first: date


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of changes."""
    found = sorted(site.all("change"), key=lambda one: one.planned.start, reverse=True)
    windows = site.all("window")
    if not found and not windows:
        return
    zone = home_zone(site)
    yield Sheet(
        SECTION,
        "Changes",
        write(
            site,
            SECTION,
            "changes.html",
            lead=_LEAD,
            zone=zone,
            months=tuple(months(site, zone)),
            ahead=[one for one in found if not one.outcome and one.planned.end > site.now][::-1],
            past=[one for one in found if one.outcome or one.planned.end <= site.now],
            states=facts.states,
            conflicts=facts.conflicts,
            freezes=[one for one in windows if one.type == "blackout"],
            maintenance=[one for one in windows if one.type == "maintenance"],
        ),
        None,
        SECTION,
        _LEAD,
        Find("overview", ("calendar", "freeze", "maintenance", "schedule"), _LEAD),
    )
    for one in found:
        yield _change(site, facts, one)


def home_zone(site: Site) -> tzinfo:
    """Find the zone whose days the calendar shows: the one most of the organisation's calendars live in, else UTC."""
    zones = [one.timezone for one in site.all("calendar")]
    return ZoneInfo(max(sorted(set(zones)), key=zones.count)) if zones else UTC


def months(site: Site, zone: tzinfo) -> Iterator[Month]:
    """Build the months of the calendar: this one and the next ones."""
    first = site.now.astimezone(zone).date().replace(day=1)
    for _ in range(MONTHS):
        after = (first + timedelta(days=32)).replace(day=1)
        start = first - timedelta(days=first.weekday())
        weeks = []
        while start < after:
            days = tuple(start + timedelta(days=number) for number in range(7))
            weeks.append(tuple((day, tuple(_on(site, day, zone))) for day in days))
            start += timedelta(days=7)
        yield Month(f"{first:%B %Y}", tuple(weeks), first)
        first = after


def _on(site: Site, day: date, zone: tzinfo) -> Iterator[Event]:
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    end = start + timedelta(days=1)
    for window in site.all("window"):
        for opens, closes in occurrences(window, start, end):
            freeze = window.type == "blackout"
            told = f"{opens.astimezone(zone):%H:%M}–{closes.astimezone(zone):%H:%M}"
            if freeze or opens >= start:
                tone = "freeze" if freeze else "maintenance"
                yield Event(name_of(window), None, tone, "freeze" if freeze else f"maintenance, {told}")
    for change in sorted(site.all("change"), key=lambda one: one.planned.start):
        if change.planned.start < end and start < change.planned.end:
            local = change.planned.start.astimezone(zone)
            yield Event(name_of(change), change.ref, _TONES.get(change.type, ""), f"{local:%H:%M}, {change.type}")


def _change(site: Site, facts: Facts, change: Any) -> Sheet:
    impact = facts.impact(change)
    over = change.outcome is not None
    hit = sorted((one.hit for one in impact.affected), key=lambda one: (one.ref.startswith("ci:"), -one.level, one.ref))
    return sheet(
        site,
        change,
        "change.html",
        SECTION,
        rank=1 if over else 4,
        text=change.reason,
        state=facts.states[change.ref],
        touched=[one for one in change.affected if site.get(one.ref) is not None],
        hit=hit[:MOST_HIT],
        more_hit=max(0, len(hit) - MOST_HIT),
        drawn=reach(site, change, impact),
        customers=site.known(impact.customers),
        owners=site.known(impact.owners),
        risk=None if over else facts.risk(change, impact),
        conflicts=facts.conflicts.get(change.ref, ()),
        fixes=site.known(change.fixes),
        caused=[site.get(ref) for ref in site.known(change.caused)],
        model=site.get(change.model),
        outages=site.naming(change.ref, "outage", "change"),
    )

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
    time: str = ""
    clashes: bool = False


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
            months=tuple(months(site, facts, zone)),
            ahead=[one for one in found if not one.outcome and one.planned.end > site.now][::-1],
            past=[one for one in found if one.outcome or one.planned.end <= site.now],
            states=facts.states,
            conflicts=facts.conflicts,
            freezes=[one for one in windows if one.type == "blackout"],
            maintenance=[one for one in windows if one.type == "maintenance"],
            releases=sorted(site.all("release"), key=lambda one: one.id, reverse=True),
        ),
        None,
        SECTION,
        _LEAD,
        Find("overview", ("calendar", "freeze", "maintenance", "schedule", *map(name_of, site.all("window"))), _LEAD),
    )
    for one in found:
        yield _change(site, facts, one)
    for one in site.all("release"):
        yield _release(site, facts, one)


def home_zone(site: Site) -> tzinfo:
    """Find the zone whose days the calendar shows: the one most of the organisation's calendars live in, else UTC."""
    zones = [one.timezone for one in site.all("calendar")]
    return ZoneInfo(max(sorted(set(zones)), key=zones.count)) if zones else UTC


def months(site: Site, facts: Facts, zone: tzinfo) -> Iterator[Month]:
    """Build the months of the calendar: this one and the next ones."""
    start = first = site.now.astimezone(zone).date().replace(day=1)
    end = (start + timedelta(days=31 * MONTHS + 7)).replace(day=1)
    events: dict[date, list[Event]] = {}
    for day, event in (*_windows(site, zone, start, end), *_planned(site, facts, zone, start, end)):
        events.setdefault(day, []).append(event)
    for _ in range(MONTHS):
        after = (first + timedelta(days=32)).replace(day=1)
        start = first - timedelta(days=first.weekday())
        weeks = []
        while start < after:
            days = tuple(start + timedelta(days=number) for number in range(7))
            weeks.append(tuple((day, tuple(events.get(day, ()))) for day in days))
            start += timedelta(days=7)
        yield Month(f"{first:%B %Y}", tuple(weeks), first)
        first = after


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _days(opens: datetime, closes: datetime, zone: tzinfo, start: date, end: date) -> Iterator[date]:
    """List the days of a time span, of those that are shown."""
    day = max(opens.astimezone(zone).date(), start)
    while day < end and _midnight(day, zone) < closes:
        yield day
        day += timedelta(days=1)


def _windows(site: Site, zone: tzinfo, start: date, end: date) -> Iterator[tuple[date, Event]]:
    """List the windows by day: freezes on each day, others on the day they open."""
    for window in site.all("window"):
        for opens, closes in occurrences(window, _midnight(start, zone), _midnight(end, zone)):
            if window.type == "blackout":
                for day in _days(opens, closes, zone, start, end):
                    yield day, Event(name_of(window), None, "freeze", "freeze")
            elif (day := opens.astimezone(zone).date()) >= start:
                told = f"maintenance, {opens.astimezone(zone):%H:%M}–{closes.astimezone(zone):%H:%M}"
                yield day, Event(name_of(window), None, "maintenance", told)


def _planned(site: Site, facts: Facts, zone: tzinfo, start: date, end: date) -> Iterator[tuple[date, Event]]:
    """List the changes by day, with the time they begin, and whether something stands in their way."""
    for change in sorted(site.all("change"), key=lambda one: (one.planned.start, one.id)):
        local = change.planned.start.astimezone(zone)
        clashes = any(not one.acknowledged for one in facts.conflicts.get(change.ref, ()))
        for day in _days(change.planned.start, change.planned.end, zone, start, end):
            time = f"{local:%H:%M}" if day == local.date() else ""
            told = f"{local:%H:%M}, {change.type}" + (", in conflict" if clashes else "")
            yield day, Event(name_of(change), change.ref, _TONES.get(change.type, ""), told, time, clashes)


def _change(site: Site, facts: Facts, change: Any) -> Sheet:
    impact = facts.impact(change)
    over = change.outcome is not None
    risk = None if over else facts.risk(change, impact)
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
        risk=risk,
        agreed=facts.agreed(change, risk),
        releases=site.naming(change.ref, "release", "changes"),
        conflicts=facts.conflicts.get(change.ref, ()),
        fixes=site.known(change.fixes),
        caused=[site.get(ref) for ref in site.known(change.caused)],
        model=site.get(change.model),
        outages=site.naming(change.ref, "outage", "change"),
    )


def _release(site: Site, facts: Facts, release: Any) -> Sheet:
    return sheet(
        site,
        release,
        "release.html",
        SECTION,
        rank=2,
        text=", ".join(site.name_of(ref) for ref in site.known(release.changes)),
        changes=[site.get(ref) for ref in site.known(release.changes)],
        states=facts.states,
    )

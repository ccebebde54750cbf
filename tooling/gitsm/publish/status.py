"""How services are, as far as the records tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gitsm.graph.propagation import Level, propagate
from gitsm.publish.site import Site

_OF_IMPACT = {"high": Level.DEGRADED, "medium": Level.DEGRADED, "low": Level.AT_RISK}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What hurts a service now: an incident or an outage."""

    record: Any
    level: Level


@dataclass(frozen=True, slots=True)
class Status:
    """How services are.

    Attributes:
        levels: by service and offering, how badly it is hit; whatever works is not in it.
        troubles: by service and offering, what hurts it.
        maintenance: by service and offering, the planned outage that is under way.
    """

    levels: dict[str, Level]
    troubles: dict[str, tuple[Any, ...]]
    maintenance: dict[str, Any]

    def level(self, ref: str) -> Level:
        """Say how badly a service or offering is hit."""
        return self.levels.get(ref, Level.NONE)


def status(site: Site) -> Status:
    """Compute how services are: what outages reach, and what incidents name that are not over."""
    sources: dict[str, Level] = {}
    named: dict[str, list[Any]] = {}
    maintenance: dict[str, Any] = {}
    for outage in site.all("outage"):
        if outage.start <= site.now and (outage.end is None or site.now < outage.end):
            for ref in outage.affects:
                if outage.type == "planned_outage":
                    maintenance[ref] = outage
                    continue
                level = Level.DOWN if outage.type == "outage" else Level.DEGRADED
                sources[ref] = max(level, sources.get(ref, Level.NONE))
                named.setdefault(ref, []).append(site.get(outage.incident) or outage)
    found = propagate(site.network, sources) if sources else {}
    for incident in open_incidents(site):
        for ref in _with_service(site, incident.services):
            found[ref] = max(found.get(ref, Level.NONE), _OF_IMPACT[incident.impact])
            named.setdefault(ref, []).append(incident)
    kinds = ("service", "service_offering")
    return Status(
        {ref: level for ref, level in found.items() if ref.partition(":")[0] in kinds and level},
        {ref: tuple(dict.fromkeys(each)) for ref, each in named.items()},
        maintenance,
    )


def open_incidents(site: Site) -> tuple[Any, ...]:
    """List the incidents in which users wait, the newest first."""
    found = [one for one in site.all("incident") if one.restored_at is None and one.resolved_at is None]
    return tuple(sorted((one for one in found if one.started_at <= site.now), key=lambda one: one.started_at)[::-1])


def _with_service(site: Site, refs: tuple[str, ...]) -> Iterator[str]:
    for ref in refs:
        yield ref
        service = getattr(site.get(ref), "service", None)
        if service:
            yield service


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a service: how bad it was at worst, and for how long."""

    day: date
    level: Level
    minutes: int


def days(site: Site, refs: frozenset[str], count: int = 90) -> tuple[Day, ...]:
    """Tell how some things were, day by day (UTC), the last day today: by their own outages, not of what they need."""
    found = []
    outages = [one for one in site.all("outage") if not refs.isdisjoint(one.affects) and one.type != "planned_outage"]
    for back in range(count - 1, -1, -1):
        day = site.today - timedelta(days=back)
        start = datetime(day.year, day.month, day.day, tzinfo=site.now.tzinfo)
        end = min(start + timedelta(days=1), site.now)
        level, minutes = Level.NONE, 0
        for one in outages:
            overlap = min(one.end or site.now, end) - max(one.start, start)
            if overlap > timedelta():
                minutes += round(overlap.total_seconds() / 60)
                level = max(level, Level.DOWN if one.type == "outage" else Level.DEGRADED)
        found.append(Day(day, level, minutes))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of the month at hand; one that has not begun says so."""

    day: date
    level: Level
    minutes: int
    future: bool


def month(site: Site, refs: frozenset[str]) -> tuple[MonthDay, ...]:
    """Tell how some things were in the month at hand, day by day."""
    past = {one.day: one for one in days(site, refs, site.today.day)}
    found = []
    when = site.today.replace(day=1)
    while when.month == site.today.month:
        known = past.get(when)
        found.append(
            MonthDay(when, known.level if known else Level.NONE, known.minutes if known else 0, when > site.today)
        )
        when += timedelta(days=1)
    return tuple(found)

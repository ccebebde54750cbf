"""How services are, as far as the records tell."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from gitsm.graph.propagation import Level, propagate
from gitsm.publish.site import Site
from gitsm.service_level.calendars import Interval, merged, shared, total
from gitsm.service_level.spells import Downtime, History

DAYS: Final = 90
_OF_IMPACT: Final = {"high": Level.DEGRADED, "medium": Level.DEGRADED, "low": Level.AT_RISK}


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
    """One day of something: how bad it was at worst, and for how long; one that has not begun says so."""

    day: date
    level: Level
    minutes: int
    future: bool = False


@dataclass(frozen=True)
class Past:
    """When things were hurt, as the outages tell and the graph of their time carries them.

    Attributes:
        site: the records.
        downtime: what outages took down, planned work apart.
    """

    site: Site
    downtime: Downtime

    @classmethod
    def of(cls, site: Site) -> "Past":
        """Look at the outages of a site; without its history, by the graph as it is."""
        outages = tuple(sorted(site.all("outage"), key=lambda one: one.start))
        return cls(site, Downtime(outages, site.history or History.still(site.wiring), site.now))

    def days(self, ref: str, parts: Collection[str] = (), count: int = DAYS) -> tuple[Day, ...]:
        """Tell how something was, day by day (UTC), the last day today.

        Args:
            ref: the record.
            parts: what it is made of: where one of them is down, it is degraded.
            count: how many days.
        """
        down = self._spans(ref)
        worse = [span for part in parts for span in self._spans(part)] + self._degraded({ref, *parts})
        first = self.site.today - timedelta(days=count - 1)
        return tuple(self._day(first + timedelta(days=number), down, worse) for number in range(count))

    def month(self, refs: Collection[str]) -> tuple[Day, ...]:
        """Tell how some things were in the month at hand, day by day."""
        down = [span for ref in refs for span in self._spans(ref)]
        worse = self._degraded(set(refs))
        found, when = [], self.site.today.replace(day=1)
        while when.month == self.site.today.month:
            found.append(self._day(when, down, worse))
            when += timedelta(days=1)
        return tuple(found)

    def _spans(self, ref: str) -> list[Interval]:
        return [(one.start, one.end) for one in self.downtime.spells(ref) if not one.planned]

    def _degraded(self, refs: set[str]) -> list[Interval]:
        return [
            (one.start, one.end or self.site.now)
            for one in self.downtime.outages
            if one.type == "degradation" and not refs.isdisjoint(one.affects)
        ]

    def _day(self, day: date, down: list[Interval], worse: list[Interval]) -> Day:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        span = (start, min(start + timedelta(days=1), max(self.site.now, start)))
        for level, spans in ((Level.DOWN, down), (Level.DEGRADED, worse)):
            lost = total(shared(merged(spans), [span])) if spans else timedelta()
            if lost:
                return Day(day, level, max(1, round(lost.total_seconds() / 60)))
        return Day(day, Level.NONE, 0, future=day > self.site.today)

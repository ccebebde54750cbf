"""What the agreements of a tree promise, about what, and by which clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

from gitsm.graph.edges import edges_in
from gitsm.service_level.calendars import Hours, always, length
from gitsm.service_level.cases import SORTS, Sort
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, ServiceOffering, Target
from gitsm_schemas.notation import Duration
from gitsm_schemas.organisation import Calendar

_DELIVERED: Final = "delivered_by"
_OF: Final[dict[str, frozenset[Sort]]] = {
    "resolution": frozenset({"incident"}),
    "update": frozenset({"incident"}),
    "fulfilment": frozenset({"service_request", "change"}),
}
"""What a target that does not say is about, by metric; of any other, every sort."""


@dataclass(frozen=True)
class Promises:
    """The agreements of a snapshot.

    Attributes:
        snapshot: the records.
    """

    snapshot: Snapshot

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Every agreement, by id."""
        return tuple(
            sorted((record for _, record in self.snapshot.records(Agreement)), key=lambda agreement: agreement.id)
        )

    def agreement(self, ref: str) -> Agreement | None:
        """Find an agreement that could be loaded."""
        record = self.snapshot.record(ref)
        return record if isinstance(record, Agreement) else None

    def hours(self, calendar: str) -> Hours | None:
        """Find the hours of a calendar; None where there is no such record, or it could not be loaded."""
        if calendar not in self._hours:
            record = self.snapshot.record(calendar)
            self._hours[calendar] = Hours.of(record) if isinstance(record, Calendar) else None
        return self._hours[calendar]

    @cached_property
    def _hours(self) -> dict[str, Hours | None]:
        return {}

    def day(self, agreement: Agreement, moment: datetime) -> date:
        """Name the day a moment lies on by the clock of an agreement."""
        hours = self.hours(agreement.calendar)
        return (moment.astimezone(hours.zone) if hours else moment).date()

    def measured(self, agreement: Agreement, target: Target) -> Hours | None:
        """Find the hours that count for a target: every moment, or those of the agreement's calendar."""
        return always() if target.measured_over == "always" else self.hours(agreement.calendar)

    def promised(self, agreement: Agreement, target: Target) -> Decimal | timedelta | None:
        """Read what a target promises: a share of time, or a length of service time; None for a rate or a latency."""
        value = target.promised
        if not isinstance(value, Duration):
            return value
        hours = self.measured(agreement, target)
        return None if hours is None else length(hours, value)

    def subjects(self, agreement: Agreement) -> frozenset[str]:
        """List what a case may be about for an agreement to be meant.

        That is what it covers, the offerings of services it covers, and the services of offerings it covers: who
        reports that a service is down need not know by which offering. A team that promises a service to another one is
        meant where what delivers it failed, too.
        """
        found = set(agreement.covers)
        for ref in agreement.covers:
            offerings = self._offerings.get(ref, ())
            found.update(offerings)
            record = self.snapshot.record(ref)
            if isinstance(record, ServiceOffering):
                found.add(record.service)
            if agreement.type == "ola":
                found.update(one for each in (ref, *offerings) for one in self._delivering(each))
        return frozenset(found)

    def _delivering(self, ref: str) -> Iterator[str]:
        """List the components that deliver a service or an offering; one that names none inherits its service's."""
        entry = self.snapshot.get(ref)
        data = (entry.data if entry else None) or {}
        if isinstance(service := data.get("service"), str) and _DELIVERED not in data:
            yield from self._delivering(f"service:{service.removeprefix('service:')}")
        for edge in edges_in(ref, data):
            if edge.relation == _DELIVERED and edge.strength == "hard":
                yield edge.target

    @cached_property
    def _offerings(self) -> dict[str, list[str]]:
        """By service, its offerings, whatever their phase."""
        found: dict[str, list[str]] = {}
        for _, offering in self.snapshot.records(ServiceOffering):
            found.setdefault(offering.service, []).append(offering.ref)
        return found


def shortest(agreement: Agreement) -> timedelta:
    """Tell how long something must be down at least to count for an agreement."""
    least = agreement.minimum_downtime
    return timedelta(seconds=least.seconds) if least else timedelta(0)


def about(target: Target) -> frozenset[Sort]:
    """List the sorts of case that a target judges: those it names, else those its metric is of."""
    return frozenset(target.applies_to) or _OF.get(target.metric, SORTS)


def judging(agreement: Agreement, metric: str, sort: Sort, priority: int) -> tuple[Target, ...]:
    """List the targets of an agreement that judge a case; one for its priority goes before one for all."""
    found = [one for one in agreement.targets if one.metric == metric and sort in about(one)]
    exact = [one for one in found if one.priority == priority]
    return tuple(exact or (one for one in found if one.priority is None))

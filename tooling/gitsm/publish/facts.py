"""What follows from the records and is asked by many pages, computed once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from gitsm.graph.edges import edges_in
from gitsm.graph.surroundings import surroundings
from gitsm.publish.pen import Pen
from gitsm.publish.places import page_of
from gitsm.publish.site import Site
from gitsm.publish.status import Day, Status, days, status

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RECENT: Final = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Direct:
    """What a record needs directly, and what needs it."""

    needs: tuple[str, ...]
    needed_by: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What follows from the records of a site."""

    site: Site

    @cached_property
    def status(self) -> Status:
        """How services are."""
        return status(self.site)

    @cached_property
    def states(self) -> Mapping[str, str]:
        """By change, where it stands."""
        return {one.ref: self._state(one) for one in self.site.all("change")}

    def _state(self, change: Any) -> str:  # a change
        if change.outcome:
            return "closed"
        if change.on_hold:
            return "on_hold"
        if self.site.now < change.planned.start:
            return "scheduled"
        return "implement" if self.site.now < change.planned.end else "review"

    def offerings(self, service: str) -> tuple[Any, ...]:
        """List the offerings of a service, those of the catalogue first."""
        found = self.site.naming(service, "service_offering", "service")
        return tuple(sorted(found, key=lambda one: (one.phase != "catalog", one.name)))

    def customers(self, record: Any) -> tuple[str, ...]:  # a service or offering
        """List who something is for; an offering inherits it, and a service is for all its offerings are for."""
        own = tuple(record.customers)
        if record.kind == "service_offering":
            return own or tuple(getattr(self.site.get(record.service), "customers", ()))
        return own or tuple(dict.fromkeys(ref for one in self.offerings(record.ref) for ref in one.customers))

    def agreements(self, refs: Collection[str], *types: str) -> tuple[Any, ...]:
        """List the agreements in force that cover one of some things: those with customers, unless said otherwise."""
        wanted = types or ("sla", "ola")
        found = {
            one.ref: one
            for ref in sorted(refs)
            for one in self.site.naming(ref, "agreement", "covers")
            if one.type in wanted and (one.ends is None or one.ends >= self.site.today)
        }
        return tuple(sorted(found.values(), key=lambda one: (one.type != "sla", one.id)))

    def promise(self, ref: str) -> Decimal | None:
        """Find the availability promised for a thing; for a service, the highest of its offerings'."""
        family = {ref, *(one.ref for one in self.offerings(ref))}
        found = [
            target.promised
            for one in self.agreements(family)
            for target in one.targets
            if target.metric == "availability"
        ]
        return max(found, default=None)

    def requests(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List what may be asked for of some offerings."""
        return tuple(one for ref in sorted(refs) for one in self.site.naming(ref, "request_offering", "offering"))

    def help(self, service: Any) -> Any:  # a service; what the template asks
        """Say who helps with a service, and when: as it says, else its owner."""
        if service.support:
            return {"contact": service.support.contact, "hours": self.site.name_of(service.support.hours)}
        team = self.site.get(service.owner)
        return {"contact": team.contact, "hours": ""} if team else None

    def hours(self, calendar: str) -> tuple[tuple[str, str], ...]:
        """Say when a calendar is open, in words: days and their spans."""
        record = self.site.get(calendar)
        if record is None or record.hours == "always":
            return (("Every day", "day and night"),) if record else ()
        spans = [(name.capitalize(), ", ".join(getattr(record.hours, name)) or "closed") for name in _WEEKDAYS]
        merged: list[tuple[str, str]] = []
        for name, told in spans:
            if merged and merged[-1][1] == told:
                merged[-1] = (f"{merged[-1][0].partition('–')[0]}–{name}", told)
            else:
                merged.append((name, told))
        return tuple(merged)

    def report(self, record: Any) -> str | None:  # a service or offering
        """Where trouble with something is reported, from its own page."""
        pen = Pen(self.site, page_of(record.ref) or "index.md")
        return pen.issue("incident", f"{record.name}: ", f"Service: {record.ref}\n\nWhat happens:\n", record.ref)

    def direct(self, ref: str) -> Direct:
        """List the neighbours of a record."""
        near = surroundings(self.site.estate, ref, 1)
        needs = dict.fromkeys(link.other(ref) for link in near.needs.get(ref, ()))
        needed_by = dict.fromkeys(link.other(ref) for link in near.needed_by.get(ref, ()))
        return Direct(self.site.known(needs), self.site.known(needed_by))

    def days(self, refs: frozenset[str]) -> tuple[Day, ...]:
        """Tell how some things were on each of the last ninety days."""
        return days(self.site, refs)

    def incidents(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List the incidents that hurt one of some things, the newest first."""
        found = {one.ref: one for ref in refs for one in self.site.naming(ref, "incident", "services", "cis")}
        return tuple(sorted(found.values(), key=lambda one: one.started_at, reverse=True))

    def problems(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List the problems that hurt one of some things, or sit in them."""
        found = {one.ref: one for ref in refs for one in self.site.naming(ref, "problem", "services", "cis")}
        return tuple(found[ref] for ref in sorted(found))

    def known_errors(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List the problems that are not solved and have a workaround."""
        return tuple(one for one in self.problems(refs) if one.is_known_error)

    def articles(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List the articles about one of some things; archived ones are not."""
        found = {one.ref: one for ref in refs for one in self.site.naming(ref, "knowledge_article", "applies_to")}
        kept = [one for one in found.values() if one.confidence != "archived"]
        return tuple(sorted(kept, key=lambda one: (one.type == "runbook", one.title)))

    def needs(self, refs: Collection[str]) -> frozenset[str]:
        """List everything that some things stand on, themselves included."""
        seen, edge = set(refs), list(refs)
        while edge:
            ref = edge.pop()
            for cause in self._causes(ref):
                if cause not in seen:
                    seen.add(cause)
                    edge.append(cause)
        return frozenset(seen)

    def _causes(self, ref: str) -> tuple[str, ...]:
        network = self.site.network
        arcs = tuple(arc.cause for arc in network.arcs.get(ref, ()))
        return arcs + tuple(member for group in network.groups.get(ref, ()) for member in group.members)

    def changes_of(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List the changes that touch one of some things, the latest first."""
        found = {one.ref: one for ref in refs for one in self.site.naming(ref, "change", "affected")}
        return tuple(sorted(found.values(), key=lambda one: one.planned.start, reverse=True))

    def changes_near(self, refs: Collection[str]) -> tuple[Any, ...]:
        """List the changes of some things and of what they need: what is to come, and what was lately."""
        since = self.site.now - _RECENT
        return tuple(one for one in self.changes_of(self.needs(refs)) if one.planned.end >= since)[:12]

    def components(self, record: Any, offerings: Collection[Any]) -> tuple[Any, ...]:  # a service
        """List the CIs that deliver something."""
        found = [
            edge.target
            for one in (record, *offerings)
            for edge in edges_in(one.ref, self.site.estate.get(one.ref) or {})
            if edge.relation == "delivered_by"
        ]
        return tuple(self.site.get(ref) for ref in self.site.known(dict.fromkeys(found)))

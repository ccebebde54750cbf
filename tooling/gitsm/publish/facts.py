"""What follows from the records and is asked by many pages, computed once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from gitsm.change.conflicts import Conflict, agreed, scheduled
from gitsm.change.impact import Impact, assess
from gitsm.change.plainly import Touched
from gitsm.change.risk import Assessment
from gitsm.change.risk import assess as assess_risk
from gitsm.change.scope import Ground, Work
from gitsm.change.stakes import Scene, stakes
from gitsm.change.state import Facts as Known
from gitsm.change.state import State, state
from gitsm.change.windows import hindrances
from gitsm.graph.edges import edges_in
from gitsm.policy import Policies
from gitsm.publish.agreed import Agreed, decided, wanted
from gitsm.publish.pen import Pen
from gitsm.publish.pictures.budget import Burn, burnt
from gitsm.publish.places import page_of
from gitsm.publish.site import Site
from gitsm.publish.status import Past, Status, status
from gitsm.service_level.achieved import Achieved, achieved
from gitsm.service_level.backing import Standing, standing
from gitsm.service_level.periods import Days
from gitsm.service_level.portfolio import Portfolio

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
    def policies(self) -> Policies:
        """How this organisation decides."""
        return Policies.of_tree(self.site.snapshot)

    @cached_property
    def states(self) -> Mapping[str, State]:
        """By change, where it stands; what is published stands on the default branch."""
        return {one.ref: state(one, Known(), self.site.now) for one in self.site.all("change")}

    @cached_property
    def flaws(self) -> Mapping[str, tuple[str, ...]]:
        """By CI, what is wrong with its record."""
        found: dict[str, list[str]] = {}
        for one in self.site.health.failing if self.site.health else ():
            found.setdefault(one.ref, []).append(one.why)
        return {ref: tuple(each) for ref, each in found.items()}

    @cached_property
    def ground(self) -> Ground:
        """The records as planned work looks at them."""
        return Ground(self.site.estate)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """The changes that are still to be carried out."""
        return tuple(
            Work.of(one, self.ground.scope_of(one))
            for one in self.site.all("change")
            if agreed(one) and one.planned.end > self.site.now
        )

    @cached_property
    def conflicts(self) -> Mapping[str, tuple[Conflict, ...]]:
        """By change that is still to be carried out, what stands in its way."""
        windows = self.site.all("window")
        return {
            work.ref: (*scheduled(work, self.works, self.ground), *hindrances(work, windows, self.ground))
            for work in self.works
        }

    def impact(self, change: Any) -> Impact:
        """Compute what a change reaches, by what it declares and as the records are now."""
        touched = frozenset(one.ref for one in change.affected if one.impact_code != "not_impacted")
        spared = frozenset(one.ref for one in change.affected if one.impact_code == "not_impacted")
        return assess(self.site.estate, self.site.estate, Touched(frozenset(), touched, spared))

    def risk(self, change: Any, impact: Impact) -> Assessment:
        """Compute the risk of a change, as the records are now."""
        found = self.conflicts.get(change.ref, ())
        tree = self.site.snapshot
        scene = Scene(tree, tree, (), controlled=True, change=change, model=self.site.get(change.model), impact=impact)
        return assess_risk(stakes(scene, self.policies, found), self.policies.risk, change.risk)

    def agreed(self, change: Any, risk: Assessment | None) -> Agreed | None:
        """Say who had to agree to a change, and who did; None where it is over and nobody kept the decision."""
        known = self.site.decisions.get(change.ref)
        if known is not None:
            return decided(known)
        if risk is None:
            return None
        return wanted(change, risk.band, self.site.get(change.model), self.site.snapshot, self.policies)

    @cached_property
    def portfolio(self) -> Portfolio:
        """What is promised, with the graph it stands on."""
        return Portfolio(self.site.snapshot, self.site.estate)

    def standing(self, agreement: Any) -> Standing:
        """Judge an agreement by what it stands on."""
        if agreement.ref not in self._standings:
            self._standings[agreement.ref] = standing(self.portfolio, agreement, self.site.today)
        return self._standings[agreement.ref]

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        return {}

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
            return (("Always", ""),) if record else ()
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
        near = self.site.around(ref)
        needs = dict.fromkeys(link.other(ref) for link in near.needs.get(ref, ()))
        needed_by = dict.fromkeys(link.other(ref) for link in near.needed_by.get(ref, ()))
        return Direct(self.site.known(needs), self.site.known(needed_by))

    @cached_property
    def past(self) -> Past:
        """When things were hurt."""
        return Past.of(self.site)

    def last_month(self, agreement: Any, index: int) -> Achieved | None:
        """Say what was achieved of a target in the month before; None where nothing can be told."""
        found = [one for one in self.achieved(agreement) if one.index == index and one.achieved is not None]
        return next((one for one in found if one.period[1] <= self.site.now), None)

    def achieved(self, agreement: Any) -> tuple[Achieved, ...]:
        """Say what was achieved of each target: in the time it names, and in the month before."""
        if agreement.ref not in self._achieved:
            self._achieved[agreement.ref] = tuple(self._kept(agreement))
        return self._achieved[agreement.ref]

    @cached_property
    def _achieved(self) -> dict[str, tuple[Achieved, ...]]:
        return {}

    def _kept(self, agreement: Any) -> Iterator[Achieved]:
        happened = self.site.happened
        if happened is None:
            return
        last = self.site.today.replace(day=1) - timedelta(days=1)
        before = Days(last.replace(day=1), last + timedelta(days=1))
        for index in range(len(agreement.targets)):
            for asked in (None, before):
                found = achieved(self.portfolio, agreement, index, happened, asked)
                if found.period[0] < found.period[1] and (found.achieved is not None or asked is None):
                    yield found

    def burns(self, agreement: Any) -> tuple[tuple[Achieved, Burn], ...]:
        """Draw how the budget of each promise of an agreement was used, in each period that is told of."""
        found = []
        for one in self.achieved(agreement):
            hours = self.portfolio.measured(agreement, one.target)
            burn = burnt(one, hours, self.site.now) if hours else None
            if burn is not None:
                found.append((one, burn))
        return tuple(found)

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

    @cached_property
    def services_needed(self) -> Mapping[str, frozenset[str]]:
        """By service, the services it stands on, whatever lies between."""
        site = self.site
        families = {one.ref: {one.ref, *(each.ref for each in self.offerings(one.ref))} for one in site.all("service")}
        delivers: dict[str, set[str]] = {}
        for ref, family in families.items():
            offerings = [site.get(each) for each in sorted(family - {ref})]
            own = {one.ref for one in self.components(site.get(ref), offerings)}
            for part in own | family:
                delivers.setdefault(part, set()).add(ref)
        return {
            ref: frozenset(other for part in self.needs(family) for other in delivers.get(part, ())) - {ref}
            for ref, family in families.items()
        }

    def standing_on(self, service: str) -> tuple[str, ...]:
        """List the services that stand on one."""
        found = (ref for ref, needed in self.services_needed.items() if service in needed)
        return tuple(sorted(found, key=self.site.name_of))

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

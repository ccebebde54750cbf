"""An incident, looked at: what it hurts, how soon it is worked on, whether it is major, what may be behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gitsm.graph.edges import lender
from gitsm.graph.estate import Memory, listed
from gitsm.graph.network import network
from gitsm.graph.propagation import Hit, Level, hits
from gitsm.graph.wiring import Wiring
from gitsm.operations.cases import waits
from gitsm.operations.causes import Cause, causes
from gitsm.operations.incidents import State, state
from gitsm.operations.priority import priority, proposed_impact
from gitsm.operations.promises import Due, dues
from gitsm.operations.responsible import responsible
from gitsm.operations.search import ARTICLE, Library, Suggestion
from gitsm.operations.upstream import upstream
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm_schemas.operations import Incident
from gitsm_schemas.operations import Level as Grade
from gitsm_schemas.policies import MajorTrigger, MajorWhen

_HELPFUL = 3


@dataclass(frozen=True, slots=True)
class Triage:
    """What there is to know of an incident.

    Attributes:
        ref: the incident.
        title: what users saw.
        state: where it stands.
        impact: what its record says, and `proposed_impact` what the graph says.
        urgency: what its record says.
        priority: by the matrix, and `proposed_priority` with the proposed impact.
        hits: what is reached, what is hurt itself not included.
        trigger: the trigger that makes it a major incident; None where none does.
        major: whether its record says it was handled as one.
        groups: the teams that work on it.
        dues: until when what is promised.
        causes: what may be behind it, the likeliest first.
        helpful: articles that fit.
    """

    ref: str
    title: str
    state: State
    impact: Grade
    proposed_impact: Grade
    urgency: Grade
    priority: int
    proposed_priority: int
    hits: tuple[Hit, ...]
    trigger: MajorTrigger | None
    major: bool
    groups: tuple[str, ...]
    dues: tuple[Due, ...]
    causes: tuple[Cause, ...]
    helpful: tuple[Suggestion, ...]


def triage(snapshot: Snapshot, policies: Policies, ref: str, incident: Incident, now: datetime) -> Triage:
    """Look at an incident.

    Args:
        snapshot: the records.
        policies: matrix, triggers, and how far back to look for causes.
        ref: the incident.
        incident: its record.
        now: an aware time.
    """
    wiring = Wiring(Memory.of(snapshot))
    # Where CIs are named they are what failed; else what users saw failed by itself.
    sources = [one for one in (incident.cis or incident.services) if one in wiring]
    reached = tuple(hits(network(wiring), dict.fromkeys(sources, Level.DOWN), ()))
    struck = {hit.ref: hit.level for hit in reached} | dict.fromkeys(sources, Level.DOWN)
    offerings = [one for one in struck if one.startswith("service_offering:")]
    offerings += [each for one in struck if one in sources for each in wiring.offerings.get(one, ())]
    proposed = proposed_impact(
        (struck.get(one, Level.DOWN), _criticality(wiring, one)) for one in dict.fromkeys(offerings)
    )
    matrix = policies.priority_matrix
    level = priority(matrix, incident.impact, incident.urgency)
    higher = priority(matrix, proposed, incident.urgency)
    scene = _Scene(wiring, struck, min(level, higher), (*incident.services, *sources))
    hurt = (*incident.cis, *incident.services)
    waiting = waits(incident, level)
    return Triage(
        ref,
        incident.title,
        state(incident, policies.service_desk.close_after, now),
        incident.impact,
        proposed,
        incident.urgency,
        level,
        higher,
        tuple(hit for hit in reached if hit.ref not in sources),
        next((one for one in policies.service_desk.major if scene.matches(one.when)), None),
        incident.major,
        responsible(snapshot, hurt),
        dues(snapshot, waiting, now),
        causes(snapshot, policies, ref, incident, upstream(wiring, hurt)),
        _helpful(snapshot, policies, incident),
    )


def _criticality(wiring: Wiring, ref: str) -> str | None:
    data = wiring.data(ref) or {}
    service = lender(ref, data)
    value = data.get("criticality") or ((wiring.data(service) or {}).get("criticality") if service else None)
    return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class _Scene:
    """What triggers of major incidents ask about."""

    wiring: Wiring
    struck: dict[str, Level]
    priority: int
    hurt: tuple[str, ...]

    def matches(self, when: MajorWhen) -> bool:
        """Tell whether everything that a trigger names holds."""
        down = [ref for ref, level in self.struck.items() if level is Level.DOWN]
        offerings = [ref for ref in down if ref.startswith("service_offering:")]
        checks = (
            when.priority_at_most is None or self.priority <= when.priority_at_most,
            not when.criticality or any(_criticality(self.wiring, ref) in when.criticality for ref in offerings),
            when.offerings_at_least is None or len(offerings) >= when.offerings_at_least,
            when.customers_at_least is None or len(self._customers()) >= when.customers_at_least,
            not when.services or not set(when.services).isdisjoint({*self.hurt, *down}),
            not when.tags or not set(when.tags).isdisjoint(self._tags((*self.hurt, *down))),
        )
        return all(checks)

    def _customers(self) -> set[str]:
        found: set[str] = set()
        for ref in (*self.struck, *self.hurt):
            data = self.wiring.data(ref) or {}
            service = lender(ref, data)
            theirs = listed(data.get("customers"), ("customer",))
            found |= set(theirs or listed((self.wiring.data(service or "") or {}).get("customers"), ("customer",)))
        return found

    def _tags(self, refs: Iterable[str]) -> set[str]:
        return {str(tag) for ref in refs for tag in (self.wiring.data(ref) or {}).get("tags") or ()}


def _helpful(snapshot: Snapshot, policies: Policies, incident: Incident) -> tuple[Suggestion, ...]:
    text = f"{incident.title} {incident.description or ''}"
    found = Library(snapshot, policies.knowledge.language).suggest(text, 10)
    return tuple(one for one in found if one.sort == ARTICLE)[:_HELPFUL]

"""What every page is made from: the records of a tree, with what follows from them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, TypeVar

from gitsm.change.calendar import Remembered
from gitsm.graph.estate import Memory
from gitsm.graph.network import Network, network
from gitsm.graph.propagation import Hit, Level, explained, propagate
from gitsm.graph.surroundings import Known, Surroundings, surroundings
from gitsm.graph.wiring import Wiring
from gitsm.improvement.health import Health
from gitsm.improvement.metrics import Metrics
from gitsm.publish.places import Places, page_of
from gitsm.render.calendar import NOWHERE
from gitsm.service_level.happened import Happened
from gitsm.service_level.spells import History
from gitsm.snapshot import Snapshot
from gitsm_schemas import KINDS
from gitsm_schemas.record import Record

R = TypeVar("R", bound=Record)
STEPS: Final = 2
"""How far a picture looks around, each way."""
LISTED: Final = 500
"""With more CIs than this, each class has a table of its own: one of all would be a page of a megabyte."""
PAGED: Final = 5000
"""With more CIs than this, a CI has no page of its own, but a line in the table of its class."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The commit that the records are read from."""

    short: str
    at: datetime
    subject: str = ""
    label: str | None = None
    """What the reader asked for with --at; None for the work tree, or the newest commit."""


@dataclass(frozen=True, slots=True)
class Forge:
    """Where readers are sent to: addresses with `{path}`, `{line}`, `{title}`, `{body}`, `{kind}`, `{form}`, `{ref}`.

    Attributes:
        edit: where a record's file is edited; None: nowhere.
        issue: where something is reported or asked for, with what is known filled in.
    """

    edit: str | None = None
    issue: str | None = None


@dataclass(frozen=True)
class Site:
    """The records of one tree, as a reader sees them."""

    snapshot: Snapshot
    now: datetime
    name: str = "Service portal"
    stamp: Stamp | None = None
    forge: Forge = field(default_factory=Forge)
    audience: str = "internal"
    places: Places = field(default_factory=Places)
    lines: Mapping[str, int] = field(default_factory=dict)
    health: Health | None = None
    happened: Happened | None = None
    metrics: Metrics | None = None
    remembered: Remembered = field(default_factory=Remembered)
    domain: str = NOWHERE
    """What names of events end in, for programs that subscribe."""
    decisions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By change, what the gate decided last, where that was kept."""
    most_pages: int = PAGED
    most_listed: int = LISTED

    @cached_property
    def classed(self) -> bool:
        """Whether there are so many CIs that each class has a table of its own."""
        return len(self.all("ci")) > self.most_listed or self.tabled

    @cached_property
    def tabled(self) -> bool:
        """Whether there are so many CIs that they have no pages."""
        return len(self.all("ci")) > self.most_pages

    def place(self, ref: str) -> str | None:
        """Name the page, or the place in a page, that tells of a record; None where nothing does."""
        record = self.snapshot.record(ref)
        if record is None:
            return None
        if self.tabled and record.kind == "ci":
            return f"cmdb/class-{getattr(record, 'class_', '')}.md#{record.id}"
        if record.kind == "customer" and not self.inside:
            return None
        return page_of(ref)

    @property
    def history(self) -> History | None:
        """The graph over time; None where only today's is known."""
        return self.happened.history if self.happened else None

    @property
    def today(self) -> date:
        """The day that the pages are made for, where the reader's clock is unknown: UTC."""
        return self.now.date()

    @cached_property
    def estate(self) -> Memory:
        """The records as the graph sees them."""
        return Memory.of(self.snapshot)

    @cached_property
    def wiring(self) -> Wiring:
        """Who hangs on whom."""
        return Wiring(self.estate)

    @cached_property
    def network(self) -> Network:
        """How failure travels."""
        return network(self.wiring)

    @cached_property
    def written(self) -> dict[tuple[str, str, str | None], Any]:
        """Links that were written before, by the folder they stand in, what they lead to, and their text."""
        return {}

    def all(self, kind: str) -> tuple[Any, ...]:
        """List the records of a kind that could be read, in the order of their names."""
        if kind not in self._by_kind:
            found = [record for _, record in self.snapshot.records(KINDS[kind])]
            self._by_kind[kind] = tuple(sorted(found, key=lambda record: (name_of(record).casefold(), record.id)))
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Any, ...]]:
        return {}

    def get(self, ref: str | None) -> Any:  # a record of any kind
        """Find a record; None where there is none to show."""
        return self.snapshot.record(ref) if ref else None

    def name_of(self, ref: str) -> str:
        """Name a record as people do."""
        record = self.snapshot.record(ref)
        if record is not None:
            return name_of(record)
        # What an audience does not see has no name for it, not even an id.
        return ref.partition(":")[2] if self.inside else ""

    @property
    def inside(self) -> bool:
        """Whether the readers are our own people."""
        return self.audience == "internal"

    def known(self, refs: Iterable[str]) -> tuple[str, ...]:
        """Keep the references that lead to something that is shown here."""
        return tuple(ref for ref in refs if self.snapshot.record(ref) is not None)

    def naming(self, ref: str, kind: str, *fields: str) -> tuple[Any, ...]:
        """List the records of a kind that name another in one of some fields."""
        return tuple(self.get(other) for other in self._named(kind, fields).get(ref, ()))

    def _named(self, kind: str, fields: tuple[str, ...]) -> dict[str, list[str]]:
        key = (kind, fields)
        if key not in self._naming:
            found: dict[str, list[str]] = {}
            for record in self.all(kind):
                named = {ref for name in fields for ref in _refs(getattr(record, name))}
                for ref in sorted(named):
                    found.setdefault(ref, []).append(record.ref)
            self._naming[key] = found
        return self._naming[key]

    @cached_property
    def _naming(self) -> dict[tuple[str, tuple[str, ...]], dict[str, list[str]]]:
        return {}

    def around(self, ref: str) -> Surroundings:
        """Look around a record, two steps each way."""
        if ref not in self._around:
            self._around[ref] = surroundings(self.estate, ref, STEPS, known=self._links)
        return self._around[ref]

    @cached_property
    def _around(self) -> dict[str, Surroundings]:
        return {}

    @cached_property
    def _links(self) -> Known:
        return {}

    def if_it_fails(self, ref: str) -> dict[str, Level]:
        """Say what is hit when a record fails, and how badly; itself left out."""
        if ref not in self._blast:
            found = propagate(self.network, {ref: Level.DOWN}) if ref in self.wiring else {}
            self._blast[ref] = {other: level for other, level in found.items() if other != ref}
        return self._blast[ref]

    def because_it_fails(self, ref: str, wanted: Collection[str]) -> tuple[Hit, ...]:
        """Say why some things are hit when a record fails; worst and nearest first."""
        state = {**self.if_it_fails(ref), ref: Level.DOWN}
        found = explained(self.network, {ref: Level.DOWN}, state, wanted)
        return tuple(hit for hit in found if hit.ref in wanted)

    @cached_property
    def _blast(self) -> dict[str, dict[str, Level]]:
        return {}

    def owner(self, record: Any) -> str | None:  # a record of any kind
        """Name the team that answers for a record; an offering inherits it."""
        owner = getattr(record, "owner", None) or getattr(record, "provider", None)
        if owner is None and getattr(record, "service", None):
            owner = getattr(self.get(record.service), "owner", None)
        return owner

    def criticality(self, record: Any) -> str | None:  # a record of any kind
        """Say how critical a record is; an offering inherits it."""
        own = getattr(record, "criticality", None)
        return own or getattr(self.get(getattr(record, "service", None)), "criticality", None)


def name_of(record: Any) -> str:  # a record of any kind
    """Name a record as people do: its name, title or statement, else its id."""
    for field_name in ("name", "title", "statement"):
        found = getattr(record, field_name, None)
        if found:
            return str(found)
    return str(record.id)


def _refs(value: object) -> Iterable[str]:
    """List the references in a field's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            if isinstance(each, str):
                yield each
            elif getattr(each, "ref", None):
                yield each.ref

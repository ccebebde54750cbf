"""What happened, as far as promises look at it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from gitsm.service_level.cases import Case
from gitsm.service_level.spells import Downtime, History
from gitsm_schemas.operations import Outage


@dataclass(frozen=True)
class Happened:
    """What happened until a moment.

    Attributes:
        outages: the outages.
        history: the graph over time.
        cases: incidents, requests and tickets.
        now: what counts as now; an aware time.
    """

    outages: Sequence[Outage]
    history: History
    cases: Sequence[Case]
    now: datetime
    # Not handed on to what is replaced: what was down depends on what counts as now.
    _downtimes: dict[frozenset[str], Downtime] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def _excused(self) -> dict[str, frozenset[str]]:
        """By agreement, the outages that do not count for it."""
        found: dict[str, set[str]] = {}
        for one in self.outages:
            for each in one.excused:
                found.setdefault(each.agreement, set()).add(one.ref)
        return {agreement: frozenset(refs) for agreement, refs in found.items()}

    def excused(self, agreement: str) -> frozenset[str]:
        """List the outages that do not count for an agreement."""
        return self._excused.get(agreement, frozenset())

    def downtime(self, agreement: str) -> Downtime:
        """Find what was down, as an agreement counts it."""
        excused = self.excused(agreement)
        if excused not in self._downtimes:
            self._downtimes[excused] = Downtime(self.outages, self.history, self.now, excused)
        return self._downtimes[excused]

    @cached_property
    def _by_subject(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, case in enumerate(self.cases):
            for ref in dict.fromkeys(case.subjects):
                found.setdefault(ref, []).append(index)
        return found

    def about(self, refs: Collection[str]) -> Iterator[Case]:
        """List the cases that are about any of some records, in their order."""
        found = {index for ref in refs for index in self._by_subject.get(ref, ())}
        return (self.cases[index] for index in sorted(found))

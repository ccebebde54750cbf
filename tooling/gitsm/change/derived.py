"""Which facts that follow from records a change alters: availability, what promises stand on, redundancy."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gitsm.change.facts import Facts
from gitsm.graph.edges import Group
from gitsm.graph.estate import PARTS, listed
from gitsm.graph.structure import share
from gitsm.snapshot import Plain


@dataclass(frozen=True, slots=True)
class Backing:
    """A promise of availability against what it stands on; shares of 1, None where an input is unknown."""

    ref: str
    target: str
    promised: Decimal
    before: Decimal | None
    after: Decimal | None
    known: bool

    @property
    def verdict(self) -> str:
        """Whether what it stands on carries it: backed, not_backed or unknown."""
        if self.after is None:
            return "unknown"
        return "backed" if self.after >= self.promised else "not_backed"


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that follows from the records, before and after; None where it is unknown or there is none."""

    ref: str
    fact: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Redundancy:
    """How many members of a group may fail, before and after; None where there is no such group.

    `single_points` are components whose failure alone brings the record down, and did not before.
    """

    ref: str
    group: str
    before: int | None
    after: int | None
    single_points: tuple[str, ...]


def derived(refs: Collection[str], before: Facts, after: Facts) -> Iterator[Derived]:
    """List the availabilities that alter."""
    for ref in refs:
        was, now = before.availability(ref), after.availability(ref)
        if was != now:
            yield Derived(ref, "availability", was, now)


class Promised(NamedTuple):
    """A promise of availability, and what is covered by it."""

    ref: str
    covers: tuple[str, ...]
    promised: Decimal


def promised(edited: Collection[str], reached: Collection[str], after: Facts) -> Iterator[Promised]:
    """List the promises of availability that were edited, or whose agreements cover something that is reached."""
    found = {ref for ref in edited if ref.startswith("agreement:")}
    found |= {ref for one in reached for ref in after.estate.referrers(one) if ref.startswith("agreement:")}
    for ref in sorted(found):
        data = after.estate.get(ref)
        if data is None or data.get("type") not in {"sla", "ola"}:
            continue
        covers = listed(data.get("covers"), PARTS)
        yield from (Promised(ref, covers, figure) for figure in promises(data))


def backing(found: Iterable[Promised], before: Facts, after: Facts) -> Iterator[Backing]:
    """Compare promises of availability with what they stand on."""
    for ref, covers, figure in found:
        yield Backing(ref, "availability", figure, before.carried(covers), after.carried(covers), ref in before)


def promises(agreement: Plain) -> Iterator[Decimal]:
    """List the availabilities an agreement promises."""
    targets = agreement.get("targets")
    for target in targets if isinstance(targets, list) else ():
        figure = share(target.get("value")) if isinstance(target, dict) else None
        if figure is not None and target.get("metric") == "availability":
            yield figure


def redundancy(refs: Collection[str], before: Facts, after: Facts) -> Iterator[Redundancy]:
    """List the groups that can spare another number of members, and what brings a record down and did not before."""
    for ref in refs:
        if ref not in after or ref not in before:
            continue
        lost = [each for each in _paired(before.groups(ref), after.groups(ref)) if each[1] != each[2]]
        if not lost and ref.startswith("ci:"):
            continue
        new = tuple(sorted(after.single_points(ref) - before.single_points(ref)))
        if lost:
            yield from (Redundancy(ref, name, was, now, new) for name, was, now in lost)
        elif new:
            yield Redundancy(ref, "", None, None, new)


def _paired(before: tuple[Group, ...], after: tuple[Group, ...]) -> Iterator[tuple[str, int | None, int | None]]:
    """Pair the groups of a record: the same members first, then what is left of the same relation."""
    old, new = {group.key: group for group in before}, {group.key: group for group in after}
    for key in sorted(old.keys() & new.keys()):
        yield key, old.pop(key).spare, new.pop(key).spare
    for key, group in sorted(old.items()):
        heir = next((one for one, other in sorted(new.items()) if other.relation == group.relation), None)
        yield key, group.spare, new.pop(heir).spare if heir else None
    for key, group in sorted(new.items()):
        yield key, None, group.spare

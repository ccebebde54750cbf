"""Lanes: which open changes have something to do with each other, and which may go in parallel."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gitsm.change.footprint import Footprint
from gitsm.service_level.calendars import Interval, merged


class Booking(NamedTuple):
    """What some work takes for a time.

    Attributes:
        period: from its first moment to the first one after it.
        taken: what it touches and reaches, and who does it.
    """

    period: Interval
    taken: frozenset[str]


def lanes(
    feet: Mapping[str, Footprint], booked: Mapping[str, Iterable[Booking]] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Group open changes so that those of different groups are independent.

    Two changes are in one lane where they can meet in anything (`gitsm.change.footprint.meet`), where they take one
    thing or person at the same time, or where each meets one that is in it. Within a lane they are merged one after
    the other, each judged anew.

    Args:
        feet: by open change, how far it reaches.
        booked: by open change, what it takes at which time.

    Returns:
        The lanes, the one with the first name first, and their names in order.
    """
    groups = _Groups(feet)
    of = {what: _index(feet, what) for what in ("near", "edited", "named", "above", "below", "rated")}
    for what in ("near", "edited", "above", "rated"):
        for names in of[what].values():
            groups.join(names)
    for one, other in (("edited", "named"), ("above", "below")):
        for ref, names in of[one].items():
            groups.join([*names, *of[other].get(ref, ())])
    for names in _at_once(booked or {}):
        groups.join(names)
    return groups.all()


def _at_once(booked: Mapping[str, Iterable[Booking]]) -> Iterator[list[str]]:
    """List the pairs that take one thing at one time; enough of them to tell who is in a group with whom."""
    of: dict[str, list[tuple[Interval, str]]] = {}
    for name, bookings in booked.items():
        for booking in bookings:
            period = merged([booking.period])
            for ref in booking.taken if period else ():
                of.setdefault(ref, []).append((period[0], name))
    for taken in of.values():
        taken.sort()
        last, holder = taken[0][0][1], taken[0][1]
        for (start, end), name in taken[1:]:
            if start < last:
                yield [holder, name]
            if end > last:
                last, holder = end, name


def _index(feet: Mapping[str, Footprint], what: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(feet):
        for ref in getattr(feet[name], what):
            found.setdefault(ref, []).append(name)
    return found


class _Groups:
    """Names that are joined step by step."""

    def __init__(self, names: Iterable[str]) -> None:
        self._above = {name: name for name in sorted(names)}

    def _first(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = self._above[self._above[name]]
            name = self._above[name]
        return name

    def join(self, names: list[str]) -> None:
        """Put some names into one group."""
        firsts = sorted({self._first(name) for name in names})
        for name in firsts[1:]:
            self._above[name] = firsts[0]

    def all(self) -> tuple[tuple[str, ...], ...]:
        """List the groups, and the names of each in order."""
        found: dict[str, list[str]] = {}
        for name in self._above:
            found.setdefault(self._first(name), []).append(name)
        return tuple(tuple(names) for _, names in sorted(found.items()))

"""What availability a promise stands on, and what would have to be better (domain.md §8.2, §8.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import Final

from gitsm.graph.availability import Composites
from gitsm.graph.structure import Structure
from gitsm.graph.wiring import Wiring

_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Carried:
    """How available the worst of what a promise covers is; shares of 1.

    Attributes:
        value: the share of time; None when an input is unknown.
        unit: the worst of what is covered; None where nothing is there to be covered.
        missing: what nobody gave a figure.
        at_most: what it is at most, whatever the missing figures are; None where that cannot be told.
        method: `exact` or `sampled`.
    """

    value: Decimal | None
    unit: str | None
    missing: tuple[str, ...] = ()
    at_most: Decimal | None = None
    method: str = "exact"


@dataclass(frozen=True, slots=True)
class Weakest:
    """The component that costs a promise most, and what it would have to be for the promise to hold.

    Attributes:
        ref: the component.
        availability: what it is by itself.
        needed: what it would have to be, everything else as it is; None where not even a perfect one is enough.
    """

    ref: str
    availability: Decimal
    needed: Decimal | None

    @property
    def nines(self) -> float | None:
        """What it takes: how many nines more, `log10((1 - availability) / (1 - needed))`; None where nothing helps."""
        if self.needed is None or self.needed >= 1:
            return None
        return log10(float((1 - self.availability) / (1 - self.needed)))


def units(wiring: Wiring, covers: Iterable[str]) -> tuple[str, ...]:
    """List what a promise is kept for, each by itself; a covered service counts by its offerings (domain.md §8.1)."""
    return tuple(dict.fromkeys(one for ref in covers for one in wiring.offerings.get(ref, (ref,))))


def carried(composites: Composites, wiring: Wiring, covers: Iterable[str]) -> Carried:
    """Compute the availability of the worst thing that is covered; the promise is made for each of them."""
    known: list[tuple[Decimal, str, str]] = []
    bounds: list[tuple[Decimal, str]] = []
    missing: set[str] = set()
    lost = None
    for unit in units(wiring, covers):
        if unit not in wiring:
            missing.add(unit)
            continue
        found = composites.of(unit)
        missing.update(found.missing)
        if found.value is not None:
            known.append((found.value, unit, found.method))
        else:
            lost = lost or unit
        bound = found.value if found.value is not None else composites.ceiling(unit)
        bounds += [(bound, unit)] if bound is not None else []
    at_most, worst = min(bounds, default=(None, lost))
    if missing or not known:
        return Carried(None, worst, tuple(sorted(missing)), at_most)
    value, unit, method = min(known)
    return Carried(value, unit, (), value, method)


def weakest(composites: Composites, parts: Structure, unit: str, promised: Decimal) -> Weakest | None:
    """Find what costs a unit most, or, where the promise does not hold, what makes it hold at least cost in nines.

    A component that costs `(1 - availability) · slope` could give back so much. Where several could each make the
    promise hold alone, the one that needs the fewest more nines is named.

    Returns:
        None where nothing can fail, or where the figures are only sampled.
    """
    value = composites.of(unit).value
    assert value is not None  # asked where it is known
    lacking = promised - value
    slopes = {ref: slope for ref, slope in composites.slopes(unit).items() if slope > 0 and parts.own[ref] < 1}
    if not slopes:
        return None

    def wanted(ref: str) -> Weakest:
        own = parts.own[ref]
        needed = own + lacking / slopes[ref]
        return Weakest(ref, own, None if needed > 1 else max(needed, Decimal(0)))

    def loss(ref: str) -> Decimal:
        return (1 - parts.own[ref]) * slopes[ref]

    costly = [wanted(ref) for ref in sorted(slopes, key=lambda ref: (-loss(ref), ref))]
    if lacking <= 0:
        return costly[0]
    enough = [(one.nines, one.ref, one) for one in costly if one.nines is not None]
    return min(enough)[2] if enough else costly[0]

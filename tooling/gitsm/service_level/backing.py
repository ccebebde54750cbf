"""Each promise against what it stands on (domain.md §8.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from gitsm.service_level.carrying import Weakest, carried, weakest
from gitsm.service_level.chains import Link, chain
from gitsm.service_level.fulfilment import fulfilled
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.shortfall import Shortfall
from gitsm.service_level.staffing import staffed
from gitsm.service_level.terms import judged_on, last_day, uncovered
from gitsm.service_level.times import timed
from gitsm.service_level.words import at_least, percent, product
from gitsm_schemas.catalogue import Agreement, Target

Verdict = Literal["backed", "not_backed", "calendar_gap", "unknown", "not_judged"]
_WORST: Final[tuple[Verdict, ...]] = ("not_backed", "calendar_gap", "unknown", "backed", "not_judged")


@dataclass(frozen=True, slots=True)
class Backing:
    """One target of an agreement against what it stands on.

    Attributes:
        agreement: the agreement.
        index: the target's place in it, from 0.
        target: the target.
        promised: the share of time, or the length of service time; None for what is not compared.
        backed: what it stands on, in the same terms; None when a figure is missing.
        unit: the worst of what is covered.
        at_most: for a share that is unknown: what it is at most.
        method: how a share was computed, `exact` or `sampled`.
        weakest: the component that costs most, with what it would have to be.
        missing: the records that lack a figure.
        shortfalls: what does not carry it.
    """

    agreement: str
    index: int
    target: Target
    promised: Decimal | timedelta | None
    backed: Decimal | timedelta | None = None
    unit: str | None = None
    at_most: Decimal | None = None
    method: str = "exact"
    weakest: Weakest | None = None
    missing: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    judged: bool = True

    @property
    def verdict(self) -> Verdict:
        """Whether what it stands on carries it."""
        if not self.judged:
            return "not_judged"
        kinds = {one.kind for one in self.shortfalls}
        if kinds - {"calendar_gap"}:
            return "not_backed"
        if kinds:
            return "calendar_gap"
        return "unknown" if self.backed is None else "backed"


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement against what it stands on.

    Attributes:
        agreement: the agreement.
        targets: each of its targets.
        gaps: what is wrong whatever the target: no agreement with a supplier, terms that do not cover.
        chain: the agreements it stands on, each with those that it stands on itself.
    """

    agreement: Agreement
    targets: tuple[Backing, ...]
    gaps: tuple[Shortfall, ...]
    chain: tuple[Link, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of its targets, and of its gaps."""
        found = {one.verdict for one in self.targets} | ({"not_backed"} if self.gaps else set())
        return next(verdict for verdict in _WORST if verdict in found)


def shortfalls(portfolio: Portfolio, agreement: Agreement, as_of: date) -> Iterator[tuple[Backing, Shortfall]]:
    """List what does not carry an agreement's targets.

    It finds what `standing` does, and works out the figures of those availabilities only that may fall short.
    """
    day = judged_on(agreement, as_of)
    for index, target in enumerate(agreement.targets):
        promised = portfolio.promised(agreement, target)
        if isinstance(promised, Decimal) and portfolio.surely(agreement.covers, promised):
            found = Backing(agreement.ref, index, target, promised)
            short = tuple(staffed(portfolio, agreement, target, day))
        else:
            found = backing(portfolio, agreement, index, as_of)
            short = found.shortfalls
        yield from ((found, one) for one in short)


def standing(portfolio: Portfolio, agreement: Agreement, as_of: date) -> Standing:
    """Judge an agreement; what a supplier promises is its own word, and is not judged."""
    if agreement.is_underpinning:
        own = tuple(
            Backing(agreement.ref, index, target, portfolio.promised(agreement, target), judged=False)
            for index, target in enumerate(agreement.targets)
        )
        return Standing(agreement, own, (), ())
    targets = tuple(backing(portfolio, agreement, index, as_of) for index in range(len(agreement.targets)))
    return Standing(
        agreement, targets, tuple(gaps(portfolio, agreement)), chain(portfolio, agreement, judged_on(agreement, as_of))
    )


def backing(portfolio: Portfolio, agreement: Agreement, index: int, as_of: date) -> Backing:
    """Judge one target of an agreement with a customer."""
    target, day = agreement.targets[index], judged_on(agreement, as_of)
    promised = portfolio.promised(agreement, target)
    if target.metric == "availability" and isinstance(promised, Decimal):
        return _available(portfolio, agreement, index, promised, day)
    if not isinstance(promised, timedelta):
        nowhere = (agreement.calendar,) if target.promised is not None else ()
        return Backing(agreement.ref, index, target, promised, missing=nowhere)
    if target.metric == "fulfilment":
        found = fulfilled(portfolio, agreement, promised)
    else:
        found = timed(portfolio, agreement, target, promised, day)
    return Backing(
        agreement.ref, index, target, promised, found.backed, missing=found.missing, shortfalls=found.shortfalls
    )


def _available(portfolio: Portfolio, agreement: Agreement, index: int, promised: Decimal, day: date) -> Backing:
    found = carried(portfolio.composites, portfolio.wiring, agreement.covers)
    weak = None
    short = [*staffed(portfolio, agreement, agreement.targets[index], day)]
    if found.value is not None and found.unit is not None:
        weak = weakest(portfolio.composites, portfolio.structure, found.unit, promised)
        if found.value < promised:
            short.append(_too_low(portfolio, found.unit, found.value, promised, weak))
    elif found.at_most is not None and found.unit is not None and found.at_most < promised:
        short.append(
            Shortfall(
                "availability",
                found.unit,
                f"{percent(promised)} is promised, and {found.unit} is up {percent(found.at_most)} at most, whatever "
                f"{len(found.missing)} missing figures are",
                "promise less, or make what it stands on better",
            )
        )
    return Backing(
        agreement.ref,
        index,
        agreement.targets[index],
        promised,
        found.value,
        found.unit,
        found.at_most,
        found.method,
        weak,
        found.missing,
        tuple(short),
    )


def _too_low(portfolio: Portfolio, unit: str, value: Decimal, promised: Decimal, weak: Weakest | None) -> Shortfall:
    if weak is None or weak.needed is None:
        remedy = f"promise at most {percent(value)}, or add redundancy: no single component is enough"
    else:
        remedy = f"promise at most {percent(value)}, or bring {weak.ref} from {percent(weak.availability)} to "
        remedy += f"{at_least(weak.needed)}"
    return Shortfall(
        "availability",
        unit,
        f"{percent(promised)} is promised, and {unit} is up {percent(value)}: "
        f"{product(portfolio.composites, portfolio.structure, unit)}",
        remedy,
    )


def gaps(portfolio: Portfolio, agreement: Agreement) -> Iterator[Shortfall]:
    """List what is wrong whatever the target: no agreement with a supplier, terms that do not cover."""
    last = last_day(agreement)
    for ref in sorted(portfolio.stands_on(agreement)):
        behind = [each for each in portfolio.covering.get(ref, ()) if each.type != "sla" and each.ref != agreement.ref]
        if ref in portfolio.externals:
            # A team that looks after it owes nothing for the supplier.
            behind = [each for each in behind if each.is_underpinning]
        if not behind and ref in portfolio.externals:
            yield Shortfall(
                "no_agreement",
                ref,
                f"{ref} is run by a supplier, and no underpinning agreement covers it",
                f"write an agreement of type ua that covers {ref}",
            )
        gap = uncovered(agreement.starts, last, behind) if behind else None
        if gap is not None:
            yield Shortfall(
                "term",
                behind[0].ref,
                f"no agreement backs {ref} from {gap[0]} to {gap[1]}",
                f"prolong {behind[0].ref} or write its successor",
            )

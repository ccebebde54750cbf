"""What an outage would cost: service time, by agreement, and what would be left of its budget."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from gitsm.graph.network import network
from gitsm.graph.propagation import Level, propagate
from gitsm.service_level.achieved import Achieved, achieved
from gitsm.service_level.calendars import Hours, Interval, business_elapsed
from gitsm.service_level.happened import Happened
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.promises import shortest
from gitsm.service_level.terms import in_force
from gitsm_schemas.catalogue import Agreement

_UNTIL_OVER: Final = frozenset({"resolution", "rto"})
"""Promises of how long something may be down at once."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an outage would cost one target.

    Attributes:
        agreement: the agreement.
        partner: whose promise it is to: a customer or team; for a supplier's, the supplier.
        metric: availability, or a time within which it would have to be over.
        unit: what would be down; of several the one with least left.
        service_time: how much of it counts.
        left: what would be left of the budget, or of the time; negative when the promise is broken.
        verdict: kept; breaks, when this outage breaks it; broken, when others have already.
    """

    agreement: str
    partner: str
    metric: str
    unit: str
    service_time: timedelta
    left: timedelta
    verdict: Literal["kept", "breaks", "broken"]


def costs(portfolio: Portfolio, happened: Happened, refs: Collection[str], span: Interval) -> tuple[Cost, ...]:
    """Work out what it would cost if some records were down for a time.

    Only what would be down counts, as the graph carries it; what is degraded does not. Of an outage beyond the end of a
    window only the part in the window that it begins in is counted.

    Args:
        portfolio: the agreements.
        happened: what was down before.
        refs: what would fail.
        span: from when to when.
    """
    graph = network(portfolio.wiring)
    sources = dict.fromkeys((one for ref in refs for one in (ref, *graph.offerings.get(ref, ()))), Level.DOWN)
    down = {ref for ref, level in propagate(graph, sources).items() if level is Level.DOWN}
    then = replace(happened, now=span[0])
    found = [
        cost
        for agreement in portfolio.agreements
        if in_force(agreement, portfolio.day(agreement, span[0]))
        and not down.isdisjoint(portfolio.units(agreement.covers))
        for cost in _costs(portfolio, agreement, then, (down, span))
    ]
    return tuple(sorted(found, key=lambda one: (one.verdict == "kept", one.agreement, one.metric, one.unit)))


def _costs(
    portfolio: Portfolio, agreement: Agreement, then: Happened, what: tuple[Collection[str], Interval]
) -> Iterator[Cost]:
    down, span = what
    units = [unit for unit in portfolio.units(agreement.covers) if unit in down]
    for index, target in enumerate(agreement.targets):
        hours, promised = portfolio.measured(agreement, target), portfolio.promised(agreement, target)
        if hours is None:
            continue
        if isinstance(promised, Decimal):
            found = achieved(portfolio, agreement, index, then)
            yield min((_of_budget(agreement, found, unit, hours, span) for unit in units), key=lambda one: one.left)
        elif target.metric in _UNTIL_OVER and isinstance(promised, timedelta):
            taken = business_elapsed(hours, *span)
            left = promised - taken
            yield _cost(agreement, target.metric, units[0], taken, (left, left))


def _of_budget(agreement: Agreement, found: Achieved, unit: str, hours: Hours, span: Interval) -> Cost:
    end = min(span[1], found.period[1]) if found.target.window in {"month", "quarter"} else span[1]
    counts = span[1] - span[0] >= shortest(agreement)
    taken = business_elapsed(hours, span[0], end) if counts else timedelta(0)
    used = next((each.down for each in found.kept if each.unit == unit), timedelta(0))
    assert isinstance(found.promised, Decimal)
    whole = business_elapsed(hours, *found.period)
    before = whole * float(1 - found.promised) - used
    return _cost(agreement, "availability", unit, taken, (before, before - taken))


def _cost(agreement: Agreement, metric: str, unit: str, taken: timedelta, left: tuple[timedelta, timedelta]) -> Cost:
    before, after = left
    partner = agreement.supplier if agreement.is_underpinning else agreement.customer
    broken = before < timedelta(0) and metric == "availability"
    return Cost(
        agreement.ref,
        partner or agreement.provider,
        metric,
        unit,
        taken,
        after,
        "broken" if broken else "breaks" if after < timedelta(0) else "kept",
    )

"""Promised times against those of the agreements below: response, resolution, updates, recovery (domain.md §8.4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from gitsm.service_level.calendars import Hours, Interval, gap
from gitsm.service_level.chains import underpinning
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.promises import about, judging
from gitsm.service_level.shortfall import Compared, Shortfall
from gitsm.service_level.staffing import staffed
from gitsm.service_level.terms import term
from gitsm.service_level.words import said, span, stretch
from gitsm_schemas.catalogue import Agreement, Target

PRIORITIES: Final = range(1, 6)


def timed(portfolio: Portfolio, agreement: Agreement, target: Target, promised: timedelta, as_of: date) -> Compared:
    """Compare a promised time with what suppliers promise of the same kind at that priority.

    A supplier whose calendar does not cover ours is not compared, because its clock may stand still while ours runs. An
    internal supplier that says nothing of the kind adds nothing; an external one that says nothing leaves it unknown.
    Where nothing below says anything, the provider's own word is what backs it.
    """
    hours = portfolio.measured(agreement, target)
    assert hours is not None  # a time is read by them
    missing, lengths = [], [promised]
    short = list(staffed(portfolio, agreement, target, as_of))
    below = underpinning(portfolio, agreement, as_of)
    for other in below:
        theirs, silent = _theirs(portfolio, agreement, other, target)
        missing += [other.ref] if silent and other.is_underpinning else []
        for length, cover in theirs:
            lengths.append(length)
            short += _compared(other, target, (promised, length), (hours, cover, term(agreement, as_of, hours.zone)))
    found = lengths[1:] or lengths
    return Compared(None if missing else max(found), tuple(missing), tuple(short))


def _theirs(
    portfolio: Portfolio, agreement: Agreement, other: Agreement, target: Target
) -> tuple[list[tuple[timedelta, Hours]], bool]:
    """List what another agreement promises for the same cases, and tell whether it leaves a priority out."""
    readable: dict[int, tuple[timedelta, Hours]] = {}
    for index, each in enumerate(other.targets):
        length, hours = portfolio.promised(other, each), portfolio.measured(other, each)
        if each.metric == target.metric and isinstance(length, timedelta) and hours is not None:
            readable[index] = length, hours
    chosen: set[int] = set()
    silent = False
    for priority in _priorities(agreement, target):
        said = (judging(other, target.metric, sort, priority) for sort in about(target))
        theirs = {other.targets.index(each) for judged in said for each in judged}
        silent |= theirs.isdisjoint(readable)
        chosen |= theirs & readable.keys()
    return [readable[index] for index in sorted(chosen)], silent


def _priorities(agreement: Agreement, target: Target) -> Iterator[int]:
    """List the priorities a target is for: one for all is for those that no other of its agreement is for."""
    for priority in PRIORITIES:
        if any(target in judging(agreement, target.metric, sort, priority) for sort in about(target)):
            yield priority


def _compared(
    other: Agreement, target: Target, lengths: tuple[timedelta, timedelta], when: tuple[Hours, Hours, Interval]
) -> Iterator[Shortfall]:
    promised, length = lengths
    hours, cover, (start, end) = when
    hole = gap(hours, cover, start, end)
    what = said(target)
    if hole is not None:
        yield Shortfall(
            "calendar_gap",
            other.ref,
            f"{what} is not comparable: {other.ref} does not count {stretch(*hole, hours.zone)}",
            f"extend the calendar of {other.ref}, or measure the promise over its hours",
        )
    elif length > promised:
        yield Shortfall(
            "slower",
            other.ref,
            f"{span(promised)} of service time is promised for {what}, and {other.ref} takes {span(length)}",
            f"promise {span(length)}, or agree on {span(promised)} there",
        )

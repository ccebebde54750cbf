"""How long what a promise of time is about took: answers, solutions, news, recoveries, and what was lost."""

from collections.abc import Iterator
from datetime import datetime

from gitsm.service_level.calendars import Hours, Interval, business_elapsed, length
from gitsm.service_level.cases import Case, Timed, silent, timed
from gitsm.service_level.happened import Happened
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.promises import judging, shortest
from gitsm_schemas.catalogue import Agreement, Target


def timings(
    portfolio: Portfolio, agreement: Agreement, target: Target, facts: tuple[Hours, Happened, Interval]
) -> Iterator[Timed]:
    """Measure what a promised time is about, in service time.

    Args:
        portfolio: the agreements.
        agreement: the one that promises.
        target: what it promises.
        facts: the hours that count, what happened, and the period in which it began.
    """
    if target.metric == "rto":
        yield from _recovered(portfolio, agreement, facts)
    elif target.metric == "rpo":
        yield from _lost(portfolio, agreement, facts)
    else:
        yield from _served(portfolio, agreement, target, facts)


def _served(
    portfolio: Portfolio, agreement: Agreement, target: Target, facts: tuple[Hours, Happened, Interval]
) -> Iterator[Timed]:
    """Measure the cases that a target judges; those of a supplier by when they were with it."""
    hours, happened, period = facts
    if agreement.is_underpinning and target.metric != "resolution":
        return  # when a supplier answered, or told us, stands in no record
    for each in happened.about(portfolio.subjects(agreement)):
        if not agreement.is_underpinning and not _began(each.opened, period, happened.now):
            continue  # most are of another month
        if target not in judging(agreement, target.metric, each.sort, each.priority):
            continue
        known = each.known(happened.now)
        case = known.with_supplier() if agreement.is_underpinning else known
        if case is None or not _began(case.opened, period, happened.now) or silent(case, target.metric):
            continue
        yield timed(case, target, hours, happened.now)


def _recovered(portfolio: Portfolio, agreement: Agreement, facts: tuple[Hours, Happened, Interval]) -> Iterator[Timed]:
    """Measure each time that something covered was down until it was up again."""
    hours, happened, period = facts
    downtime = happened.downtime(agreement.ref)
    units = portfolio.units(agreement.covers)
    spells = dict.fromkeys(spell for unit in units for spell in downtime.spells(unit))
    for spell in spells:
        if spell.planned or spell.length < shortest(agreement) or not _began(spell.start, period, happened.now):
            continue
        over = spell.end < happened.now
        case = Case(spell.causes[0], "incident", units, 0, spell.start, done=spell.end if over else None)
        yield Timed(case, business_elapsed(hours, spell.start, spell.end), over)


def _lost(portfolio: Portfolio, agreement: Agreement, facts: tuple[Hours, Happened, Interval]) -> Iterator[Timed]:
    """Measure how much of the newest data outages cost; those that do not say are passed over."""
    hours, happened, period = facts
    needed, excused = portfolio.stands_on(agreement), happened.excused(agreement.ref)
    for one in happened.outages:
        if one.data_lost is None or one.ref in excused or needed.isdisjoint(one.affects):
            continue
        if _began(one.start, period, happened.now):
            case = Case(one.ref, "incident", one.affects, 0, one.start, done=one.end)
            yield Timed(case, length(hours, one.data_lost), over=True)


def _began(moment: datetime, period: Interval, now: datetime) -> bool:
    return period[0] <= moment < period[1] and moment <= now

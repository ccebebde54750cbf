"""How long agreements bind."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from gitsm_schemas.catalogue import Agreement

_LAST_START: Final = date(9998, 12, 1)


def in_force(agreement: Agreement, day: date) -> bool:
    """Tell whether an agreement binds on a day."""
    return agreement.starts <= day and (agreement.ends is None or day <= agreement.ends)


def judged_on(agreement: Agreement, as_of: date) -> date:
    """Choose the day whose agreements back it: today, or the nearest day of its term."""
    day = max(as_of, agreement.starts)
    return min(day, agreement.ends) if agreement.ends and agreement.ends >= agreement.starts else day


def last_day(agreement: Agreement) -> date:
    """Name the last day an agreement is judged for; one without end is judged until its review."""
    return agreement.ends or max(agreement.starts, agreement.review_due)


def uncovered(first: date, last: date, agreements: Iterable[Agreement]) -> tuple[date, date] | None:
    """Find the first days of a term that no agreement covers; both days are in the gap.

    Several agreements add up: one may take over where another ends.
    """
    for agreement in sorted(agreements, key=lambda each: each.starts):
        if agreement.starts > first:
            return first, min(last, agreement.starts - timedelta(1))
        if agreement.ends is None or agreement.ends >= last:
            return None
        first = max(first, agreement.ends + timedelta(1))
    return first, last


def term(agreement: Agreement, as_of: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Choose the time in which calendars are compared: what is left of the term, a week at least and a year at most."""
    first = min(max(as_of, agreement.starts), _LAST_START)
    last = min(max(last_day(agreement), first + timedelta(7)), first + timedelta(366))
    return datetime.combine(first, time(0), zone), datetime.combine(last, time(0), zone)

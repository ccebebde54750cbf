"""How the figures of service levels read."""

from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from gitsm.service_level.achieved import Achieved
from gitsm.service_level.backing import Backing
from gitsm.service_level.calendars import Interval
from gitsm.service_level.credits import Credit
from gitsm.service_level.reports import Line
from gitsm.service_level.words import minutes, percent, span

VERDICTS: Final = {
    "backed": "backed",
    "not_backed": "not backed",
    "calendar_gap": "calendar gap",
    "unknown": "unknown",
    "not_judged": "their word",
}
KINDS: Final = {"sla": "SLA", "ola": "OLA", "ua": "UA", "uc": "UA"}


def figure(value: Decimal | timedelta | None) -> str:
    """Write a share of time or a length of service time."""
    if value is None:
        return "unknown"
    return percent(value) if isinstance(value, Decimal) else span(value)


def metric(backing: Backing) -> str:
    """Name what is promised: `response P1`."""
    priority = backing.target.priority
    return backing.target.metric + (f" P{priority}" if priority else "")


def promised(backing: Backing) -> str:
    """Write what is promised; a rate or a latency as it stands."""
    return str(backing.target.value) if backing.promised is None else figure(backing.promised)


def share_of_cases(backing: Backing) -> str:
    """Say for how many cases a time is promised: ` for 95 % of cases`; nothing for all of them."""
    share = backing.target.percentile
    return f" for {share:g} % of cases" if share else ""


def reached(found: Achieved) -> str:
    """Write what was achieved; a dash where nothing happened that could tell."""
    return "–" if found.achieved is None else figure(found.achieved)


def kept(line: Line, now: datetime) -> str:
    """Say whether a promise is kept: of several windows, in how many of them it was not."""
    if line.met is None:
        return "nothing to tell by"
    word = "kept" if line.met else "broken"
    if line.windows:
        told = [one for one in line.windows if one.met is not None]
        broken = sum(one.met is False for one in told)
        every = _each(len(told), line.backing.target.window)
        word = f"kept in {every}" if not broken else f"broken in {every}"
        if 0 < broken < len(told):
            word = f"broken in {broken} of {len(told)} {line.backing.target.window}s"
    return word if now >= line.achieved.period[1] else f"{word} so far"


def _each(count: int, window: str) -> str:
    return f"the one {window}" if count == 1 else f"all {count} {window}s"


def left(line: Line) -> str:
    """Write what is left of a budget; a dash for several windows, each of which has its own."""
    budget = line.achieved.budget
    return minutes(budget.left) if budget and not line.windows else "–"


def verdict(line: Line, now: datetime) -> str:
    """Say in plain words how a target stands: what backs it, and whether it is kept."""
    return f"{VERDICTS[line.backing.verdict]}, {kept(line, now)}"


def period(found: Achieved) -> str:
    """Name a period by its first and last day."""
    return _days(found.period, found.zone)


def _days(period: Interval, zone: tzinfo) -> str:
    first, after = (each.astimezone(zone) for each in period)
    return f"{first:%Y-%m-%d} to {after - timedelta(seconds=1):%Y-%m-%d}"


def credit(found: Credit, line: Line) -> str:
    """Say what is owed: `10 % of the price, below 99.9 %, to be claimed until 2026-12-31`; for which window, too."""
    said = f"{percent(found.share)} of the price"
    said += f" of {_days(found.period, found.zone)}" if found.period != line.achieved.period else ""
    said += f", below {percent(found.below)}"
    if found.claim_until:
        said += f", to be claimed until {(found.claim_until - timedelta(seconds=1)).astimezone(found.zone):%Y-%m-%d}"
    return said if found.final else f"{said}, if it stays so"

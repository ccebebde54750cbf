"""How the figures of service levels read."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from gitsm.service_level.achieved import Achieved
from gitsm.service_level.backing import Backing
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


def kept(found: Achieved, now: datetime) -> str:
    """Say whether a promise is kept."""
    if found.met is None:
        return "nothing to tell by"
    word = "kept" if found.met else "broken"
    return word if now >= found.period[1] else f"{word} so far"


def left(found: Achieved) -> str:
    """Write what is left of a budget."""
    return minutes(found.budget.left) if found.budget else "–"


def verdict(line: Line, now: datetime) -> str:
    """Say in plain words how a target stands: what backs it, and whether it is kept."""
    return f"{VERDICTS[line.backing.verdict]}, {kept(line.achieved, now)}"


def period(found: Achieved) -> str:
    """Name a period by its first and last day."""
    first, after = (each.astimezone(found.zone) for each in found.period)
    return f"{first:%Y-%m-%d} to {after - timedelta(seconds=1):%Y-%m-%d}"


def credit(found: Credit) -> str:
    """Say what is owed: `10 % of the price, below 99.9 %, to be claimed until 2026-12-31`."""
    said = f"{percent(found.share)} of the price, below {percent(found.below)}"
    said += f", to be claimed until {found.claim_until:%Y-%m-%d}" if found.claim_until else ""
    return said if found.final else f"{said}, if it stays so"

"""How the figures of a promise read."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

from gitsm.graph.availability import Composites
from gitsm.graph.structure import Structure

if TYPE_CHECKING:
    from gitsm_schemas.catalogue import Target  # words are written where no models are

_STEP: Final = Decimal("0.00001")
_MOST_FACTORS: Final = 4


def percent(value: Decimal) -> str:
    """Write a share as a percentage of five decimals, cut off: what falls short of a promise never reads like it."""
    cut = (value * 100).quantize(_STEP, ROUND_FLOOR)
    text = f"{cut:f}".rstrip("0").rstrip(".")
    return f"{text or '0'} %"


def at_least(value: Decimal) -> str:
    """Write a share that must be reached, as a percentage of five decimals, rounded up: what is written is enough."""
    return percent((value * 100).quantize(_STEP, ROUND_CEILING) / 100)


def span(value: timedelta) -> str:
    """Write a length of time in its two largest units, hours at most: a day of service time is not a day: `40 h`."""
    hours, rest = divmod(round(value.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    shown = [f"{amount} {unit}" for amount, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if amount]
    return " ".join(shown[:2]) or "0 min"


def minutes(value: timedelta) -> str:
    """Write a length of time in minutes, a decimal where it has one: `40.32 min`."""
    return f"{value.total_seconds() / 60:.2f}".rstrip("0").rstrip(".") + " min"


def stretch(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Write from when to when, as a clock in a zone shows it; the day once where it is the same."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    shown = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%Y-%m-%d %H:%M}"
    return f"{first:%Y-%m-%d %H:%M} to {shown} ({zone})"


def said(target: "Target") -> str:
    """Name a target: its metric, and the priority it is for."""
    return f"{target.metric} at priority {target.priority}" if target.priority else target.metric


def product(composites: Composites, parts: Structure, unit: str) -> str:
    """Show how a unit's availability comes about: the worst factors by name, the others and the groups as one each."""
    found = composites.serial(unit)
    if found is None:
        return "by 20,000 random moments"
    always, held = found
    worst = sorted((parts.own[ref], ref) for ref in always if parts.own[ref] < 1)
    shown, rest = worst[:_MOST_FACTORS], worst[_MOST_FACTORS:]
    factors = [f"{percent(own)} ({ref})" for own, ref in shown]
    factors += [f"{percent(_product(own for own, _ in rest))} ({len(rest)} more)"] if rest else []
    factors += [f"{percent(held)} (redundancy groups)"] if held < 1 else []
    return " · ".join(factors) or "nothing that fails"


def _product(factors: Iterable[Decimal]) -> Decimal:
    found = Decimal(1)
    for factor in factors:
        found *= factor
    return found

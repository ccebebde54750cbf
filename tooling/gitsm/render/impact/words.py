"""How figures and counts of an impact read."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from gitsm.change.reach import Affected
from gitsm.graph.propagation import Level

MINUTES_A_MONTH = 30 * 24 * 60
PLURAL = {"ci": ("CI", "CIs"), "service": ("service", "services"), "service_offering": ("offering", "offerings")}
SAID = {Level.DOWN: "down", Level.DEGRADED: "degraded", Level.AT_RISK: "at risk"}


def counted(affected: Iterable[Affected]) -> str:
    """Count what is hit, services first: `2 services, 3 offerings, 9 CIs`."""
    numbers = Counter(one.kind for one in affected)
    named = ((numbers[kind], PLURAL[kind]) for kind in ("service", "service_offering", "ci") if numbers[kind])
    return ", ".join(f"{count} {words[count != 1]}" for count, words in named)


def share(value: Decimal | None) -> str:
    """Write a share of time: `99.9512 %`."""
    return "unknown" if value is None else f"{float(value) * 100:.4f} %"


def minutes(value: Decimal | None) -> str:
    """Write what a share of time means: minutes without, in a month of thirty days."""
    return "" if value is None else f"{float(1 - value) * MINUTES_A_MONTH:.0f} min a month"

"""How an error budget was used over its period, as a picture: what was down by then, and what may be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from markupsafe import Markup, escape

from gitsm.publish.words import day, service_time
from gitsm.service_level.achieved import Achieved
from gitsm.service_level.calendars import Hours, Interval, business_elapsed

WIDE: Final = 460
HIGH: Final = 130
LEFT: Final = 4
TOP: Final = 22
"""Above the line of what is allowed there is room for its name."""
BELOW: Final = 20
_NOTHING: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class Burn:
    """A budget over its period.

    Attributes:
        svg: the drawing.
        told: what it shows, in a sentence.
    """

    svg: Markup
    told: str


def burnt(found: Achieved, hours: Hours, now: datetime) -> Burn | None:
    """Draw how the budget of a promise was used; None where there is none."""
    budget, period = found.budget, found.period
    if budget is None or not budget.allowed or not found.kept:
        return None
    until = min(max(now, period[0]), period[1])
    steps = list(used(((one.start, one.end) for one in found.kept[0].counted), hours, (period[0], until)))
    most = max(budget.allowed, budget.used)

    def x(at: datetime) -> float:
        return LEFT + WIDE * ((at - period[0]) / (period[1] - period[0]))

    def y(share: timedelta) -> float:
        return TOP + HIGH - HIGH * (share / most)

    points = [(x(at), y(share)) for at, share in [(period[0], _NOTHING), *steps, (until, budget.used)]]
    line = " ".join(f"{one:.1f},{other:.1f}" for one, other in points)
    ground = y(_NOTHING)
    tone = "over" if budget.used > budget.allowed else "fast" if budget.exhausted_at else "calm"
    first, last = (day(at.astimezone(found.zone)) for at in (period[0], period[1] - timedelta(microseconds=1)))
    told = _told(found, now)
    parts = [
        f'<svg class="burn {tone}" viewBox="0 0 {WIDE + 2 * LEFT} {HIGH + TOP + BELOW}" role="img"',
        f' aria-label="{escape(told)}">',
        f'<path class="pace" d="M{LEFT} {ground:.1f}L{LEFT + WIDE} {y(budget.allowed):.1f}"/>',
        f'<polygon class="area" points="{x(period[0]):.1f},{ground:.1f} {line} {x(until):.1f},{ground:.1f}"/>',
        f'<polyline class="used" points="{line}"/>',
        f'<path class="allowed" d="M{LEFT} {y(budget.allowed):.1f}H{LEFT + WIDE}"/>',
        f'<text x="{LEFT}" y="{y(budget.allowed) - 7:.1f}">{escape(service_time(budget.allowed))} allowed</text>',
        f'<path class="ground" d="M{LEFT} {ground:.1f}H{LEFT + WIDE}"/>',
        f'<text x="{LEFT}" y="{ground + 15:.1f}">{first}</text>',
        f'<text x="{LEFT + WIDE}" y="{ground + 15:.1f}" text-anchor="end">{last}</text>',
    ]
    if until < period[1]:
        parts.append(f'<path class="now" d="M{x(until):.1f} {TOP}V{ground:.1f}"/>')
        parts.append(f'<circle class="dot" cx="{x(until):.1f}" cy="{y(budget.used):.1f}" r="4"/>')
    if budget.exhausted_at is not None and budget.exhausted_at <= period[1]:
        end = f"{x(budget.exhausted_at):.1f} {y(budget.allowed):.1f}"
        parts.append(f'<path class="ahead" d="M{x(until):.1f} {y(budget.used):.1f}L{end}"/>')
    return Burn(Markup("".join([*parts, "</svg>"])), told)  # noqa: S704  # every text in it is escaped


def used(spells: Iterable[Interval], hours: Hours, period: Interval) -> Iterator[tuple[datetime, timedelta]]:
    """Say by when how much service time was down in all: the corners of a line that only rises."""
    so_far, last = _NOTHING, period[0]
    for start, end in sorted(spells):
        begin, stop = max(start, last), min(end, period[1])
        if stop <= begin:
            continue
        yield begin, so_far
        so_far += business_elapsed(hours, begin, stop)
        yield stop, so_far
        last = stop


def _told(found: Achieved, now: datetime) -> str:
    budget = found.budget
    assert budget is not None
    told = f"{service_time(budget.used)} of {service_time(budget.allowed)} used"
    if budget.used > budget.allowed:
        return f"{told}, {service_time(budget.used - budget.allowed)} too many"
    told += f", {service_time(budget.left)} left"
    if now >= found.period[1]:
        return told
    if budget.exhausted_at is not None:
        return f"{told}; at this pace nothing is left by {day(budget.exhausted_at.astimezone(found.zone))}"
    return f"{told}; at this pace it lasts" if budget.used else told

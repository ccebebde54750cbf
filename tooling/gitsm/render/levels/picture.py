"""The days of a period as a picture: outages on the band of service hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from gitsm.errors import NothingToDrawError
from gitsm.render.escape import html
from gitsm.render.levels import words
from gitsm.service_level.achieved import Kept
from gitsm.service_level.calendars import Hours, Interval, intervals
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.reports import Line, Report
from gitsm.service_level.spells import Spell
from gitsm.service_level.words import minutes, stretch
from gitsm_schemas.organisation import WEEKDAYS

_LEFT: Final = 112
_WIDE: Final = 576
_TOP: Final = 64
_STEP: Final = 16
_BAR: Final = 12
_MOST_DAYS: Final = 400
_STYLE: Final = """
text{font:12px system-ui,sans-serif;fill:currentColor}
.title{font-weight:600;font-size:14px}
.soft{opacity:.7}
.day{fill:var(--gitsm-closed,#8881)}
.open{fill:var(--gitsm-open,#2e7d3238)}
.down{fill:var(--gitsm-down,#c62828)}
.planned{stroke:var(--gitsm-planned,#6a6a6a);stroke-width:1}
.short{fill:none;stroke:var(--gitsm-down,#c62828);stroke-width:1.5}
@media(prefers-color-scheme:dark){.down{fill:var(--gitsm-down,#ef5350)}.short{stroke:var(--gitsm-down,#ef5350)}}
"""
"""Colours are variables of the page around it, where it has any; sorts of outage differ in shape, too."""


def picture(portfolio: Portfolio, found: Report) -> str:
    """Draw the first promise of availability in a report.

    Raises:
        NothingToDrawError: when there is none.
    """
    for line in found.lines:
        hours = portfolio.measured(line.agreement, line.backing.target)
        if line.achieved.kept and hours is not None:
            zone = (portfolio.hours(line.agreement.calendar) or hours).zone
            return month(line, line.achieved.kept[0], hours, zone)
    raise NothingToDrawError(found.subject or "this tree")


def month(line: Line, kept: Kept, hours: Hours, zone: tzinfo) -> str:
    """Draw the days of a target's period, a row each, by the clock of a zone.

    Args:
        line: the target.
        kept: how available one covered thing was.
        hours: when service time passes.
        zone: whose days are meant.

    Returns:
        An SVG that is the same for the same values, with its words for those who do not see it.
    """
    days = list(_days(line.achieved.period, zone))
    height = _TOP + len(days) * _STEP + 34
    name = f"gitsm-{line.agreement.id}-{line.backing.index}"
    drawn = [*_head(line, kept, name, height)]
    for row, (label, span) in enumerate(days):
        drawn += _day(row, label, span, kept, (hours, name, zone))
    drawn += [*_legend(_TOP + len(days) * _STEP + 8, name), "</svg>"]
    return "\n".join(drawn) + "\n"


def _days(period: Interval, zone: tzinfo) -> Iterator[tuple[str, Interval]]:
    day = period[0].astimezone(zone).date()
    for _ in range(_MOST_DAYS):
        begin, end = _midnight(day, zone), _midnight(day + timedelta(1), zone)
        if begin >= period[1]:
            return
        yield f"{WEEKDAYS[day.weekday()].title()} {day.isoformat()}", (begin, end)
        day += timedelta(1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def _head(line: Line, kept: Kept, name: str, height: int) -> Iterator[str]:
    said = _said(line, kept)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 24} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
    )
    title = f"{line.agreement.name or line.agreement.id}: {kept.unit}, {words.period(line.achieved)}"
    yield f'<title id="{name}-title">{html(title)}</title>'
    yield f'<desc id="{name}-desc">{html(said)}</desc>'
    yield f"<style>{_STYLE}</style>"
    yield (
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line y2="5" stroke="currentColor" stroke-width="2"/></pattern></defs>'
    )
    yield f'<text class="title" x="0" y="16">{html(title)}</text>'
    yield f'<text class="soft" x="0" y="34">{html(said.partition(". Down ")[0])}</text>'
    for hour in range(0, 25, 6):
        x = _LEFT + _WIDE * hour / 24
        yield f'<text class="soft" x="{x:g}" y="{_TOP - 8}" text-anchor="middle">{hour:02}:00</text>'


def _said(line: Line, kept: Kept) -> str:
    promised, found = words.promised(line.backing), kept.availability
    reached = "nothing to tell by" if found is None else words.figure(found)
    down = "; ".join(_spell(one, kept, UTC) for one in kept.spells)
    return f"Promised {promised}, achieved {reached}" + (f". Down {down}." if down else ". Never down.")


def _spell(spell: Spell, kept: Kept, zone: tzinfo) -> str:
    counts = "" if spell in kept.counted else ", planned" if spell.planned else ", does not count"
    causes = ", ".join(spell.causes)
    return f"{stretch(spell.start, spell.end, zone)}, {minutes(spell.length)}{counts}: {causes}"


def _day(row: int, label: str, span: Interval, kept: Kept, how: tuple[Hours, str, tzinfo]) -> Iterator[str]:
    hours, name, zone = how
    y = _TOP + row * _STEP
    yield f'<text x="0" y="{y + _BAR - 2}">{label}</text>'
    yield f'<rect class="day" x="{_LEFT}" y="{y}" width="{_WIDE}" height="{_BAR}"/>'
    for part in intervals(hours, *span):
        yield f'<rect class="open" {_place(part, span, zone, y)}/>'
    for spell in kept.spells:
        part = max(spell.start, span[0]), min(spell.end, span[1])
        if part[0] < part[1]:
            sort = "down" if spell in kept.counted else "planned" if spell.planned else "short"
            fill = f' fill="url(#{name}-hatch)"' if sort == "planned" else ""
            said = html(_spell(spell, kept, zone))
            yield f'<rect class="{sort}"{fill} {_place(part, span, zone, y, least=2)}><title>{said}</title></rect>'


def _place(part: Interval, span: Interval, zone: tzinfo, y: int, least: float = 0) -> str:
    """Place a part of a day by what the clock showed, on a day on which it is changed, too."""
    start, end = (1.0 if moment == span[1] else _shown(moment.astimezone(zone)) for moment in part)
    wide = max(_WIDE * (end - start), least)
    return f'x="{_LEFT + _WIDE * start:.2f}" y="{y}" width="{wide:.2f}" height="{_BAR}"'


def _shown(local: datetime) -> float:
    return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second) / timedelta(days=1)


def _legend(y: int, name: str) -> Iterator[str]:
    sorts = (
        ("open", "", "service hours"),
        ("down", "", "down, counts"),
        ("planned", f' fill="url(#{name}-hatch)"', "planned"),
        ("short", "", "down, does not count"),
    )
    for place, (sort, fill, said) in enumerate(sorts):
        x = _LEFT + place * 140
        yield f'<rect class="{sort}"{fill} x="{x}" y="{y}" width="{_BAR}" height="{_BAR}"/>'
        yield f'<text x="{x + 18}" y="{y + _BAR - 2}">{said}</text>'

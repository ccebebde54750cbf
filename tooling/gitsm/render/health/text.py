"""Health for people at a terminal: how well, where it is worst, what to mend."""

from collections.abc import Iterator
from typing import Final

from gitsm.improvement.health import FLAWS, Color, Metric
from gitsm.render.health import Examined
from gitsm.render.health.words import HINTS, said, share
from gitsm.render.terminal import Style, paint, printable, width

_STYLE: Final[dict[Color, Style]] = {"red": "error", "yellow": "warning", "green": "good", "unknown": "dim"}
_MOST_FLAWS: Final = 20


def health(examined: Examined) -> str:
    """Write the figures, the groups from the worst on, and what fails."""
    found = examined.health
    whole = found.whole
    lines = [paint(f"CMDB health {said(whole)} ({whole.color})", _STYLE[whole.color])]
    lines.append(paint(f"{whole.evaluated} CIs in use or to come, as of {found.as_of}", "dim"))
    for figure, flaws in FLAWS.items():
        lines += ["", f"{paint(figure, 'strong')}  {share(whole.figure(figure))}"]
        lines += [_row(whole.metrics[flaw]) for flaw in flaws]
    lines += ["", f"{paint('relationships', 'strong')}  {share(found.relationships.value, found.relationships)}"]
    lines += [_row(found.relationships), "", paint(f"BY {examined.by.upper()}", "strong"), *_groups(examined)]
    return "\n".join([*lines, *_flaws(examined)]) + "\n"


def _row(metric: Metric) -> str:
    fine = metric.evaluated - metric.failing
    return f"  {share(metric.value, metric):>8}  {fine} of {metric.evaluated}  {paint(HINTS[metric.name], 'dim')}"


def _groups(examined: Examined) -> Iterator[str]:
    wide = max((width(one.name) for one in examined.groups), default=0)
    for one in examined.groups:
        gap = " " * (wide - width(one.name))
        figure = paint(f"{said(one):>8}", _STYLE[one.color])
        yield f"  {printable(one.name)}{gap}  {figure}  {one.evaluated} CIs"


def _flaws(examined: Examined) -> Iterator[str]:
    failing = examined.health.failing
    if not failing:
        return
    shown = failing if examined.failing else failing[:_MOST_FLAWS]
    yield ""
    yield paint("TO MEND", "strong")
    wide = max(width(one.ref) for one in shown)
    for one in shown:
        why = paint(printable(one.why), "dim")
        yield f"  {printable(one.ref)}{' ' * (wide - width(one.ref))}  {one.flaw:<11}  {why}"
    if len(shown) < len(failing):
        yield f"  … and {len(failing) - len(shown)} more; --failing lists them all"

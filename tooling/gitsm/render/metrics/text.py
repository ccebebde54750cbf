"""Figures from history for people at a terminal."""

from gitsm.improvement.metrics import Metrics
from gitsm.render.metrics.words import day, rows
from gitsm.render.terminal import paint, printable, width


def metrics(found: Metrics) -> str:
    """Write the figures, what failed, and what to read again."""
    lines = [paint(day(found), "strong")]
    for name, figures in rows(found):
        lines += ["", paint(name.upper(), "strong")]
        lines += [f"  {what:<42}  {figure:>10}  {paint(many, 'dim')}" for what, figure, many in figures]
    if found.failed:
        lines += ["", paint("FAILED", "error"), *(f"  {printable(ref)}" for ref in found.failed)]
    if found.stale:
        wide = max(map(width, found.stale))
        lines += ["", paint("READ AGAIN", "strong")]
        for ref, cis in found.stale.items():
            gap = " " * (wide - width(ref))
            lines.append(f"  {printable(ref)}{gap}  {paint(printable(', '.join(cis)) + ' was altered since', 'dim')}")
    return "\n".join(lines) + "\n"

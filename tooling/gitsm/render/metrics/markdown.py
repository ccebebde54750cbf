"""Figures from history for a page or a comment."""

from gitsm.improvement.metrics import Metrics
from gitsm.render.escape import markdown
from gitsm.render.metrics.words import day, rows


def metrics(found: Metrics) -> str:
    """Write one table for what each figure is about, what failed, and what to read again."""
    lines = [f"### {day(found)}"]
    for name, figures in rows(found):
        lines += ["", f"| {name} | | |", "| --- | --- | --- |"]
        lines += [f"| {what} | {figure} | {many} |" for what, figure, many in figures]
    if found.failed:
        lines += ["", "Failed: " + ", ".join(map(markdown, found.failed)) + "."]
    if found.stale:
        lines += ["", "Read again:", ""]
        lines += [f"- {markdown(ref)}: {', '.join(map(markdown, cis))} altered" for ref, cis in found.stale.items()]
    return "\n".join(lines) + "\n"

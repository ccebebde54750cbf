"""Health for a page or a comment."""

from collections.abc import Iterator
from typing import Final

from gitsm.improvement.health import FLAWS
from gitsm.render.escape import markdown
from gitsm.render.health import Examined
from gitsm.render.health.words import HINTS, said, share

_MOST_FLAWS: Final = 200


def health(examined: Examined) -> str:
    """Write tables: the figures, the groups, and what fails."""
    found = examined.health
    whole = found.whole
    lines = [f"### CMDB health: {said(whole)} ({whole.color})", ""]
    lines += [
        f"{whole.evaluated} CIs, as of {found.as_of}.",
        "",
        "| figure | share | well | of |",
        "| --- | --- | --- | --- |",
    ]
    for figure, flaws in FLAWS.items():
        lines.append(f"| **{figure}** | {share(whole.figure(figure))} | | |")
        metrics = (whole.metrics[flaw] for flaw in flaws)
        lines += [
            f"| {HINTS[one.name]} | {share(one.value, one)} | {one.evaluated - one.failing} | {one.evaluated} |"
            for one in metrics
        ]
    one = found.relationships
    lines.append(f"| **relationships** | {share(one.value, one)} | {one.evaluated - one.failing} | {one.evaluated} |")
    lines += ["", f"| {examined.by} | health | CIs |", "| --- | --- | --- |"]
    lines += [f"| {markdown(one.name)} | {said(one)} ({one.color}) | {one.evaluated} |" for one in examined.groups]
    return "\n".join([*lines, *_flaws(examined)]) + "\n"


def _flaws(examined: Examined) -> Iterator[str]:
    failing = examined.health.failing
    if not failing:
        return
    shown = failing if examined.failing else failing[:_MOST_FLAWS]
    yield ""
    yield f"<details><summary>{len(failing)} to mend</summary>"
    yield ""
    yield "| CI | what | why |"
    yield "| --- | --- | --- |"
    yield from (f"| {markdown(one.ref)} | {one.flaw} | {markdown(one.why)} |" for one in shown)
    if len(shown) < len(failing):
        yield f"| {len(failing) - len(shown)} more | | |"
    yield ""
    yield "</details>"

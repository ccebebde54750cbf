"""Impact for a pull request: a table, folded details, and a picture."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from gitsm.change.impact import Impact
from gitsm.change.reach import Affected
from gitsm.change.simulation import Simulation
from gitsm.graph.propagation import Level
from gitsm.render.escape import markdown, mermaid
from gitsm.render.impact import Costs, Judgement
from gitsm.render.impact.words import SAID, counted, share
from gitsm.service_level.words import minutes

if TYPE_CHECKING:
    from gitsm.change.promises import Promise

_MOST_POINTS = 5
_MOST_NODES = 40
_MOST_ROWS = 100


def impact(judgement: Judgement) -> str:
    """Write an impact as a comment."""
    found = judgement.impact
    promises = list(_promises(judgement.promises))
    if not found.sources:
        return (
            "\n".join(["### Impact", "", "Nothing that runs is touched.", *(["", *promises] if promises else [])])
            + "\n"
        )
    many = counted(found.affected) or "nothing else"
    lines = ["### Impact", "", f"{len(found.sources)} touched; at stake: **{many}**.", ""]
    lines += [*_table(found.affected), *_facts(found), *promises, *_articles(found)]
    lines += _picture(found.sources, found.affected)
    if found.owners:
        lines += ["", "Ask " + ", ".join(markdown(ref) for ref in found.owners) + "."]
    return "\n".join(lines) + "\n"


def simulation(found: Simulation, costs: Costs = None) -> str:
    """Write a simulation, and what it would cost."""
    many = counted(found.affected) or "nothing else"
    lines = ["### Simulation", "", f"If {len(found.sources)} fail: **{many}**.", ""]
    lines += [*_table(found.affected), *_costs(costs), *_picture(found.sources, found.affected)]
    return "\n".join(lines) + "\n"


def _costs(costs: Costs) -> Iterator[str]:
    if costs:
        yield ""
        yield "| agreement | with | promise | service time | left | verdict |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for one in costs:
            said = f"{minutes(one.service_time)} | {minutes(one.left)} | {one.verdict}"
            yield f"| {markdown(one.agreement)} | {markdown(one.partner)} | {one.metric} | {said} |"


def _table(affected: tuple[Affected, ...]) -> Iterator[str]:
    main = [one for one in affected if one.kind != "ci"]
    if main:
        yield from _rows(main)
    rest = [one for one in affected if one.kind == "ci"]
    if rest:
        yield ""
        yield f"<details><summary>{counted(rest)}</summary>"
        yield ""
        yield from _rows(rest)
        yield ""
        yield "</details>"


def _rows(affected: list[Affected]) -> Iterator[str]:
    yield "| hit | level | why | owner |"
    yield "| --- | --- | --- | --- |"
    for one in affected[:_MOST_ROWS]:
        owner = markdown(one.owner) if one.owner else ""
        way = " → ".join(markdown(ref.partition(":")[2]) for ref in one.hit.path[-4:])
        yield f"| {markdown(one.ref)} | {SAID[one.level]} | {one.hit.reason}: {way} | {owner} |"
    if len(affected) > _MOST_ROWS:
        yield f"| {len(affected) - _MOST_ROWS} more | | | |"


def _facts(found: Impact) -> Iterator[str]:
    lost = [one for one in found.redundancy if one.single_points or (one.after or 0) < (one.before or 0)]
    for points, each in groupby(sorted(lost, key=lambda one: one.single_points), lambda one: one.single_points):
        shown = ", ".join(markdown(ref) for ref in points[:_MOST_POINTS])
        more = f" and {len(points) - _MOST_POINTS} more" if len(points) > _MOST_POINTS else ""
        yield ""
        yield f"- **redundancy lost**: {', '.join(markdown(one.ref) for one in each)}" + (
            f"; now down with any one of {shown}{more}" if points else ""
        )
    for fact in found.derived:
        yield f"- availability of {markdown(fact.ref)}: {share(fact.before)} → {share(fact.after)}"
    for promise in found.agreements:
        if promise.verdict != "backed":
            said = "cannot be computed" if promise.after is None else f"stands on {share(promise.after)}"
            yield f"- **promise not backed**: {markdown(promise.ref)} promises {share(promise.promised)}, {said}"


def _promises(promises: "tuple[Promise, ...]") -> Iterator[str]:
    for one in promises:
        target = f", {one.target}" if one.target else ""
        remedy = f"; {markdown(one.short.remedy)}" if one.verdict == "broken" else ""
        yield f"- **promise {one.verdict}**: {markdown(one.ref)}{target}: {markdown(one.short.why)}{remedy}"


def _articles(found: Impact) -> Iterator[str]:
    for ref in found.articles:
        yield f"- read again: {markdown(ref)}"


def _picture(sources: tuple[str, ...], affected: tuple[Affected, ...]) -> Iterator[str]:
    """Draw the witness ways as a Mermaid graph; ids are numbers, so that no name can be an order."""
    shown = affected[:_MOST_NODES]
    refs = list(dict.fromkeys([*sources[:_MOST_NODES], *(ref for one in shown for ref in one.hit.path)]))
    number = {ref: index for index, ref in enumerate(refs)}
    level = {one.ref: one.level for one in affected}
    yield ""
    yield "```mermaid"
    yield "graph LR"
    for ref, index in number.items():
        style = "source" if ref in sources else SAID.get(level.get(ref, Level.AT_RISK), "at risk").replace(" ", "_")
        yield f'  n{index}["{mermaid(ref.partition(":")[2])}"]:::{style}'
    steps = {step for one in shown for step in zip(one.hit.path, one.hit.path[1:], strict=False)}
    for cause, effect in sorted(steps, key=lambda step: (number[step[0]], number[step[1]])):
        yield f"  n{number[cause]} --> n{number[effect]}"
    if len(affected) > len(shown):
        yield f'  more["{len(affected) - len(shown)} more"]'
    yield "  classDef source stroke-width:3px"
    yield "  classDef down fill:#c62828,color:#fff"
    yield "  classDef degraded fill:#ef8f00,color:#000"
    yield "  classDef at_risk fill:#fff3c4,color:#000"
    yield "```"

"""Impact for people at a terminal: what is hit, how badly, why, whom to ask."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from gitsm.change.impact import Impact
from gitsm.change.reach import Affected
from gitsm.change.simulation import Simulation
from gitsm.graph.propagation import Level
from gitsm.render.impact import Costs, Judgement
from gitsm.render.impact.words import SAID, counted, minutes, share
from gitsm.render.terminal import Style, paint, printable, width
from gitsm.service_level.words import minutes as _minutes

if TYPE_CHECKING:
    from gitsm.change.promises import Promise

_STYLE: dict[Level, Style] = {Level.DOWN: "error", Level.DEGRADED: "warning", Level.AT_RISK: "note"}
_MOST_CIS = 12
_TURNED: tuple[tuple[str, str, Style], ...] = (
    ("broken", "PROMISES BROKEN", "error"),
    ("mended", "PROMISES MENDED", "good"),
)


def impact(judgement: Judgement) -> str:
    """Write an impact, worst first."""
    found = judgement.impact
    lines = [*_headline(found), *_levels(found.affected), *_facts(found), *_promises(judgement.promises)]
    return "\n".join([*lines, *_articles(found), *_people(found.owners, found.customers)]) + "\n"


def _promises(promises: "tuple[Promise, ...]") -> Iterator[str]:
    """Say what stands in a promise's way now, and what does no more."""
    for verdict, title, style in _TURNED:
        turned = [one for one in promises if one.verdict == verdict]
        if turned:
            yield ""
            yield paint(title, style)
        # One supplier that ends early is in the way of many promises: said once.
        ways = {(one.short.why, one.short.remedy): None for one in turned}
        for why, remedy in ways:
            yield from (
                f"  {printable(one.ref)}{f'  {one.target}' if one.target else ''}"
                for one in turned
                if (one.short.why, one.short.remedy) == (why, remedy)
            )
            yield paint(f"      {printable(why)}", "dim")
            if verdict == "broken":
                yield paint(f"      {printable(remedy)}", "dim")


def _articles(found: Impact) -> Iterator[str]:
    if found.articles:
        yield ""
        yield paint("READ AGAIN", "strong")
        yield from (f"  {printable(ref)}" for ref in found.articles)


def simulation(found: Simulation, costs: Costs = None) -> str:
    """Write a simulation, worst first, and what it would cost."""
    word = SAID[found.level]
    many = counted(found.affected) or "nothing else"
    lines = [
        paint(f"If {_listed(found.sources)} {'is' if len(found.sources) == 1 else 'are'} {word}: {many}.", "strong")
    ]
    lines += [*_levels(found.affected), *_costs(costs), *_people(found.owners, found.customers)]
    return "\n".join(lines) + "\n"


def _costs(costs: Costs) -> Iterator[str]:
    if costs is None:
        return
    yield ""
    yield paint("COST", "strong")
    if not costs:
        yield "  no promise is about what would be down"
    wide = max((width(one.agreement) for one in costs), default=0)
    for one in costs:
        style: Style = "good" if one.verdict == "kept" else "error"
        what = "of the budget left" if one.metric == "availability" else f"of the {one.metric} time left"
        gap = " " * (wide - width(one.agreement))
        yield (
            f"  {printable(one.agreement)}{gap}  {paint(one.verdict, style)}  {_minutes(one.service_time)} of service "
            f"time; {_minutes(one.left)} {what}  {paint(printable(one.partner), 'dim')}"
        )


def _headline(found: Impact) -> Iterator[str]:
    if not found.sources:
        yield paint("Nothing that runs is touched.", "strong")
    elif not found.affected:
        yield paint(f"{_listed(found.sources)}: nothing hangs on it.", "strong")
    else:
        yield paint(f"Touching {_listed(found.sources)} puts {counted(found.affected)} at stake.", "strong")


def _listed(refs: tuple[str, ...]) -> str:
    shown = [printable(ref) for ref in refs[:3]]
    more = len(refs) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _levels(affected: tuple[Affected, ...]) -> Iterator[str]:
    for level in (Level.DOWN, Level.DEGRADED, Level.AT_RISK):
        hit = [one for one in affected if one.level is level]
        if not hit:
            continue
        yield ""
        yield paint(SAID[level].upper(), _STYLE[level])
        for kind in ("service", "service_offering", "ci"):
            of_kind = [one for one in hit if one.kind == kind]
            yield from _rows(of_kind if kind != "ci" else of_kind[:_MOST_CIS])
            if kind == "ci" and len(of_kind) > _MOST_CIS:
                yield f"  … and {len(of_kind) - _MOST_CIS} more CIs; --format json lists them all"


def _rows(hit: list[Affected]) -> Iterator[str]:
    wide = max((width(one.ref) for one in hit), default=0)
    for one in hit:
        owner = f"  {paint(printable(one.owner), 'dim')}" if one.owner else ""
        yield f"  {printable(one.ref)}{' ' * (wide - width(one.ref))}{owner}"
        yield paint(f"      {one.hit.reason}: {_way(one)}", "dim")


def _way(one: Affected) -> str:
    names = [printable(ref.partition(":")[2]) for ref in one.hit.path]
    if len(names) > 5:  # noqa: PLR2004  # a line's worth
        names = [*names[:2], "…", *names[-2:]]
    return " → ".join(names)


def _facts(found: Impact) -> Iterator[str]:
    lost = [one for one in found.redundancy if one.single_points or (one.after or 0) < (one.before or 0)]
    if lost:
        yield ""
        yield paint("REDUNDANCY LOST", "error")
        # Whatever stands on what lost its spare fails with the same things: said once.
        for points, each in groupby(sorted(lost, key=lambda one: one.single_points), lambda one: one.single_points):
            for one in each:
                was = "" if one.before is None else f"  {_spare(one.before)} → {_spare(one.after or 0)}"
                yield f"  {printable(one.ref)}{was}"
            if points:
                yield paint(f"      now down with any one of {_listed(points)}", "dim")
    if found.derived:
        yield ""
        yield paint("AVAILABILITY, COMPUTED", "strong")
        wide = max(width(one.ref) for one in found.derived)
        for fact in found.derived:
            gap = " " * (wide - width(fact.ref))
            yield f"  {printable(fact.ref)}{gap}  {share(fact.before)} → {share(fact.after)}  {minutes(fact.after)}"
    broken = [one for one in found.agreements if one.verdict != "backed"]
    if broken:
        yield ""
        yield paint("PROMISES NOT BACKED", "error")
        for promise in broken:
            said = "cannot be computed" if promise.after is None else f"stands on {share(promise.after)}"
            yield f"  {printable(promise.ref)}  promises {share(promise.promised)}, {said}"


def _spare(count: int) -> str:
    return "none may fail" if count < 1 else f"{count} may fail"


def _people(owners: Iterable[str], customers: Iterable[str]) -> Iterator[str]:
    asked = ", ".join(printable(ref.partition(":")[2]) for ref in owners)
    told = ", ".join(printable(ref.partition(":")[2]) for ref in customers)
    if asked:
        yield ""
        yield f"{paint('Ask', 'strong')}   {asked}"
    if told:
        yield f"{paint('Tell', 'strong')}  {told}"

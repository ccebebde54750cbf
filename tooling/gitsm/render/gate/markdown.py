"""A verdict for a pull request: a comment that no forge cuts off."""

from collections.abc import Iterator
from dataclasses import dataclass

from gitsm.change.open_changes import Contention
from gitsm.change.verdict import Verdict
from gitsm.render.conflicts import markdown as conflicts
from gitsm.render.escape import markdown
from gitsm.render.gate.words import about, asked, counted, demands, headline, moment, obstacles, title, who
from gitsm.render.impact.words import counted as stake

MOST = 65_000
"""Characters of a comment; GitHub takes 65,536."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the comment that is shown whole, or told in one line."""

    name: str
    lines: tuple[str, ...]
    told: str

    @property
    def text(self) -> str:
        """The part as it is shown."""
        return "\n".join(("", f"<details><summary>{self.name}</summary>", "", *self.lines, "", "</details>"))


def verdict(found: Verdict) -> str:
    """Write a verdict as a comment; sections that do not fit are told in one line each, the longest first."""
    head = "\n".join(_head(found))
    sections = [one for one in _sections(found) if one.lines]
    folded: set[str] = set()
    while _length(head, sections, folded) > MOST and len(folded) < len(sections):
        longest = max((one for one in sections if one.name not in folded), key=lambda one: len(one.text))
        folded.add(longest.name)
    shown = [f"\n{one.told}" if one.name in folded else one.text for one in sections]
    return "\n".join((head, *shown)) + "\n"


def _length(head: str, sections: list[Section], folded: set[str]) -> int:
    return len(head) + sum(len(one.told if one.name in folded else one.text) + 2 for one in sections)


def _head(found: Verdict) -> Iterator[str]:
    yield f"### {'✅' if found.allowed else '⛔'} {headline(found)}"
    yield ""
    name = title(found)
    if name is not None:
        yield f"{markdown(name)}"
        yield ""
    yield f"**Next**: {markdown(who(found.next.who))}: {_brief(found.next.what)}"
    told = obstacles(found)
    for one in told[:_MOST]:
        yield f"1. {_brief(one.message)}" if one is not told[0] else f"\n1. {_brief(one.message)}"
    if len(told) > _MOST:
        yield f"1. and {len(told) - _MOST} more"
    yield ""
    yield "| risk | reach | plan | state |"
    yield "| --- | --- | --- | --- |"
    state = found.state.name if found.state is not None else "no change record needed" if found.allowed else ""
    yield (
        f"| **{found.risk.band}** ({found.risk.upper}) | {stake(found.impact.affected) or 'nothing else'} "
        f"| {counted(found.plan) or 'nothing'} `{found.plan_hash[:12]}` | {state} |"
    )


_MOST = 20
_LONGEST = 1500


def _brief(text: str) -> str:
    return markdown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _sections(found: Verdict) -> Iterator[Section]:
    missing = len(found.agreement.missing)
    yield Section(
        f"Approvals: {missing or 'none'} missing", tuple(_approvals(found)), "Approvals: gitsm gate lists them."
    )
    yield Section("What stands in the way, and the remedy", tuple(_blockers(found)), "Remedies: gitsm gate lists them.")
    yield Section(f"Risk: {found.risk.band}", tuple(_risk(found)), "Risk: gitsm gate shows each factor.")
    yield Section(
        f"Reach: {stake(found.impact.affected) or 'nothing else'}",
        tuple(_impact(found)),
        "Reach: gitsm impact shows it.",
    )
    yield Section(
        f"Times and other changes: {len(found.conflicts) or 'nothing'} in conflict",
        tuple(_times(found)),
        "Times: gitsm gate shows them.",
    )
    if found.rivals is not None:
        yield Section(
            f"Other open changes: {found.rivals.count}, it meets {len(found.rivals.met)}",
            tuple(_rivals(found.rivals)),
            "Open changes: gitsm change conflicts shows them.",
        )
    yield Section(f"Findings: {len(found.findings)}", tuple(_findings(found)), "Findings: gitsm check lists them.")
    yield Section(f"Plan: {counted(found.plan)}", tuple(_plan(found)), "Plan: gitsm diff shows it.")
    yield Section("Notes", tuple(f"- {markdown(note)}" for note in found.notes), "Notes: gitsm gate lists them.")


def _approvals(found: Verdict) -> Iterator[str]:
    if found.agreement.met:
        yield "| | from | for | agreed |"
        yield "| --- | --- | --- | --- |"
    for one, *more in demands(found):
        mark = "missing" if one.missing else "given"
        many = f"{one.requirement.count} of " if one.requirement.count > 1 else ""
        what = "<br>".join(f"{markdown(each.requirement.why)}: {markdown(about(each))}" for each in (one, *more))
        yield f"| {mark} | {many}{markdown(asked(one))} | {what} | {', '.join(markdown(by) for by in one.by)} |"


def _blockers(found: Verdict) -> Iterator[str]:
    for one in obstacles(found):
        remedy, *rest = one.remedy.split("\n")
        yield f"1. {markdown(one.message)}"
        yield f"   {markdown(who(one.who))}: {markdown(remedy)}"
        yield from (f"   {markdown(line)}  " for line in rest if line)


def _risk(found: Verdict) -> Iterator[str]:
    yield f"Decided by: {markdown(found.risk.decided)}"
    yield ""
    yield "| points | factor | why |"
    yield "| --- | --- | --- |"
    for one in found.risk.factors:
        points = str(one.points) if one.points == one.most else f"{one.points} to {one.most}"
        yield f"| {points} | {one.name} | {markdown(one.why)} |"


def _impact(found: Verdict) -> Iterator[str]:
    if found.impact.affected:
        yield "| hit | level | owner |"
        yield "| --- | --- | --- |"
    for one in found.impact.affected:
        yield f"| {markdown(one.ref)} | {one.level.word.replace('_', ' ')} | {markdown(one.owner or '')} |"


def _times(found: Verdict) -> Iterator[str]:
    if found.record is not None:
        planned = found.record.planned
        yield f"Planned for {markdown(moment(planned.start))} to {markdown(moment(planned.end))}."
        yield ""
    yield from conflicts.conflicts(found.conflicts)
    if found.windows:
        yield ""
        yield from conflicts.windows(found.windows)


def _rivals(found: Contention) -> Iterator[str]:
    yield "Changes of different lanes may go in parallel."
    yield ""
    yield from conflicts.lanes(found)
    yield from (f"\n{said}" for said in conflicts.notes(found))


def _findings(found: Verdict) -> Iterator[str]:
    for one in found.findings:
        where = f"{one.place.path}:{one.place.line}" if one.place else one.spot.path
        yield f"- {one.severity.word} {markdown(where)}: {markdown(one.message)}"


def _plan(found: Verdict) -> Iterator[str]:
    if found.plan:
        yield "| part | before | after |"
        yield "| --- | --- | --- |"
    for piece in found.plan:
        before, after = ("" if value is None else _brief(str(value)) for value in (piece.before, piece.after))
        yield f"| {markdown(piece.name)} | {before} | {after} |"

"""A verdict as a comment: the answer and the next action first, whole sections after it as far as there is room."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gitsm.forge.results import Conflict, Gate, Reach, Required, Result
from gitsm.render.escape import markdown
from gitsm.render.impact import Judgement
from gitsm.render.impact.markdown import impact
from gitsm.render.impact.words import counted
from gitsm.render.terminal import printable

MOST_COMMENT: Final = 65_000
"""GitHub takes 65,536 characters, counted as UTF-16 does."""
MOST_SUMMARY: Final = 65_000
"""Of a check: 65,535."""
MOST_JOB_SUMMARY: Final = 1_000_000
"""Of a job's summary: 1 MiB, in bytes."""
_MARKER: Final = re.compile(r"\A<!-- gitsm:verdict key=([A-Za-z0-9._/-]{1,200}) -->")
_MOST_ROWS: Final = 60
_MOST_BLOCKERS: Final = 20
_MOST_NOTES: Final = 5
_LONGEST: Final = 400
_SHORT: Final = 200
"""An escaped character has ten at most, so that the answer alone stays within 55,000."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part that is shown whole, or told in one line.

    Attributes:
        name: its heading.
        lines: what it says, in Markdown.
        open: whether it is unfolded.
    """

    name: str
    lines: tuple[str, ...]
    open: bool = False

    @property
    def text(self) -> str:
        """The part as it is shown."""
        state = " open" if self.open else ""
        return "\n".join(("", f"<details{state}><summary>{self.name}</summary>", "", *self.lines, "", "</details>", ""))


def marker(key: str) -> str:
    """Write what tells our comment from others: hidden, and its first line.

    Args:
        key: which catalogue of the repository it is about: its folder.
    """
    plain = re.sub(r"[^A-Za-z0-9._/-]", "-", key)[:200] or "."
    return f"<!-- gitsm:verdict key={plain} -->"


def is_ours(body: str, key: str) -> bool:
    """Tell whether a comment begins with our mark; who wrote it has to be looked at as well."""
    found = _MARKER.match(body)
    return found is not None and found[0] == marker(key)


def comment(result: Result, more: str = "", most: int = MOST_COMMENT) -> str:
    """Write a verdict.

    Args:
        result: what was judged.
        more: where everything can be read, an https address; empty for nowhere.
        most: how much room there is, in UTF-16 units.
    """
    head = "\n".join((*_answer(result), ""))
    foot = "\n".join(_foot(result, more))
    sections = [one for one in _sections(result) if one.lines]
    room = most - _size(head) - _size(foot) - sum(_size(_told(one)) for one in sections)
    shown = []
    for one in sections:
        # The sections come in the order of their weight: what does not fit is told, and what is shorter may still fit.
        extra = _size(one.text) - _size(_told(one))
        shown.append(one.text if extra <= room else _told(one))
        room -= extra if extra <= room else 0
    return f"{head}{''.join(shown)}{foot}"


def headline(result: Result) -> str:
    """Say in one line what came of it."""
    if result.gate is None:
        return "Cannot be judged"
    if result.allowed:
        return "Allowed"
    count = len(result.gate.blockers)
    if count == 0:
        return "Refused: the job that judged it did not end as it should"
    return f"Refused: {count} {'thing stands' if count == 1 else 'things stand'} in the way"


def _told(section: Section) -> str:
    return f"\n{section.name}: no room to show it here.\n"


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(text: str, longest: int = _LONGEST) -> str:
    shown = printable(text, "\n")
    return markdown(shown if len(shown) <= longest else f"{shown[:longest]}…")


def _answer(result: Result) -> Iterator[str]:
    gate = result.gate
    yield f"### {'✅' if result.allowed else '⛔'} {headline(result)}"
    yield ""
    if gate is None:
        yield f"The gate left no verdict, which is no yes; its status is {result.about.status}. The log says why."
        return
    yield f"**Next**: {_plain(_bare(gate.next.who))}: {_plain(gate.next.what)}"
    yield ""
    for one in gate.blockers[:_MOST_BLOCKERS]:
        yield f"1. {_plain(one.message, _SHORT)}"
    if len(gate.blockers) > _MOST_BLOCKERS:
        yield f"1. and {len(gate.blockers) - _MOST_BLOCKERS} more"
    reach = counted(result.reach.impact().affected) if result.reach else ""
    change = _plain(gate.change.partition(":")[2]) if gate.change else "none"
    yield ""
    yield "| change | type | state | risk | at stake |"
    yield "| --- | --- | --- | --- | --- |"
    risk = f"**{gate.risk.band}** ({gate.risk.upper})"
    yield f"| {change} | {gate.type or ''} | {gate.state or ''} | {risk} | {reach or 'nothing else'} |"


def _foot(result: Result, more: str) -> Iterator[str]:
    yield ""
    for note in result.about.notes[:_MOST_NOTES]:
        yield f"Note: {_plain(note, _SHORT)}  "
    judged = f"`{result.about.head[:10]}` onto `{result.about.base[:10]}`"
    plan = f", plan `{result.gate.plan_hash[:12]}`" if result.gate else ""
    yield f"<sub>gitsm judged {judged}{plan}." + (f" [Everything]({more})." if more else "") + "</sub>"
    yield ""


def _sections(result: Result) -> Iterator[Section]:
    gate = result.gate
    if gate is not None:
        missing = [one for one in gate.approvals.required if len(one.satisfied_by) < one.count]
        yield Section(f"Approvals: {len(missing) or 'none'} missing", tuple(_approvals(gate)), open=bool(missing))
    if result.reach is not None:
        affected = result.reach.impact().affected
        yield Section(f"At stake: {counted(affected) or 'nothing else'}", tuple(_reach(result.reach)), bool(affected))
    if gate is not None:
        yield Section("What stands in the way, and the remedy", tuple(_remedies(gate)))
        standing = [one for one in gate.conflicts if one.acknowledged is None]
        yield Section(f"Conflicts: {len(standing) or 'none'}", tuple(_conflicts(gate)), open=bool(standing))
        yield Section(f"Risk: {gate.risk.band}", tuple(_risk(gate)))
    if result.found is not None:
        yield Section(f"Findings: {len(result.found.findings) or 'none'}", tuple(_findings(result)))
    if gate is not None:
        yield Section("Notes", tuple(f"- {_plain(note)}" for note in gate.notes[:_MOST_ROWS]))


def _approvals(gate: Gate) -> Iterator[str]:
    if gate.approvals.required:
        yield "| | from | for | agreed |"
        yield "| --- | --- | --- | --- |"
    for one in gate.approvals.required[:_MOST_ROWS]:
        mark = "missing" if len(one.satisfied_by) < one.count else "given"
        agreed = ", ".join(_plain(by) for by in one.satisfied_by[:_MOST_ROWS])
        yield f"| {mark} | {_asked(one)} | {_plain(one.why or one.rule)} | {agreed} |"
    yield from _more(len(gate.approvals.required), "| {} more | | | |")
    for ignored in gate.approvals.ignored[:_MOST_ROWS]:
        yield f"\nThe approval of {_plain(ignored.by)} does not count: {_plain(ignored.why)}."


def _asked(one: Required) -> str:
    many = f"{one.count} of " if one.count > 1 else ""
    return many + ", ".join(_plain(_bare(name)) for name in one.from_[:_MOST_ROWS])


def _bare(who: str) -> str:
    return ", ".join(name.removeprefix("team:") for name in who.split(", "))


def _reach(reach: Reach) -> Iterator[str]:
    text = impact(Judgement("", "", reach.impact()))
    yield from text.removeprefix("### Impact\n").strip("\n").split("\n")


def _remedies(gate: Gate) -> Iterator[str]:
    for one in gate.blockers[:_MOST_ROWS]:
        yield f"1. {_plain(one.message)}  "
        yield f"   {_plain(_bare(one.who))}: {_plain(one.remedy)}"
    yield from _more(len(gate.blockers), "1. and {} more")


def _conflicts(gate: Gate) -> Iterator[str]:
    for one in gate.conflicts[:_MOST_ROWS]:
        yield f"- {one.severity}: {_plain(one.why)} ({_settled(one)})"
    yield from _more(len(gate.conflicts), "- {} more")
    for window in gate.windows[:_MOST_ROWS]:
        name = _plain(window.ref.partition(":")[2])
        yield f"- {window.type} window {name}: {window.verdict}, {_plain(window.reason)}"
    yield from _more(len(gate.windows), "- {} more windows")
    yield from _rivals(gate)


def _rivals(gate: Gate) -> Iterator[str]:
    others = gate.open_changes
    if others is not None and others.met:
        yield f"- of {others.count} other open changes it has to do with {_listed(others.met)}"
    elif others is not None:
        yield f"- it has nothing to do with the {others.count} other open changes: they may go in parallel"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_ROWS} more" if len(names) > _MOST_ROWS else ""
    return ", ".join(_plain(name) for name in names[:_MOST_ROWS]) + more


def _settled(one: Conflict) -> str:
    return f"accepted by {_plain(one.acknowledged)}" if one.acknowledged is not None else _plain(one.remedy)


def _risk(gate: Gate) -> Iterator[str]:
    yield "| points | why |"
    yield "| --- | --- |"
    for one in gate.risk.factors[:_MOST_ROWS]:
        points = f"{one.points} to {one.most}" if one.most > one.points else f"{one.points}"
        yield f"| {points} | {_plain(one.why)} |"


def _findings(result: Result) -> Iterator[str]:
    found = result.found.findings if result.found else []
    in_order = sorted(found, key=lambda one: ("error", "warning", "note").index(one.severity))
    for one in in_order[:_MOST_ROWS]:
        yield f"- {one.severity} {_plain(f'{one.path}:{one.line}')}: {_plain(one.message)}"
    yield from _more(len(found), "- {} more")


def _more(count: int, text: str) -> Iterator[str]:
    if count > _MOST_ROWS:
        yield text.format(count - _MOST_ROWS)

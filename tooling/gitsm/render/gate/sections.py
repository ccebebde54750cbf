"""The parts of a verdict for a pull request, in the order of their weight; each is shown whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gitsm.change.open_changes import Contention
from gitsm.change.verdict import Blocker
from gitsm.exchange.verdicts import Gate, worst_first
from gitsm.render.conflicts import markdown as conflicts
from gitsm.render.escape import markdown
from gitsm.render.gate.told import Told
from gitsm.render.gate.words import counted, gathered, listed, moment, obstacles, who
from gitsm.render.impact import Judgement
from gitsm.render.impact.markdown import impact
from gitsm.render.impact.words import counted as stake
from gitsm.render.terminal import printable

MOST_ROWS: Final = 60
_MOST_LINES: Final = 30
_LONGEST: Final = 400
_SHORT: Final = 200
"""An escaped character has ten at most, so that the answer alone stays within 60,000."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part that is shown whole, or told in one line.

    Attributes:
        name: its heading.
        where: the command that shows it.
        lines: what it says, in Markdown.
        open: whether it is unfolded.
    """

    name: str
    where: str
    lines: tuple[str, ...]
    open: bool = False

    @property
    def text(self) -> str:
        """The part as it is shown."""
        state = " open" if self.open else ""
        return "\n".join(("", f"<details{state}><summary>{self.name}</summary>", "", *self.lines, "", "</details>", ""))


def plain(text: str, longest: int = _LONGEST) -> str:
    """Write a stranger's text as it reads, cut where it is too long."""
    shown = printable(text[: longest + 1], "\n")
    return markdown(shown if len(shown) <= longest else f"{shown[:longest]}…")


def brief(text: str) -> str:
    """Write a stranger's text as it reads, cut to a line or two."""
    return plain(text, _SHORT)


def sections(said: Told) -> Iterator[Section]:
    """Write every part; one that has no lines has nothing to say."""
    gate = said.gate
    if gate is not None:
        missing = sum(1 for one in gathered(said.demands) if one.missing)
        yield Section(f"Approvals: {missing or 'none'} missing", _GATE, tuple(_approvals(said, gate)), bool(missing))
    if said.impact is not None:
        affected, text = said.impact.affected, impact(Judgement(said.base, said.head, said.impact))
        lines = text.removeprefix("### Impact\n").strip("\n").split("\n")
        yield Section(f"At stake: {stake(affected) or 'nothing else'}", "gitsm impact", tuple(lines), bool(affected))
    if gate is not None:
        yield Section("What stands in the way, and the remedy", _GATE, tuple(_remedies(gate.blockers)))
        standing = sum(1 for one in gate.conflicts if one.acknowledged is None)
        name = f"When, and what stands against it: {standing or 'nothing'}"
        yield Section(name, _GATE, tuple(_times(gate)), bool(standing))
        if gate.rivals is not None:
            name = f"Other open changes: {gate.rivals.count}, it meets {len(gate.rivals.met)}"
            yield Section(name, "gitsm change conflicts", tuple(_rivals(gate.rivals)))
        yield Section(f"Risk: {gate.risk.band}", _GATE, tuple(_risk(gate)))
    yield Section(f"Findings: {len(said.findings) or 'none'}", "gitsm check", tuple(_findings(said)))
    if gate is not None:
        yield Section(f"Plan: {counted(gate.plan) or 'nothing'}", "gitsm diff", tuple(_plan(gate)))
        yield Section("Notes", _GATE, tuple(f"- {plain(note)}" for note in gate.notes[:MOST_ROWS]))


_GATE: Final = "gitsm gate"


def _approvals(said: Told, gate: Gate) -> Iterator[str]:
    demands = gathered(said.demands)
    if demands:
        yield "| | from | for | agreed |"
        yield "| --- | --- | --- | --- |"
    for one in demands[:MOST_ROWS]:
        mark = "**missing**" if one.missing else "given"
        what = "<br>".join(plain(f"{why}: {about}") for why, about in one.reasons[:_MOST_LINES])
        yield f"| {mark} | {plain(one.asked)} | {what} | {plain(listed(one.by)) if one.by else ''} |"
    yield from _more(len(demands), "| {} more | | | |")
    for ignored in gate.approvals.ignored[:MOST_ROWS]:
        yield f"\nThe approval of {plain(ignored.by)} does not count: {plain(ignored.why)}."


def _remedies(blockers: Iterable[Blocker]) -> Iterator[str]:
    told = obstacles(blockers)
    for one in told[:MOST_ROWS]:
        lines = one.remedy.strip().split("\n")[:_MOST_LINES]
        yield f"1. {plain(one.message)}  "
        yield f"   {plain(who(one.who))}: {'<br>'.join(plain(line) for line in lines)}"
    yield from _more(len(told), "1. and {} more")


def _times(gate: Gate) -> Iterator[str]:
    if gate.record is not None:
        planned = gate.record.planned
        yield f"Planned for {markdown(moment(planned.start))} to {markdown(moment(planned.end))}."
        yield ""
    yield from conflicts.conflicts(gate.conflicts)
    if gate.windows:
        yield ""
        yield from conflicts.windows(gate.windows)


def _rivals(found: Contention) -> Iterator[str]:
    if not found.met:
        yield "It has nothing to do with any of them: they may go in parallel."
    else:
        yield "Changes of different lanes may go in parallel."
        yield ""
        yield from conflicts.lanes(found)
    yield from (f"\n{said}" for said in conflicts.notes(found))


def _risk(gate: Gate) -> Iterator[str]:
    if gate.risk.decided_by:
        yield f"Decided by: {plain(gate.risk.decided_by)}"
        yield ""
    yield "| points | why |"
    yield "| --- | --- |"
    for one in gate.risk.factors[:MOST_ROWS]:
        points = f"{one.points} to {one.most}" if one.most > one.points else f"{one.points}"
        yield f"| {points} | {plain(one.why)} |"


def _findings(said: Told) -> Iterator[str]:
    for one in worst_first(said.findings)[:MOST_ROWS]:
        where = f"{one.path}:{one.line}" if one.line is not None else one.path
        yield f"- {one.severity} {plain(where)}: {plain(one.message)}"
    yield from _more(len(said.findings), "- {} more")


def _plan(gate: Gate) -> Iterator[str]:
    if gate.plan:
        yield "| part | before | after |"
        yield "| --- | --- | --- |"
    for piece in gate.plan[:MOST_ROWS]:
        before, after = ("" if value is None else brief(value) for value in (piece.before, piece.after))
        yield f"| {plain(piece.name)} | {before} | {after} |"
    yield from _more(len(gate.plan), "| {} more | | |")


def _more(count: int, text: str) -> Iterator[str]:
    if count > MOST_ROWS:
        yield text.format(count - MOST_ROWS)

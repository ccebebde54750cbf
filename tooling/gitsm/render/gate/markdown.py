"""A verdict for a pull request: the answer and the next action first, whole sections after it as far as there is room.

What is drawn may have been written by a stranger. Every text of it is escaped and cut here; what is not escaped was
held to a form when it was read (exchange/verdicts.py).
"""

from collections.abc import Iterator
from typing import Final

from gitsm.change.verdict import Verdict
from gitsm.exchange.verdicts import Gate
from gitsm.render.escape import markdown
from gitsm.render.gate.sections import Section, brief, plain, sections
from gitsm.render.gate.told import Told, told
from gitsm.render.gate.words import counted, obstacles, title, who
from gitsm.render.impact.words import counted as stake

MOST: Final = 65_000
"""GitHub takes 65,536 characters of a comment and 65,535 of a check, counted as UTF-16 does."""
_MOST_BLOCKERS: Final = 20
_MOST_NOTES: Final = 5


def verdict(found: Verdict) -> str:
    """Write a verdict."""
    return comment(told(found))


def comment(said: Told, more: str = "", most: int = MOST) -> str:
    """Write a verdict, so long that no forge cuts it off.

    Args:
        said: what was judged.
        more: where everything can be read, an https address; empty for nowhere.
        most: how much room there is, in UTF-16 units; the answer alone takes 60,000 at worst.
    """
    head = "\n".join((*_answer(said), ""))
    foot = "\n".join(_foot(said, more))
    parts = [one for one in sections(said) if one.lines]
    room = most - _size(head) - _size(foot) - sum(_size(_told(one)) for one in parts)
    shown = []
    for one in parts:
        # The sections come in the order of their weight: what does not fit is told, and what is shorter may still fit.
        extra = _size(one.text) - _size(_told(one))
        shown.append(one.text if extra <= room else _told(one))
        room -= extra if extra <= room else 0
    return f"{head}{''.join(shown)}{foot}"


def _told(section: Section) -> str:
    return f"\n{section.name}; no room for it here, {section.where} shows it.\n"


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _answer(said: Told) -> Iterator[str]:
    gate = said.gate
    yield f"### {'✅' if said.allowed else '⛔'} {said.headline}"
    yield ""
    if gate is None:
        yield f"The gate left no verdict, which is no yes; its status is {said.status}. The log says why."
        return
    if gate.record is not None:
        yield brief(title(gate.record.title, gate.record.type, gate.type, major=gate.record.major))
        yield ""
    yield f"**Next**: {brief(who(gate.next.who))}: {plain(gate.next.what)}"
    yield ""
    blockers = obstacles(gate.blockers)
    for one in blockers[:_MOST_BLOCKERS]:
        yield f"1. {brief(one.message)}"
    if len(blockers) > _MOST_BLOCKERS:
        yield f"1. and {len(blockers) - _MOST_BLOCKERS} more"
    yield ""
    yield from _figures(gate, said)


def _figures(gate: Gate, said: Told) -> Iterator[str]:
    change = markdown(gate.change.partition(":")[2]) if gate.change else "none"
    state = gate.state or ("no change record needed" if said.allowed else "")
    reach = (stake(said.impact.affected) or "nothing else") if said.impact else "not known"
    risk = f"**{gate.risk.band}** ({gate.risk.upper})"
    plan = f"{counted(gate.plan) or 'nothing'} `{gate.plan_hash[:12]}`"
    yield "| change | state | risk | at stake | plan |"
    yield "| --- | --- | --- | --- | --- |"
    yield f"| {change} | {state.replace('_', ' ')} | {risk} | {reach} | {plan} |"


def _foot(said: Told, more: str) -> Iterator[str]:
    yield ""
    for note in said.notes[:_MOST_NOTES]:
        yield f"Note: {brief(note)}  "
    everything = f" [Everything]({more})." if more else ""
    yield f"<sub>gitsm judged `{said.head[:10]}` onto `{said.base[:10]}`.{everything}</sub>"
    yield ""

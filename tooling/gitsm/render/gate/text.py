"""A verdict for people at a terminal: the answer, the one next action, then why."""

from collections.abc import Iterator

from gitsm.change.verdict import Blocker, Verdict
from gitsm.diagnostics import Severity
from gitsm.render.conflicts import text as conflicts
from gitsm.render.conflicts.text import THIS
from gitsm.render.gate.words import counted, demand, gathered, headline, listed, moment, obstacles, title, who
from gitsm.render.impact.words import counted as stake
from gitsm.render.terminal import Style, paint, printable, width

_BAND: dict[str, Style] = {"low": "good", "moderate": "warning", "high": "error"}
_MOST = 8


def verdict(found: Verdict) -> str:
    """Write a verdict."""
    return (
        "\n".join(
            (*_answer(found), *_blockers(found), *_approvals(found), *_facts(found), *_rivals(found), *_notes(found))
        )
        + "\n"
    )


def _answer(found: Verdict) -> Iterator[str]:
    yield paint(headline(found.blockers, altered=bool(found.plan)), "good" if found.allowed else "error")
    record = found.record
    if record is not None:
        name = title(record.title, record.type, found.type, major=record.major)
        yield f"{printable(name)}  {paint(printable(found.change or ''), 'dim')}"
    yield ""
    first, *rest = printable(found.next.what, "\n").rstrip("\n").split("\n")
    yield f"{paint('Next', 'strong')}  {printable(who(found.next.who))}: {first}"
    yield from (f"      {line}" for line in rest)


def _blockers(found: Verdict) -> Iterator[str]:
    told = obstacles(found.blockers)
    if told:
        yield ""
        yield paint("IN THE WAY", "error")
    for number, one in enumerate(told, 1):
        yield f"  {number}. {printable(one.message)}"
        after = told[number] if number < len(told) else None
        if number > 1 and (after is None or (after.who, after.remedy) != (one.who, one.remedy)):
            yield from _remedy(one)


def _remedy(one: Blocker) -> Iterator[str]:
    first, *rest = printable(one.remedy, "\n").rstrip("\n").split("\n")
    yield paint(f"     {printable(who(one.who))}: {first}", "dim")
    yield from (paint(f"       {line}", "dim") for line in rest)


def _approvals(found: Verdict) -> Iterator[str]:
    if not found.agreement.met:
        return
    yield ""
    yield paint("APPROVALS", "strong")
    wide = max(width(listed(one.requirement.people or one.requirement.teams)) for one in found.agreement.met)
    for one in gathered(map(demand, found.agreement.met)):
        name = printable(listed(one.names))
        mark = paint("missing", "warning") if one.missing else paint("given", "good") + "  "
        said = f"by {', '.join(one.by)}" if one.by else ""
        many = f"{one.count} of " if one.count > 1 else ""
        yield f"  {mark}  {many}{name}{' ' * max(0, wide - width(name))}  {printable(said)}".rstrip()
        for why, what in one.reasons:
            yield paint(f"           {printable(why)}: {printable(what)}", "dim")


def _facts(found: Verdict) -> Iterator[str]:
    if not found.plan:
        return
    yield ""
    risk = found.risk
    yield f"{paint('Risk', 'strong')}    {paint(risk.band, _BAND[risk.band])}, {printable(risk.decided)}"
    for one in risk.factors:
        if one.most:
            points = f"{one.points}" if one.points == one.most else f"{one.points} to {one.most}"
            yield paint(f"        {points:>8}  {printable(one.why)}", "dim")
    many = stake(found.impact.affected) or "nothing else"
    yield f"{paint('Reach', 'strong')}   {many}; gitsm impact shows all of it"
    yield f"{paint('Plan', 'strong')}    {counted(found.plan)}; {found.plan_hash}"
    if found.state is not None:
        hold = ", on hold" if found.state.on_hold else ""
        yield f"{paint('State', 'strong')}   {found.state.name}{hold}: {found.state.why}"
    if found.record is not None:
        planned = found.record.planned
        yield f"{paint('When', 'strong')}    {moment(planned.start)} to {moment(planned.end)}"
        for each in found.conflicts:
            if not each.stands:
                accepted = f", accepted by {each.acknowledged}" if each.acknowledged is not None else ""
                yield paint(f"        {each.severity}: {printable(each.why + accepted)}", "dim")


def _rivals(found: Verdict) -> Iterator[str]:
    """Show which other open changes it meets, and which may go in parallel."""
    if found.rivals is None:
        return
    yield ""
    met = len(found.rivals.met)
    head = paint("OTHER OPEN CHANGES", "strong")
    yield f"{head}  {found.rivals.count}, it meets {met}; those of different lanes may go in parallel"
    yield from conflicts.lanes(found.rivals, THIS)
    yield from (f"  {paint('note:', 'note')} {said}" for said in conflicts.notes(found.rivals))


def _notes(found: Verdict) -> Iterator[str]:
    warnings = [one for one in found.findings if one.severity is Severity.WARNING]
    if found.notes or warnings:
        yield ""
    for one in warnings[:_MOST]:
        where = f"{one.place.path}:{one.place.line}" if one.place else one.spot.path
        yield f"{paint('warning:', 'warning')} {printable(where)}: {printable(one.message)}"
    if len(warnings) > _MOST:
        yield f"{paint('warning:', 'warning')} {len(warnings) - _MOST} more; gitsm check lists all of them"
    for note in found.notes:
        yield f"{paint('note:', 'note')} {printable(note)}"

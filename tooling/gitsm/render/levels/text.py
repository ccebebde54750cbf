"""Service levels for people at a terminal: promised, backed, achieved, left."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gitsm.render.levels import words
from gitsm.render.terminal import Style, paint, printable, width
from gitsm.service_level.backing import Standing
from gitsm.service_level.chains import Link
from gitsm.service_level.reports import Line, Report
from gitsm.service_level.words import at_least, minutes, percent

_STYLE: Final[dict[str, Style]] = {
    "backed": "good",
    "not_backed": "error",
    "calendar_gap": "warning",
    "unknown": "note",
    "not_judged": "dim",
}
_HEAD: Final = ("AGREEMENT", "PROMISE", "PROMISED", "BACKED", "ACHIEVED", "LEFT", "VERDICT")
_MOST_MISSING: Final = 4


def report(found: Report) -> str:
    """Write one agreement in full, several as a table with what is wrong below."""
    if not found.lines:
        return f"No agreement has to do with {printable(found.subject or 'this tree')}.\n"
    if len(found.standings) == 1:
        lines = [*_agreement(found, found.standings[0])]
    else:
        lines = [*_table(found), *_troubles(found)]
    return "\n".join([*lines, *_freezes(found)]) + "\n"


def _agreement(found: Report, standing: Standing) -> Iterator[str]:
    agreement = standing.agreement
    other = agreement.supplier if agreement.is_underpinning else agreement.customer
    yield paint(printable(agreement.name or agreement.id), "strong")
    yield f"{printable(agreement.ref)}  {words.KINDS[agreement.type]} with {printable(other or '')}"
    for line in found.of(agreement.ref):
        yield ""
        yield from _target(line, found)
    for gap in standing.gaps:
        yield f"  {paint('gap', 'error')}        {printable(gap.why)}"
        yield paint(f"             {printable(gap.remedy)}", "hint")
    if standing.chain:
        yield ""
        yield paint("STANDS ON", "strong")
        yield from _chain(standing.chain, 1)


def _target(line: Line, found: Report) -> Iterator[str]:
    backing, achieved = line.backing, line.achieved
    kind = _STYLE[backing.verdict]
    head = f"{words.metric(backing)}  {words.promised(backing)}{words.share_of_cases(backing)}"
    yield f"{paint(head, 'strong')}  {words.period(achieved)}"
    if backing.judged:
        yield f"  backed     {words.figure(backing.backed)}  {paint(words.VERDICTS[backing.verdict], kind)}"
    weak = backing.weakest
    if weak is not None:
        yield paint(f"             weakest {printable(weak.ref)} {percent(weak.availability)}{_needed(line)}", "dim")
    if backing.missing:
        yield paint(f"             no figure from {_some(backing.missing)}", "dim")
    for short in backing.shortfalls:
        yield f"             {printable(short.why)}"
        yield paint(f"             {printable(short.remedy)}", "hint")
    yield f"  achieved   {words.reached(achieved)}  {_kept(line, found)}"
    yield from _used(line)
    for one in line.windows:
        if one.met is False:
            yield paint(f"             broken from {words.period(one)}: {words.reached(one)}", "error")
    for credit in line.credits:
        yield f"  credit     {words.credit(credit, line)}"


def _needed(line: Line) -> str:
    weak = line.backing.weakest
    assert weak is not None
    if weak.needed is None:
        return "; perfect, it would not be enough"
    word = "would have to be" if line.backing.verdict == "not_backed" else "may be as low as"
    return f"; {word} {at_least(weak.needed)}"


def _kept(line: Line, found: Report) -> str:
    said = words.kept(line, found.now)
    style: Style = "dim" if line.met is None else "good" if line.met else "error"
    return paint(said, style)


def _used(line: Line) -> Iterator[str]:
    budget = line.achieved.budget
    if budget is not None and not line.windows:
        rate = "" if not budget.burn_rate else f"; burns {budget.burn_rate:.2f} times as fast as it may"
        yield paint(f"             {minutes(budget.used)} of {minutes(budget.allowed)} used{rate}", "dim")
        if budget.exhausted_at:
            yield paint(
                f"             at this rate nothing is left on {budget.exhausted_at:%Y-%m-%d %H:%M} UTC", "warning"
            )
    if budget is not None:
        worst = line.achieved.kept[0]
        if worst.mtbf is not None and worst.mtrs is not None:
            counts = f"{len(worst.counted)} {'failure' if len(worst.counted) == 1 else 'failures'}"
            yield paint(
                f"             {counts}, up {minutes(worst.mtbf)} between, down {minutes(worst.mtrs)} each", "dim"
            )
    elif line.achieved.cases:
        worst_case = line.achieved.cases[0]
        noun = "outage" if line.backing.target.metric in {"rto", "rpo"} else "case"
        many = f"{len(line.achieved.cases)} {noun}{'' if len(line.achieved.cases) == 1 else 's'}"
        yield paint(f"             {many}, the worst {printable(worst_case.case.ref)}", "dim")


def _chain(links: Sequence[Link], depth: int) -> Iterator[str]:
    for link in links:
        yield f"{'  ' * depth}{printable(link.ref)}  {paint(printable(link.partner), 'dim')}"
        yield from _chain(link.below, depth + 1)


def _table(found: Report) -> Iterator[str]:
    rows = [
        (
            printable(line.agreement.id),
            words.metric(line.backing),
            words.promised(line.backing),
            words.figure(line.backing.backed) if line.backing.judged else "–",
            words.reached(line.achieved),
            words.left(line),
            words.verdict(line, found.now),
        )
        for line in found.lines
    ]
    wide = [max(width(cell) for cell in column) for column in zip(_HEAD, *rows, strict=True)]
    yield paint(_row(_HEAD, wide).rstrip(), "strong")
    for line, row in zip(found.lines, rows, strict=True):
        style: Style = "error" if line.met is False else _STYLE[line.backing.verdict]
        yield f"{_row(row[:-1], wide)}  {paint(row[-1], style)}"


def _row(cells: Iterable[str], wide: Sequence[int]) -> str:
    return "  ".join(cell + " " * (space - width(cell)) for cell, space in zip(cells, wide, strict=False))


def _troubles(found: Report) -> Iterator[str]:
    for standing in found.standings:
        for backing in standing.targets:
            for short in backing.shortfalls:
                yield from _trouble(standing.agreement.id, words.metric(backing), short.why, short.remedy)
            if backing.missing:
                yield ""
                yield f"{paint(printable(standing.agreement.id), 'strong')}  {words.metric(backing)}"
                yield f"  no figure from {_some(backing.missing)}"
        for gap in standing.gaps:
            yield from _trouble(standing.agreement.id, "", gap.why, gap.remedy)
    for line in found.lines:
        for credit in line.credits:
            yield ""
            yield f"{paint(printable(line.agreement.id), 'strong')}  owes {words.credit(credit, line)}"


def _trouble(name: str, what: str, why: str, remedy: str) -> Iterator[str]:
    yield ""
    yield f"{paint(printable(name), 'strong')}  {what}".rstrip()
    yield f"  {printable(why)}"
    yield paint(f"  {printable(remedy)}", "hint")


def _some(refs: Sequence[str]) -> str:
    more = len(refs) - _MOST_MISSING
    return ", ".join(map(printable, refs[:_MOST_MISSING])) + (f" and {more} more" if more > 0 else "")


def _freezes(found: Report) -> Iterator[str]:
    for freeze in found.freezes:
        yield ""
        word = "changes are refused" if freeze.severity == "hard" else "think twice before a change"
        yield f"{paint('FREEZE', 'warning')}  {printable(freeze.why)}: {word}"

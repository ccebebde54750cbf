"""Service levels as Markdown: a report for a meeting, or a page."""

from collections.abc import Iterator, Sequence

from gitsm.render.escape import markdown
from gitsm.render.levels import words
from gitsm.service_level.chains import Link
from gitsm.service_level.reports import Line, Report
from gitsm.service_level.words import minutes


def report(found: Report) -> str:
    """Write a report: each agreement with its targets, what falls short, and what happened."""
    about = f" of {markdown(found.subject)}" if found.subject else ""
    lines = [f"## Service levels{about}", ""]
    if not found.lines:
        return "\n".join([*lines, "No agreement has to do with it."]) + "\n"
    lines += [*_table(found)]
    for standing in found.standings:
        lines += [*_short(found, standing.agreement.ref), *_chain(standing.agreement.ref, standing.chain)]
    lines += [*_outages(found), *_credits(found), *_freezes(found)]
    return "\n".join(lines) + "\n"


def _table(found: Report) -> Iterator[str]:
    yield "| agreement | promise | promised | backed | achieved | period | left | verdict |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for line in found.lines:
        cells = (
            markdown(line.agreement.id),
            words.metric(line.backing),
            markdown(words.promised(line.backing)) if line.backing.promised is None else words.promised(line.backing),
            words.figure(line.backing.backed) if line.backing.judged else "–",
            words.reached(line.achieved),
            words.period(line.achieved),
            words.left(line),
            words.verdict(line, found.now),
        )
        yield f"| {' | '.join(cells)} |"


def _short(found: Report, agreement: str) -> Iterator[str]:
    for line in found.of(agreement):
        for short in line.backing.shortfalls:
            yield ""
            what = f"{markdown(agreement)} {words.metric(line.backing)}"
            yield f"- **{what}**: {markdown(short.why)}; {markdown(short.remedy)}"
        if line.backing.missing:
            named = ", ".join(markdown(ref) for ref in line.backing.missing)
            yield ""
            yield f"- {markdown(agreement)} {words.metric(line.backing)}: no figure from {named}"
    for standing in found.standings:
        if standing.agreement.ref == agreement:
            for gap in standing.gaps:
                yield ""
                yield f"- **{markdown(agreement)}**: {markdown(gap.why)}; {markdown(gap.remedy)}"


def _chain(agreement: str, links: Sequence[Link]) -> Iterator[str]:
    if links:
        yield ""
        yield f"{markdown(agreement)} stands on"
        yield ""
        yield from _links(links, 0)


def _links(links: Sequence[Link], depth: int) -> Iterator[str]:
    for link in links:
        yield f"{'    ' * depth}- {markdown(link.ref)} ({markdown(link.partner)})"
        yield from _links(link.below, depth + 1)


def _outages(found: Report) -> Iterator[str]:
    rows = [row for line in found.lines for row in _spells(line)]
    if rows:
        yield ""
        yield "| down | from (UTC) | for | counts | cause |"
        yield "| --- | --- | --- | --- | --- |"
        yield from dict.fromkeys(rows)


def _spells(line: Line) -> Iterator[str]:
    for kept in line.achieved.kept:
        for spell in kept.spells:
            counts = "yes" if spell in kept.counted else "planned" if spell.planned else "no"
            causes = ", ".join(markdown(ref) for ref in spell.causes)
            when = f"{spell.start:%Y-%m-%d %H:%M} | {minutes(spell.length)}"
            yield f"| {markdown(kept.unit)} | {when} | {counts} | {causes} |"


def _credits(found: Report) -> Iterator[str]:
    for line in found.lines:
        reached = {each.period: words.reached(each) for each in (line.achieved, *line.windows)}
        for credit in line.credits:
            yield ""
            kept = reached.get(credit.period)
            said = f" was kept to {kept}" if kept else ""
            yield f"- {markdown(line.agreement.ref)}{said}: {words.credit(credit, line)}"


def _freezes(found: Report) -> Iterator[str]:
    for freeze in found.freezes:
        yield ""
        word = "changes are refused" if freeze.severity == "hard" else "think twice before a change"
        yield f"> **Freeze**: {markdown(freeze.why)}: {word}."

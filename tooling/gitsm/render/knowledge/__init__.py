"""How good what is written down is, in each format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from gitsm.operations.knowledge import Assessed, Knowledge
from gitsm.render import escape
from gitsm.render.escape import markdown
from gitsm.render.terminal import paint, printable


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is known, on a day; `every` also shows articles that lack nothing."""

    found: Knowledge
    as_of: date
    history: bool
    every: bool

    @property
    def shown(self) -> tuple[Assessed, ...]:
        """The articles worth a line."""
        return tuple(one for one in self.found.articles if self.every or one.overdue or one.stale or one.alone)


def _said(one: Assessed) -> Iterator[str]:
    if one.overdue:
        yield f"its review was due on {one.overdue}"
    yield from (f"{ref} was altered on {day}, after its review" for ref, day in one.stale)
    if one.alone:
        yield f"{one.alone} wrote and reviewed it; a second person is needed"


def _text(shelf: Shelf) -> str:
    lines = []
    for one in shelf.shown:
        lines.append(f"{one.index:>3}  {paint(printable(one.title), 'strong')}  {paint(one.ref, 'dim')}")
        lines += [f"     {printable(said)}" for said in _said(one)]
        if shelf.every and one.lacks:
            lines.append(f"     lacks: {', '.join(one.lacks)}")
    lines += [f"gap  {paint(gap.ref, 'strong')}  {gap.why}" for gap in shelf.found.gaps]
    mean = "no article" if shelf.found.index is None else f"quality {shelf.found.index:g} of 100"
    lines.append(f"{len(shelf.found.articles)} articles in use, {mean}")
    return "".join(line + "\n" for line in lines)


def _json(shelf: Shelf) -> str:
    return escape.json(
        {
            "schema": "gitsm/knowledge/v1",
            "as_of": shelf.as_of.isoformat(),
            "history": shelf.history,
            "index": shelf.found.index,
            "articles": [
                {
                    "ref": one.ref,
                    "title": one.title,
                    "confidence": one.confidence,
                    "index": one.index,
                    "lacks": list(one.lacks),
                    "overdue": one.overdue.isoformat() if one.overdue else None,
                    "stale": [{"ref": ref, "altered": day.isoformat()} for ref, day in one.stale],
                    "alone": one.alone,
                }
                for one in shelf.found.articles
            ],
            "gaps": [{"ref": gap.ref, "why": gap.why} for gap in shelf.found.gaps],
        }
    )


def _markdown(shelf: Shelf) -> str:
    lines = ["### Knowledge", "", "| article | quality | needs somebody because |", "| --- | --- | --- |"]
    for one in shelf.shown:
        why = "; ".join(markdown(said) for said in _said(one)) or ", ".join(one.lacks)
        lines.append(f"| {markdown(one.title)} {markdown(one.ref)} | {one.index} | {why} |")
    if shelf.found.gaps:
        lines += ["", "Not written down:", ""]
        lines += [f"- {markdown(gap.ref)}: {gap.why}" for gap in shelf.found.gaps]
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[Shelf], str]]] = {"text": _text, "json": _json, "markdown": _markdown}
"""By the word of --format."""

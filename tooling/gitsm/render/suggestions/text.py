"""What fits a text, for a terminal."""

from collections.abc import Iterator

from gitsm.operations.search import Reason, Suggestion
from gitsm.render.suggestions import Answer
from gitsm.render.terminal import paint, printable

_MOST_WORDS = 6
_SAID = {"title": "in its title", "aliases": "what people call it", "tags": "a tag", "issue": "in what users say",
         "about": "what it is about", "text": "in its text"}  # fmt: skip


def answer(found: Answer) -> str:
    """Write what fits, the best first, each with its reasons."""
    return "".join(line + "\n" for one in found.found for line in _lines(one))


def _lines(one: Suggestion) -> Iterator[str]:
    yield f"{paint(printable(one.title), 'strong')}  {paint(one.sort, 'note')}  {paint(one.ref, 'dim')}"
    yield f"  {because(one.reasons)}"


def because(reasons: tuple[Reason, ...]) -> str:
    """Say in a line why something fits: a word is named once, where it weighs most."""
    told: set[str] = set()
    said = []
    for reason in reasons:
        words = [word for word in reason.words if word not in told]
        told.update(words)
        if words:
            shown = ", ".join(printable(word) for word in words[:_MOST_WORDS])
            said.append(f"{_SAID[reason.part]}: {shown}{' …' if len(words) > _MOST_WORDS else ''}")
    return "; ".join(said)

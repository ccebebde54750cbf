"""Parts of pages that stand in them a hundred thousand times, written without a template."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Protocol

from markupsafe import Markup, escape

from gitsm.graph.propagation import Hit, Level
from gitsm.publish.site import Site
from gitsm.publish.words import count, said

_TONES: Final = {Level.AT_RISK: "warn", Level.DEGRADED: "warn", Level.DOWN: "bad"}
_HEAD: Final = (
    '<div class="scroll" tabindex="0" role="region" aria-label="What is hit"><table>\n<thead><tr>'
    '<th scope="col">What is hit</th><th scope="col">How badly</th><th scope="col">Why</th></tr></thead>\n<tbody>'
)


class Linking(Protocol):
    """Who knows the page that a part stands in."""

    @property
    def site(self) -> Site:
        """The records."""

    def to(self, ref: str | None, text: str | None = None) -> Markup:
        """Write a link to a record by its name."""


@lru_cache(maxsize=4096)
def chip(word: str, tone: str = "", bare: bool = False) -> Markup:  # noqa: FBT001, FBT002  # as templates call it
    """Write a word in a coloured pill."""
    classes = " ".join(("chip", *((tone,) if tone else ()), *(("bare",) if bare else ())))
    return Markup('<span class="{}">{}</span>').format(classes, word)


def links(pen: Linking, refs: Iterable[str]) -> Markup:
    """Write links to records, with commas between them."""
    return Markup(", ").join(pen.to(ref) for ref in refs)


def hit_rows(pen: Linking, hit: Sequence[Hit], more: int) -> Markup:
    """Write the table of what is hit, how badly and why."""
    parts = [_HEAD]
    for one in hit:
        level = chip(one.level.word.replace("_", " "), _TONES[one.level])
        parts.append(
            f'<tr><th scope="row">{pen.to(one.ref)}<small>{said(one.ref.partition(":")[0])}</small></th>'
            f"<td>{level}</td><td>{escape(one.reason)}{_through(pen, one)}</td></tr>"
        )
    parts.append("</tbody></table></div>")
    if more:
        parts.append(f'\n<p class="note">And {count(more, "further record")}.</p>')
    return Markup("".join(parts))  # noqa: S704  # every text in it is escaped


def _through(pen: Linking, one: Hit) -> str:
    steps = one.path[1:-1]
    if not steps:
        return ""
    return f"<small>through {' &rsaquo; '.join(escape(pen.site.name_of(step)) for step in steps)}</small>"

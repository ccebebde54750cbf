"""Markdown that strangers wrote, as HTML that does nothing."""

import re
from collections.abc import Callable
from functools import cache, partial
from html import escape
from typing import Final

import nh3
from markdown import Markdown

from gitsm.rules.renderable import unrenderable
from gitsm.rules.written_links import SCHEMES, outside, record_of
from gitsm_schemas import KINDS

TAGS: Final = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
    *("h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small"),
    *("span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul", "var"),
}
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    "details": {"open"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES: Final = {*SCHEMES, *KINDS}
"""What the filter below decides on; nothing else gets so far."""
_LANGUAGE: Final = re.compile(r"\Alanguage-[a-z0-9_+-]{1,30}\Z")
_NUMBER: Final = re.compile(r"\A[0-9]{1,4}\Z")
COUNTS: Final = {"colspan", "rowspan", "start"}


Page = Callable[[str], str | None]
"""Links to the page of a record, `kind:id`; None where it has none."""


def prose(text: str, page: Page = lambda _: None) -> str:
    """Render Markdown and sanitise the result.

    Raw HTML passes as far as the allow-list goes; images do not, for each is a request to somewhere. Headings begin at
    the third level: the page has the first two. A link leads to the page of a record or out of the site; what leads
    nowhere stays as words.
    """
    if unrenderable(text) is not None:
        # The check refuses it; whoever builds a site of what was not checked gets the words.
        return f"<pre>{escape(text)}</pre>"
    return clean(_renderer().reset().convert(text), page)


def inert(text: str) -> str:
    """Show a text as it was written, its paragraphs and lines kept: whatever looks like markup in it is letters."""
    parts = [part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if part.strip()]
    return "".join(f"<p>{escape(part.strip(), quote=False).replace(chr(10), '<br>')}</p>" for part in parts)


def clean(html: str, page: Page = lambda _: None) -> str:
    """Take out of HTML whatever is not on the allow-list."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=partial(_attribute, page),
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _attribute(page: Page, tag: str, name: str, value: str) -> str | None:
    """Judge one attribute that is allowed by name."""
    if name == "class":
        return value if _LANGUAGE.match(value) else None
    if name in COUNTS:
        return value if _NUMBER.match(value) else None
    if tag == "a" and name == "href":
        ref = record_of(value)
        return page(ref) if ref else value if outside(value) else None
    return value


@cache
def _renderer() -> Markdown:
    return Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "toc"],
        # Nothing in a text can be linked to, so it has no table of contents.
        extension_configs={"toc": {"baselevel": 3, "marker": ""}},
        output_format="html",
    )


_MARKS: Final = re.compile(
    r"```.*?```|<[^>]{0,200}>|^ {0,3}\[[^\]\n]{1,100}\]:[^\n]*|[*_`#>|]|\]\([^)]{0,300}\)|\]\[[^\]\n]{0,100}\]|[\[\]]",
    re.DOTALL | re.MULTILINE,
)
"""What is no word: marks, code in blocks, and where links lead."""


def plain(text: str, most: int = 180) -> str:
    """Take the words out of Markdown, as many as fit."""
    stripped = _MARKS.sub(" ", text[: most * 8])
    words = " ".join(stripped.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0].rstrip(",;:.") + "…"

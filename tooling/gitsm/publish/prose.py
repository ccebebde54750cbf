"""Markdown that strangers wrote, as HTML that does nothing."""

import re
from functools import cache
from html import escape
from typing import Final

import nh3
from markdown import Markdown

from gitsm.rules.renderable import unrenderable

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
SCHEMES: Final = {"http", "https", "mailto", "tel"}
_LANGUAGE: Final = re.compile(r"\Alanguage-[a-z0-9_+-]{1,30}\Z")
_NUMBER: Final = re.compile(r"\A[0-9]{1,4}\Z")
_COUNTS: Final = {"colspan", "rowspan", "start"}


def prose(text: str) -> str:
    """Render Markdown and sanitise the result.

    Raw HTML passes as far as the allow-list goes; images do not, for each is a request to somewhere. Headings begin at
    the third level: the page has the first two.
    """
    if unrenderable(text) is not None:
        # The check refuses it; whoever builds a site of what was not checked gets the words.
        return f"<pre>{escape(text)}</pre>"
    return clean(_renderer().reset().convert(text))


def clean(html: str) -> str:
    """Take out of HTML whatever is not on the allow-list."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Judge one attribute that is allowed by name."""
    if name == "class":
        return value if _LANGUAGE.match(value) else None
    if name in _COUNTS:
        return value if _NUMBER.match(value) else None
    if tag == "a" and name == "href":
        # A browser reads `//host` and `/\host` as another site, and so is what control characters hide.
        bare = "".join(each for each in value if each > " ").replace("\\", "/")
        scheme, colon, _ = re.split(r"[/?#]", bare, maxsplit=1)[0].partition(":")
        return None if bare.startswith("//") or (colon and scheme.lower() not in SCHEMES) else value
    return value


@cache
def _renderer() -> Markdown:
    return Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "toc"],
        extension_configs={"toc": {"baselevel": 3}},
        output_format="html",
    )


def plain(text: str, most: int = 180) -> str:
    """Take the words out of Markdown, as many as fit."""
    stripped = re.sub(r"```.*?```|<[^>]{0,200}>|[*_`#>|]|\]\([^)]{0,300}\)|\[", " ", text[: most * 8], flags=re.DOTALL)
    words = " ".join(stripped.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0].rstrip(",;:.") + "…"

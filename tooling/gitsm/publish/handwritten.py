"""What people lay beside the generated pages: pages, pictures and files; none of it does anything in a browser."""

# Whoever opens a pull request may add to the folder of the site, so a page there is trusted no more than an article.

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import nh3

from gitsm.publish.prose import ATTRIBUTES, COUNTS, TAGS
from gitsm.rules.written_links import SCHEMES, outside

FRONT_MATTER: Final = ("title", "description")
"""What a page may say on top; everything else steers the theme."""
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
FILES: Final = PICTURES | {".ico", ".woff2", ".pdf", ".txt", ".csv", ".ics"}
"""What is copied as it is; browsers take none of it for a page."""
MOST_BYTES: Final = 20_000_000
_ACTIVE: Final = re.compile(
    rb"<\s*(?:\w+:)?(?:script|foreignobject|iframe|set|animate\w*|handler)\b|<!entity|<\?xml-style"
    rb"|\bon\w+\s*=|href\s*+=\s*+[\"']?+(?!#)|@import|url\(\s*+[\"']?+(?!#)|\x00",
    re.IGNORECASE,
)
"""What an SVG picture, opened by itself, would do or fetch something with."""
_TAGS: Final = TAGS | {"h1", "h2", "img", "figure", "figcaption", "section"}
_EVERYWHERE: Final = {"id", "class"}
_ATTRIBUTES: Final = {
    **{tag: ATTRIBUTES.get(tag, set()) | _EVERYWHERE for tag in _TAGS},
    "img": {"src", "alt", "title", "width", "height", *_EVERYWHERE},
    "td": {*ATTRIBUTES["td"], "style", *_EVERYWHERE},
    "th": {*ATTRIBUTES["th"], "style", *_EVERYWHERE},
}
_WORDS: Final = re.compile(r"\A[A-Za-z0-9 _.:-]{1,200}\Z")
_NUMBER: Final = re.compile(r"\A[0-9]{1,4}\Z")
_ALIGNED: Final = re.compile(r"\Atext-align: (?:left|right|center);?\Z")


def refused(path: Path, folder: Path, *, named: bool = False) -> str | None:
    """Say why a file beside the pages is not published; None where it is.

    Args:
        path: the file.
        folder: the folder that is published.
        named: whether the settings of the site ask for it; then it may be a style sheet or a script.
    """
    kind = path.suffix.lower()
    if not path.resolve().is_relative_to(folder.resolve()):
        return "it lies outside of the folder"
    if kind not in FILES and kind != ".md" and not (named and kind in {".css", ".js", ".mjs"}):
        return f"a site is made of .md, {', '.join(sorted(FILES))}"
    if path.stat().st_size > MOST_BYTES:
        return f"it has more than {MOST_BYTES:,} bytes"
    if kind == ".svg" and _ACTIVE.search(path.read_bytes()):
        return "the picture would do or fetch something"
    return None


def admitted(meta: Mapping[str, Any]) -> dict[str, str]:
    """Keep what a page may say of itself."""
    return {name: str(meta[name]) for name in FRONT_MATTER if isinstance(meta.get(name), str | int | float)}


def harmless(html: str) -> str:
    """Take out of a rendered page whatever is not on the allow-list; links of the site stay."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in _EVERYWHERE:
        # What begins with a line is the theme's: headings get no such id.
        return value if _WORDS.match(value) and not value.startswith("_") else None
    if name in COUNTS or name in {"width", "height"}:
        return value if _NUMBER.match(value) else None
    if name == "style":
        return value if _ALIGNED.match(value) else None
    if name in {"href", "src"}:
        return value if _inside(value) or (tag == "a" and outside(value)) else None
    return value


def _inside(value: str) -> bool:
    r"""Tell whether an address leads to a file of the site: a browser reads `//host` and `/\host` as another one."""
    bare = "".join(each for each in value if each > " ").replace("\\", "/")
    return not bare.startswith("//") and ":" not in re.split(r"[/?#]", bare, maxsplit=1)[0]

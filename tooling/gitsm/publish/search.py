"""The index that the search of a site reads: a line for each page, small enough to be loaded whole."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Final

from gitsm.publish.pages import Sheet
from gitsm.publish.places import Places

PATH: Final = "search-index.js"
MOST_TEXT: Final = 180


@dataclass(frozen=True, slots=True)
class Line:
    """How a page is found: where it is, and what it answers to."""

    address: str
    title: str
    kind: str
    text: str
    rank: int
    words: str


def lines(sheets: Iterable[Sheet], places: Places) -> tuple[Line, ...]:
    """List the pages of a portal that can be found."""
    return tuple(
        Line(
            places.address(sheet.path),
            sheet.title,
            sheet.find.kind,
            sheet.find.text[:MOST_TEXT],
            sheet.find.rank,
            " ".join(dict.fromkeys(sheet.find.words)),
        )
        for sheet in sheets
        if sheet.find is not None
    )


def written(address: str, title: str, html: str, kind: str = "manual") -> Line:
    """Make the line of a page that somebody wrote by hand: its first words, and its headings."""
    heads = " ".join(re.findall(r"<h[2-4][^>]*>(.*?)</h[2-4]>", html, re.DOTALL))
    body = re.sub(r"<(h1|script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return Line(address, _text(title), kind, _text(body)[:MOST_TEXT], -1, _text(heads))


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).replace("¶", " ").split())


def index(found: Iterable[Line]) -> str:
    """Write the index as a script, which a page may load from a folder, too."""
    rows = [[one.address, one.title, one.kind, one.text, one.rank, one.words] for one in found]
    # `<` is escaped, so that no text can end a script or begin a tag wherever the file ends up.
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"gitsmSearch({data});\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

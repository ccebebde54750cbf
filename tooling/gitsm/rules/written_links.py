"""The links that a text in Markdown makes, and where each may lead."""

# Whoever renders a text knows them exactly, and takes a hundred times as long. This finds every link that a renderer
# makes, and a test holds it against one; it may find one more in what turns out to be no link.

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, get_args, get_type_hints

from pydantic import BaseModel

from gitsm_schemas import KINDS
from gitsm_schemas.scalars import Text

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
"""Where a text may lead besides to records."""
_MARKS: Final = ("](", "]:", "<")
_FENCE: Final = re.compile(r"(?:~{3,}|`{3,})")
_TICKS: Final = re.compile(r"(?<![`\\])`+")
_LINK: Final = re.compile(
    r"(?<!\\)\]\([ \t\n]*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*(?:\n[ \t]*)?<?([^\s<>]+)"
    r"|<a\b[^<>]*?\bhref[ \t\n]*=[ \t\n]*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))",
    re.IGNORECASE | re.MULTILINE,
)
_REF: Final = re.compile(rf"(?:{'|'.join(KINDS)}):[a-z0-9][a-z0-9_-]*", re.ASCII)


def record_of(link: str) -> str | None:
    """Name the record that a link leads to, `kind:id`; None where it leads to none."""
    return link if _REF.fullmatch(link) else None


def outside(link: str) -> bool:
    r"""Tell whether a link leads out, in a way that is published.

    A browser reads `//host` and `/\host` as another site, and so is what control characters hide.
    """
    bare = "".join(each for each in link if each > " ")
    scheme, colon, _ = re.split(r"[/?#\\]", bare, maxsplit=1)[0].partition(":")
    return bool(colon) and scheme.lower() in SCHEMES


def links(text: str) -> Iterator[str]:
    """List where a text leads, in the order it says so; code is no link."""
    if not any(mark in text for mark in _MARKS):
        return
    for match in _LINK.finditer(_without_code(text)):
        yield next((group for group in match.groups() if group is not None), "")


def _without_code(text: str) -> str:
    """Take code out of a text; in one pass, however many marks there are."""
    if "`" not in text and "~~~" not in text:
        return text
    bare = _without_blocks(text)
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(bare)]
    later: dict[int, list[int]] = {}
    for number in reversed(range(len(runs))):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    kept, end, number = [], 0, 0
    while number < len(runs):
        start, stop = runs[number]
        same = later[stop - start]
        while same and same[-1] <= number:
            same.pop()
        if same:
            kept.append(bare[end:start])
            number = same[-1]
            end = runs[number][1]
        number += 1
    return "".join((*kept, bare[end:]))


def _without_blocks(text: str) -> str:
    """Take blocks of code out: from a fence to the next line that is nothing but the same fence."""
    lines = text.split("\n")
    closing: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        bare = line.rstrip(" ")
        if _FENCE.fullmatch(bare):
            closing.setdefault(bare, []).append(number)
    kept, number = [], 0
    while number < len(lines):
        fence = _FENCE.match(lines[number])
        ends = closing.get(fence[0], []) if fence else []
        after = bisect_right(ends, number)
        if after < len(ends):
            number = ends[after]
        else:
            kept.append(lines[number])
        number += 1
    return "\n".join(kept)


def texts(value: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """List the texts in Markdown of a record, or of a part of one, each with its place."""
    if isinstance(value, BaseModel):
        for name, key, direct in _fields(type(value)):
            inner = value.__dict__[name]
            if inner:
                yield from (
                    (((*place, key), inner),) if direct and isinstance(inner, str) else texts(inner, (*place, key))
                )
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from texts(each, (*place, index))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """List the fields that are texts, or hold some: attribute, key, and which of both."""
    hints = get_type_hints(model, include_extras=True)
    found = []
    for name, info in model.model_fields.items():
        direct = Text in (hints[name], *get_args(hints[name]))
        if direct or any(_fields(part) for part in _parts(hints[name]) if part is not model):
            found.append((name, info.alias or name, direct))
    return tuple(found)


def _parts(hint: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401  # a type
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for inner in get_args(hint):
        yield from _parts(inner)

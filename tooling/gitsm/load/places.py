"""Where in a file a part of a record stands."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gitsm.diagnostics import Finding, Place, Related, Spot, pointer
from gitsm.load.reader import MOST_BYTES, MOST_DEPTH

Span = tuple[int, int, int, int]
"""Line and column of the start and of the end, from 1; the end is exclusive."""

_TOP: Final[Span] = (1, 1, 1, 2)
_TAB: Final = 4
_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Positions:
    """Where a key and its value stand; an item of a list has no key, the value of a collection no width."""

    key: Span | None
    value: Span


def positions(raw: bytes) -> dict[str, Positions]:
    """Find the place of every key and value, by JSON Pointer; what follows a fault in the file is left out."""
    found: dict[str, Positions] = {}
    if len(raw) > MOST_BYTES:
        return found
    try:
        parser = CParser(raw)
        parser.get_event()
        parser.get_event()
        _walk(parser.get_event, parser.get_event(), (), None, found)
    except (YAMLError, UnicodeError, ValueError, AttributeError, _TooDeepError):
        return found
    return found


class _TooDeepError(Exception):
    pass


def _walk(
    following: Callable[[], Any],
    event: Any,  # noqa: ANN401  # events are untyped
    path: tuple[str, ...],
    key: Span | None,
    found: dict[str, Positions],
) -> None:
    kind = type(event)
    if len(path) > MOST_DEPTH:
        raise _TooDeepError
    # The first of two equal keys keeps its place: a finding about the second brings its own.
    found.setdefault(pointer(path), Positions(key, _span(event)))
    if kind is MappingStartEvent:
        while type(event := following()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise _TooDeepError
            _walk(following, following(), (*path, event.value), _span(event), found)
    elif kind is SequenceStartEvent:
        index = 0
        while type(event := following()) is not SequenceEndEvent:
            _walk(following, event, (*path, str(index)), None, found)
            index += 1
    elif kind is not ScalarEvent and kind is not AliasEvent:
        raise _TooDeepError


def _span(event: Any) -> Span:  # noqa: ANN401  # events are untyped
    start, end = event.start_mark, event.end_mark
    if type(event) is not ScalarEvent:
        return start.line + 1, start.column + 1, start.line + 1, start.column + 1
    if end.line != start.line or end.column <= start.column:
        return start.line + 1, start.column + 1, start.line + 1, start.column + 2
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def place(spot: Spot, known: Mapping[str, Positions]) -> Place:
    """Find the place of a part; a part that is not there is placed at the nearest thing that holds it."""
    text, at_key = spot.pointer, spot.at_key
    while text and text not in known:
        text, at_key = text.rpartition("/")[0], True
    there = known.get(text)
    if there is None or not text:
        return Place(spot.path, *_first_key(known))
    line, column, *end = there.value
    is_collection = end == [line, column]
    if there.key and (at_key or is_collection):
        return Place(spot.path, *there.key)
    return Place(spot.path, line, column, line, column + 1) if is_collection else Place(spot.path, *there.value)


def _first_key(known: Mapping[str, Positions]) -> Span:
    first = next((each for text, each in known.items() if text.count("/") == 1 and each.key), None)
    return first.key if first and first.key else _TOP


def _narrowed(whole: Place, words: str, raw: bytes) -> Place:
    """Find the first place in a text where some words stand; the whole where they are written in another way."""
    lines = raw.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines[whole.line - 1 :], whole.line):
        column = line.find(words, whole.column - 1 if number == whole.line else 0) + 1
        if column:
            return Place(whole.path, number, column, number, column + len(words))
    return whole


def locate(findings: Iterable[Finding], read: Callable[[str], bytes | None]) -> tuple[Finding, ...]:
    """Fill in the places of findings and of what they relate to, and put them in reading order.

    Args:
        findings: what was found; a finding that has a place keeps it.
        read: gives a file's content by path; None where there is none.
    """
    cache: dict[str, dict[str, Positions]] = {}

    def known(path: str) -> dict[str, Positions]:
        if path not in cache:
            content = read(path)
            cache[path] = positions(content) if content is not None else {}
        return cache[path]

    def found(spot: Spot) -> Place:
        whole = place(spot, known(spot.path))
        return _narrowed(whole, spot.words, read(spot.path) or b"") if spot.words else whole

    def related(one: Related) -> Related:
        return one if one.place else replace(one, place=found(one.spot))

    placed = (
        replace(
            finding,
            place=finding.place or found(finding.spot),
            related=tuple(related(one) for one in finding.related),
        )
        for finding in findings
    )
    return tuple(sorted(placed, key=lambda finding: finding.sort_key))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of source with what to underline; columns count terminal cells from 0."""

    text: str
    start: int
    end: int


def excerpt(raw: bytes, where: Place) -> Excerpt | None:
    """Cut out the line of a place; None where the file has no such line."""
    lines = raw.decode("utf-8", "replace").split("\n")
    if not 1 <= where.line <= len(lines):
        return None
    line = lines[where.line - 1].rstrip("\r")
    last = where.end_column - 1 if where.end_line == where.line else len(line)
    start = _cells(line[: where.column - 1])
    return Excerpt(line.replace("\t", " " * _TAB), start, max(start + 1, _cells(line[:last])))


def _cells(text: str) -> int:
    return sum(_TAB if char == "\t" else _width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def comments(text: str) -> list[str]:
    """List the comments of a file in order, blanks at their ends left out."""
    outside, last = [], 0
    try:
        parser = CParser(text)
        while type(event := parser.get_event()) is not StreamEndEvent:
            if type(event) is ScalarEvent:
                assert event.start_mark is not None
                assert event.end_mark is not None
                outside.append(text[last : event.start_mark.index])
                last = event.end_mark.index
    except YAMLError:
        return []
    outside.append(text[last:])
    return [match.rstrip() for part in outside for match in _COMMENT.findall(part)]

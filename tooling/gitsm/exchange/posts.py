"""The text of a status post: its parts under headings in brackets, and when each was said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

MOST_PARTS: Final = 500
_LONGEST: Final = 300
_COMMENT: Final = re.compile(r"<!--.*?-->|<!--|-->", re.DOTALL)
_HEADING: Final = re.compile(r"^[^\w\[]*\[(?P<head>[^\]\n]{1,80})\](?![(\[:])(?P<rest>.*)$")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WHEN: Final = re.compile(
    r"(?:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>[A-Za-z]{3,9}) "
    r"(?P<year>[0-9]{4}))(?:[ T-]+)(?P<hour>[0-9]{1,2})[h:](?P<minute>[0-9]{2})(?: *(?P<zone>UTC|Z)\b)?"
)
_ITEM: Final = re.compile(r"^\s*[*-]\s+(?=[0-9])(?P<when>.{8,40}?[0-9][h:][0-9]{2}(?: *UTC|Z)?)\s*[-:]\s+(?P<text>.+)$")
"""An item of a list that begins with its time."""


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a post: what its heading says, and what stands below it; no heading before the first one."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A part with its moment; `sure` says whether the post tells it, or it is that of what was said before."""

    at: datetime
    text: str
    sure: bool


def parts(body: str, words: Sequence[str]) -> list[Said]:
    """Split a text at the lines that begin with a heading in brackets that holds one of some words.

    Args:
        body: the text; comments are no part of it.
        words: in lower case.
    """
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in _COMMENT.sub("", body).splitlines():
        match = _HEADING.match(line)
        if match and any(word in match["head"].casefold() for word in words) and len(found) < MOST_PARTS:
            found.append((match["head"], [match["rest"].strip(" *-")]))
        else:
            found[-1][1].append(line)
    whole = (Said(heading, "\n".join(lines).lstrip().rstrip(" \n*-")) for heading, lines in found)
    return [one for one in whole if one.text]


def part(body: str, words: Sequence[str], wanted: Sequence[str]) -> str | None:
    """Find what stands below the headings that hold one of the wanted words; None where there is none."""
    found = [one.text for one in parts(body, words) if any(word in one.heading.casefold() for word in wanted)]
    return "\n\n".join(found) or None


def timeline(body: str, moments: Mapping[str, datetime | None], zone: str) -> Iterator[Told]:
    """Tell what was said when, the oldest first.

    A heading that names a time has that, and so has an item of a list that begins with one; other headings have that of
    the word they hold. What has neither was said after what stands before it in time: it gets its moment, and is not
    sure.

    Args:
        body: the text of the post.
        moments: by word in lower case, when what stands below it was said; None for words that do not tell. By the
            empty word, when what stands below no heading was.
        zone: the time zone of times that name none.
    """
    words = tuple(word for word in moments if word)
    found = [_dated(one, moments, zone) for one in parts(body, words)]
    known = [at for at, _ in found if at is not None]
    if not known:
        return
    ascends = known[0] < known[-1] if known[0] != known[-1] else found[0][0] is not None
    before = min(known)
    told: list[Told] = []
    for at, text in found if ascends else reversed(found):
        items, rest = _items(text, zone)
        before = at or before
        told += [Told(before, _line(rest), sure=at is not None)] if rest else []
        told += items
    yield from sorted(told, key=lambda one: one.at)


def _dated(one: Said, moments: Mapping[str, datetime | None], zone: str) -> tuple[datetime | None, str]:
    name = one.heading.casefold()
    words = (at for word, at in moments.items() if at is not None and word and word in name)
    return _when(name, zone) or (next(words, None) if name else moments.get("")), one.text


def _items(text: str, zone: str) -> tuple[list[Told], str]:
    """Take the items of lists that begin with a time out of a text."""
    items, rest = [], []
    for line in text.splitlines():
        match = _ITEM.match(line)
        at = _when(match["when"], zone) if match else None
        if match is None or at is None:
            rest.append(line)
        else:
            items.append(Told(at, _line(match["text"]), sure=True))
    return items, "\n".join(rest).strip()


def _when(text: str, zone: str) -> datetime | None:
    match = _WHEN.search(text)
    if match is None:
        return None
    months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith((match["month"] or "-").casefold())]
    day = match["date"] or (f"{match['year']}-{months[0]:02}-{match['day']:0>2}" if months else "")
    try:
        read = datetime.fromisoformat(f"{day}T{match['hour']:0>2}:{match['minute']}")
    except ValueError:
        return None
    return read.replace(tzinfo=ZoneInfo("UTC" if match["zone"] else zone))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2].rstrip()} …"

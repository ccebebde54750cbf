"""Markdown files as knowledge articles: one file is one runbook, its folder says what it is about."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from gitsm.exchange.fields import slug
from gitsm.exchange.mapping import Imported, Skipped
from gitsm_schemas import KINDS
from gitsm_schemas.knowledge import KnowledgeArticle

SYSTEM: Final = "markdown"
MOST_CHARACTERS: Final = 200_000
_HEADING: Final = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$")
_FRONT: Final = re.compile(r"\A---\n(?:.*\n){0,200}?---\n")
_FENCE: Final = re.compile(r"^\s*(```|~~~)")
_LINK: Final = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS: Final = re.compile(r"[`*_]{1,3}(?=\S)|(?<=\S)[`*_]{1,3}")
_CONTENTS: Final = re.compile(r"^\s*(?:\*\*Table of Contents\*\*|\[TOC\]|\[\[_TOC_\]\])\s*$", re.IGNORECASE)
_SYMPTOM: Final = re.compile(
    r"\b(?:symptoms?|issue|problem|reason|background|summary|overview|introduction|what is)\b", re.IGNORECASE
)
_SILENT: Final = frozenset({"symptoms", "summary", "overview", "reason", "steps to check", "what to check", "contents"})
"""Headings that name no subject: a file that begins with one is called by its name."""
_UNTITLED: Final = frozenset({"readme", "index"})
_LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the files do not say of themselves.

    Attributes:
        owner: the team that keeps what has no owner by its folder.
        reviewed_at: when somebody last looked at them.
        subject: finds what a folder's name stands for, `kind:id`, with its owner; None where there is none.
    """

    owner: str
    reviewed_at: date
    subject: Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    level: int
    line: int
    text: str


def article(path: str, raw: bytes, shelf: Shelf) -> Imported | Skipped:
    """Turn one Markdown file into an article of type runbook.

    Its first heading is the title, its introduction or the section on symptoms the issue, and everything the
    resolution. Nothing in it is executed, fetched or followed.

    Args:
        path: the file's place below the folder that is imported, with `/`.
        raw: its content.
        shelf: what the files do not say.
    """
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Skipped(path, 1, "it is not UTF-8")
    if len(text) > MOST_CHARACTERS:
        return Skipped(path, 1, f"it has more than {MOST_CHARACTERS} characters")
    text = _FRONT.sub("", text, count=1)
    body = "\n".join(line.rstrip() for line in text.split("\n") if not _CONTENTS.match(line)).strip("\n")
    place = PurePosixPath(path)
    name = _name(place)
    if not body or len(name) < len("kb-a"):
        return Skipped(path, 1, "it says nothing" if not body else "its name gives no id")
    sections = list(_sections(body))
    title = _title(sections, place)
    folder = place.parent.name
    subject, owner = shelf.subject(folder) or (f"service:{slug(folder) or 'unknown'}", shelf.owner)
    data: dict[str, Any] = {
        "kind": "knowledge_article",
        "id": name,
        "title": title,
        "type": "runbook",
        "confidence": "not_validated",
        "audience": "internal",
        "governance": "experience_based",
        "applies_to": [subject],
        "owner": owner,
        "reviewed_at": shelf.reviewed_at.isoformat(),
        "issue": _issue(sections) or title,
        "resolution": body + "\n",
    }
    data["source"] = {
        "system": SYSTEM,
        "id": path,
        "path": path,
        "line": 1,
        "fields": sorted(data.keys() - {"kind", "id"}),
    }
    order = [info.alias or key for key, info in KINDS[KnowledgeArticle.KIND].model_fields.items()]
    named = ((1, "applies_to", subject), (1, "owner", owner))
    return Imported("knowledge_article", name, 1, {key: data[key] for key in order if key in data}, (), named)


def _name(place: PurePosixPath) -> str:
    """Make an id of a file's folder and name, each word of the folder once."""
    stem, folder = slug(place.stem), slug(place.parent.name)
    words = stem if stem.startswith(folder) or not folder else f"{folder}-{stem}"
    return f"kb-{words}"[:63].rstrip("-")


def _sections(body: str) -> Iterator[_Section]:
    """Split a text at its headings; what looks like one inside a code block is none."""
    title, level, start, fenced = "", 0, 1, False
    lines: list[str] = []
    for number, line in enumerate(body.split("\n"), 1):
        if _FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        yield _Section(title, level, start, "\n".join(lines).strip())
        title, level, start, lines = _plain(heading[2]), len(heading[1]), number, []
    yield _Section(title, level, start, "\n".join(lines).strip())


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())


def _title(sections: list[_Section], place: PurePosixPath) -> str:
    stem = place.parent.name if place.stem.lower() in _UNTITLED else place.stem
    called = " ".join(re.split(r"[-_\s]+", stem)).strip().capitalize()
    first = next((one.title for one in sections if one.title), "")
    named = first if first and first.lower() not in _SILENT else called
    return named[:_LONGEST_TITLE] or called


def _issue(sections: list[_Section]) -> str:
    """Choose what says when the article is wanted: a section on symptoms, else the first that says something."""
    told = next((one for one in sections if one.text and _SYMPTOM.search(one.title)), None)
    first = next((one for one in sections if one.text), None)
    chosen = told or first
    return chosen.text.partition("\n\n```")[0] + "\n" if chosen else ""

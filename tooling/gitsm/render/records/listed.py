"""Many records of one kind."""

from collections.abc import Callable
from typing import Final

from gitsm.render import escape
from gitsm.render.terminal import paint, printable, width
from gitsm.snapshot import Entry

_COLUMNS = ("class", "phase", "type", "owner", "provider", "criticality", "lifecycle")
_MOST_COLUMNS = 3


def text(entries: list[Entry]) -> str:
    """Write a table: reference, name, and what tells records of this kind apart."""
    columns = _columns(entries)
    rows = [[printable(cell) for cell in _cells(entry, columns)] for entry in entries]
    wide = [max((width(row[column]) for row in rows), default=0) for column in range(len(columns) + 2)]
    return "".join(_row(row, wide) for row in rows)


def _columns(entries: list[Entry]) -> list[str]:
    return [key for key in _COLUMNS if any(key in (entry.data or {}) for entry in entries)][:_MOST_COLUMNS]


def _cells(entry: Entry, columns: list[str]) -> list[str]:
    return [entry.ref, _name(entry), *(_said((entry.data or {}).get(key)) for key in columns)]


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _name(entry: Entry) -> str:
    data = entry.data or {}
    return str(data.get("name") or data.get("title") or data.get("statement") or "")


def _row(row: list[str], wide: list[int]) -> str:
    cells = [cell + " " * (space - width(cell)) for cell, space in zip(row, wide, strict=True)]
    return f"{paint(cells[0], 'strong')}  {'  '.join(cells[1:])}".rstrip() + "\n"


def json(entries: list[Entry]) -> str:
    """Write the records for programs."""
    return escape.json(
        {
            "schema": "gitsm/list/v1",
            "records": [{"ref": entry.ref, "path": entry.path, "record": entry.data} for entry in entries],
        }
    )


def markdown(entries: list[Entry]) -> str:
    """Write the table into Markdown."""
    columns = _columns(entries)
    head = ["record", "name", *columns]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    rows = ([escape.markdown(cell) if cell else "" for cell in _cells(entry, columns)] for entry in entries)
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[list[Entry]], str]]] = {"text": text, "json": json, "markdown": markdown}
"""By the word of --format."""

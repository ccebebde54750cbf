"""Records of one kind as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Mapping

from gitsm.render.escape import csv_cell
from gitsm.snapshot import Entry


def table(entries: list[Entry]) -> str:
    """Write CSV (RFC 4180): a row for each record, a column for each part of any; items of a list one after another."""
    rows = [dict(_cells("", entry.data or {})) | {"ref": entry.ref, "path": entry.path} for entry in entries]
    columns = ["ref", "path", *dict.fromkeys(key for row in rows for key in row if key not in {"ref", "path"})]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    # A spreadsheet takes what begins like a formula for one.
    writer.writerows([csv_cell(row.get(column, "")) for column in columns] for row in rows)
    return stream.getvalue()


def _cells(above: str, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            yield from _cells(f"{name}.", value)
        else:
            yield name, _text(value)


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    if isinstance(value, Mapping):
        return " ".join(f"{key}={_text(item)}" for key, item in value.items())
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value)

"""The difference of two trees for people at a terminal."""

import json
from collections.abc import Iterator
from typing import Any

from gitsm.diff.compare import Edit, FieldEdit, in_reading_order
from gitsm.render.edits import Difference
from gitsm.render.terminal import Style, paint, printable

_SIGN: dict[str, tuple[str, Style]] = {
    "added": ("+", "note"),
    "removed": ("-", "error"),
    "modified": ("~", "warning"),
    "renamed": (">", "warning"),
}
_MOST = 60


def difference(found: Difference) -> str:
    """Write a difference, what is gone first."""
    if not found.edits:
        return "No record differs.\n"
    return "\n".join(line for edit in in_reading_order(found.edits) for line in _edit(edit)) + "\n"


def _edit(edit: Edit) -> Iterator[str]:
    sign, style = _SIGN[edit.action]
    was = f" (was {printable(edit.from_ref)})" if edit.from_ref else ""
    yield f"{paint(sign, style)} {paint(printable(edit.ref), 'strong')}{was}  {paint(printable(edit.path), 'dim')}"
    yield from (field_line(one) for one in edit.fields)


def field_line(one: FieldEdit) -> str:
    """Write what became of a field, indented below its record."""
    name = printable(one.pointer.removeprefix("/").replace("/", "."))
    if one.before is None:
        change = f"+ {shown(one.after)}"
    elif one.after is None:
        change = f"- {shown(one.before)}"
    else:
        change = f"{shown(one.before)} → {shown(one.after)}"
    marks = {"tightened": paint("  tightened", "note"), "loosened": paint("  loosened", "warning"), "neutral": ""}
    return f"    {name}: {change}{marks[one.effect]}"


def shown(value: Any) -> str:  # noqa: ANN401  # any value of a record
    """Write a value in one short line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return printable(text if len(text) <= _MOST else text[:_MOST] + "…")

"""The difference of two trees for a pull request."""

import json
from collections.abc import Iterator
from typing import Any

from gitsm.diff.compare import Edit, in_reading_order
from gitsm.render.edits import Difference
from gitsm.render.escape import markdown

_MOST = 300


def difference(found: Difference) -> str:
    """Write a difference as a table."""
    if not found.edits:
        return "### Changes\n\nNo record differs.\n"
    lines = ["### Changes", "", "| record | what | before | after | effect |", "| --- | --- | --- | --- | --- |"]
    rows = [row for edit in in_reading_order(found.edits) for row in _rows(edit)]
    more = [f"| {len(rows) - _MOST} more | | | | |"] if len(rows) > _MOST else []
    return "\n".join([*lines, *rows[:_MOST], *more]) + "\n"


def _rows(edit: Edit) -> Iterator[str]:
    was = f" (was {markdown(edit.from_ref)})" if edit.from_ref else ""
    if not edit.fields:
        yield f"| {markdown(edit.ref)}{was} | {edit.action} | | | |"
    for one in edit.fields:
        effect = "" if one.effect == "neutral" else one.effect
        name = one.pointer.removeprefix("/").replace("/", ".")
        yield f"| {markdown(edit.ref)}{was} | {markdown(name)} | {_cell(one.before)} | {_cell(one.after)} | {effect} |"


def _cell(value: Any) -> str:  # noqa: ANN401  # any value of a record
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return markdown(text[:120])

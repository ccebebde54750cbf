"""Many changes, each with its state."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from gitsm.change.register import Standing
from gitsm.render import escape
from gitsm.render.gate.words import moment
from gitsm.render.terminal import Style, paint, printable, width

STYLE: Final[dict[str, Style]] = {"implement": "warning", "review": "note", "authorize": "warning", "closed": "dim"}


def said(one: Standing) -> str:
    """Name a state with its flags: `review, late`."""
    flags = [name for name, holds in (("late", one.state.overdue), ("on hold", one.state.on_hold)) if holds]
    return ", ".join([one.state.name, *flags])


def text(found: Sequence[Standing], as_of: datetime) -> str:  # noqa: ARG001  # every face takes it
    """Write a table."""
    wide = max((width(one.change.id) for one in found), default=0)
    far = max((len(said(one)) for one in found), default=0)
    lines = []
    for one in found:
        style: Style = "error" if one.state.overdue else STYLE.get(one.state.name, "good")
        state = paint(f"{said(one):<{far}}", style)
        name = printable(one.change.id) + " " * (wide - width(one.change.id))
        lines.append(f"{state}  {name}  {moment(one.change.planned.start)}  {printable(one.change.title)}")
    return "\n".join(lines) + "\n" if lines else ""


def shape(one: Standing) -> dict[str, object]:
    """Bring a change into the shape that is written."""
    return {
        "ref": one.change.ref,
        "path": one.path,
        "title": one.change.title,
        "type": one.change.type,
        "state": one.state.name,
        "why": one.state.why,
        "on_hold": one.state.on_hold,
        "overdue": one.state.overdue,
        "planned": {"start": one.change.planned.start.isoformat(), "end": one.change.planned.end.isoformat()},
        "assignee": one.change.assignee,
        "outcome": one.change.outcome,
    }


def json(found: Sequence[Standing], as_of: datetime) -> str:
    """Write all of them as one object."""
    return escape.json(
        {"schema": "gitsm/change-list/v1", "as_of": as_of.isoformat(), "changes": [shape(one) for one in found]}
    )


def markdown(found: Sequence[Standing], as_of: datetime) -> str:  # noqa: ARG001  # every face takes it
    """Write a table for a pull request or a page."""
    lines = ["| change | state | planned | who |", "| --- | --- | --- | --- |"]
    for one in found:
        when = escape.markdown(moment(one.change.planned.start))
        who = escape.markdown(one.change.assignee)
        lines.append(f"| {escape.markdown(one.change.title)} | {said(one)} | {when} | {who} |")
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[Sequence[Standing], datetime], str]]] = {
    "text": text,
    "json": json,
    "markdown": markdown,
}

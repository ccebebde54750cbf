"""One change, with where it stands and what stands against it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from gitsm.change.register import Standing
from gitsm.render import escape
from gitsm.render.changes.listed import said, shape
from gitsm.render.gate.words import moment
from gitsm.render.terminal import paint, printable


def text(one: Standing, as_of: datetime) -> str:  # noqa: ARG001  # every face takes it
    """Write it for a terminal: the state first, then the facts."""
    change = one.change
    lines = [
        f"{paint(printable(change.title), 'strong')}  {paint(printable(change.ref), 'dim')}",
        f"{said(one)}: {one.state.why}",
        "",
        *(f"{paint(f'{name:<9}', 'strong')} {printable(value)}" for name, value in _facts(one)),
    ]
    for conflict in one.conflicts:
        accepted = f", accepted by {conflict.acknowledged}" if conflict.acknowledged is not None else ""
        style = paint(f"{conflict.severity}:", "error" if conflict.stands else "warning")
        lines.append(f"{style} {printable(conflict.why + accepted)}")
    for name, body in _texts(one):
        lines += ["", paint(name, "strong"), *(f"  {line}" for line in printable(body, "\n").rstrip().split("\n"))]
    return "\n".join(lines) + "\n"


def _facts(one: Standing) -> Iterator[tuple[str, str]]:
    change = one.change
    yield "Type", f"{change.type}{', major' if change.major else ''}{f', by {change.model}' if change.model else ''}"
    yield "When", f"{moment(change.planned.start)} to {moment(change.planned.end)}"
    yield "Who", change.assignee
    yield "Touches", ", ".join(item.ref for item in change.affected if item.impact_code != "not_impacted") or "nothing"
    if change.outcome:
        yield "Outcome", change.outcome.replace("_", " ")
    if change.on_hold:
        yield "On hold", change.on_hold
    yield "File", one.path


def _texts(one: Standing) -> Iterator[tuple[str, str]]:
    change = one.change
    yield "Why", change.reason
    yield "Plan", change.implementation_plan
    yield "Test", change.test_plan
    yield "Way back" + (", tested" if change.backout_plan.tested else ", not tested"), change.backout_plan.steps
    if change.review is not None:
        yield "Review", change.review.summary


def json(one: Standing, as_of: datetime) -> str:
    """Write it as one object."""
    return escape.json(
        {
            "schema": "gitsm/change-show/v1",
            "as_of": as_of.isoformat(),
            **shape(one),
            "affected": [item.ref for item in one.change.affected],
            "conflicts": [
                {"id": each.id, "severity": each.severity, "why": each.why, "acknowledged": each.acknowledged}
                for each in one.conflicts
            ],
        }
    )


def markdown(one: Standing, as_of: datetime) -> str:  # noqa: ARG001  # every face takes it
    """Write it for a pull request or a page."""
    lines = [f"### {escape.markdown(one.change.title)}", "", f"**{said(one)}**: {one.state.why}", ""]
    lines += [f"- {name}: {escape.markdown(value)}" for name, value in _facts(one)]
    lines += [f"- {each.severity}: {escape.markdown(each.why)}" for each in one.conflicts]
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[Standing, datetime], str]]] = {"text": text, "json": json, "markdown": markdown}

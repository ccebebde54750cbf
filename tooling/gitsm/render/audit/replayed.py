"""Merges that other policies would have decided otherwise."""

from collections.abc import Callable
from typing import Final

from gitsm.inquiry.auditing import Otherwise
from gitsm.render import escape
from gitsm.render.terminal import paint, printable

Found = tuple[Otherwise, ...]


def text(found: Found) -> str:
    """Write each with what would be otherwise."""
    if not found:
        return "Nothing would have been decided otherwise.\n"
    lines = []
    for one in found:
        lines.append(f"{paint(one.oid[:10], 'strong')}  {one.at:%Y-%m-%d}  {printable(one.subject)}")
        lines += [f"    {printable(each)}" for each in one.differences]
    return "\n".join(lines) + "\n"


def json(found: Found) -> str:
    """Write them as one object."""
    return escape.json(
        {
            "schema": "gitsm/policy-test/v1",
            "otherwise": [
                {
                    "commit": one.oid,
                    "at": one.at.isoformat(),
                    "subject": one.subject,
                    "change": one.change,
                    "differences": list(one.differences),
                }
                for one in found
            ],
        }
    )


def markdown(found: Found) -> str:
    """Write them as a table."""
    lines = [f"### {len(found)} merges would be decided otherwise", "", "| merge | what |", "| --- | --- |"]
    for one in found:
        told = "<br>".join(escape.markdown(each) for each in one.differences)
        lines.append(f"| {escape.markdown(one.subject)} | {told} |")
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[Found], str]]] = {"text": text, "json": json, "markdown": markdown}

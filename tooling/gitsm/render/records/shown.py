"""One record with what it is related to."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from gitsm.graph.neighbours import Neighbour
from gitsm.render import escape
from gitsm.render.terminal import paint, printable
from gitsm.snapshot import Entry
from gitsm_schemas.flow import RELATIONS

_INDENT = 2


def text(entry: Entry, related: tuple[Neighbour, ...]) -> str:
    """Write a record for people: its fields, then its relations from both ends."""
    data = entry.data or {}
    lines = [f"{paint(printable(entry.ref), 'strong')}  {paint(printable(entry.path), 'dim')}"]
    for key, value in data.items():
        if key not in {"kind", "id", *RELATIONS}:
            lines += _field(key, value, 1)
    for name in dict.fromkeys(one.relation for one in related):
        others = [one.ref for one in related if one.relation == name]
        lines += ["", paint(name.replace("_", " "), "strong"), *(f"  {printable(ref)}" for ref in others)]
    return "\n".join(lines) + "\n"


def _field(key: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  # any value of a record
    pad = " " * (_INDENT * depth)
    key = printable(key)
    if isinstance(value, Mapping):
        yield f"{pad}{key}:"
        for name, item in value.items():
            yield from _field(name, item, depth + 1)
    elif isinstance(value, list):
        plain = all(not isinstance(item, Mapping | list) for item in value)
        if plain:
            yield f"{pad}{key}: {', '.join(printable(str(item)) for item in value)}"
            return
        yield f"{pad}{key}:"
        for index, item in enumerate(value):
            yield from _field(str(index + 1), item, depth + 1)
    else:
        first, *rest = str(value).rstrip("\n").split("\n")
        yield f"{pad}{key}: {printable(first)}"
        yield from (f"{pad}  {printable(line)}" for line in rest)


def json(entry: Entry, related: tuple[Neighbour, ...]) -> str:
    """Write a record for programs."""
    return escape.json(
        {
            "schema": "gitsm/show/v1",
            "ref": entry.ref,
            "path": entry.path,
            "record": entry.data,
            "relations": [{"relation": one.relation, "ref": one.ref, "outgoing": one.outgoing} for one in related],
        }
    )


def markdown(entry: Entry, related: tuple[Neighbour, ...]) -> str:
    """Write a record into Markdown: a table of its fields, then its relations."""
    data = entry.data or {}
    lines = [f"### {escape.markdown(entry.ref)}", "", "| field | value |", "| --- | --- |"]
    for key, value in data.items():
        if key not in {"kind", "id", *RELATIONS}:
            said = "<br>".join(escape.markdown(line.strip().removeprefix(": ")) for line in _field("", value, 0))
            lines.append(f"| {escape.markdown(key)} | {said} |")
    for name in dict.fromkeys(one.relation for one in related):
        others = ", ".join(escape.markdown(one.ref) for one in related if one.relation == name)
        lines += ["", f"**{name.replace('_', ' ')}**: {others}"]
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[Entry, tuple[Neighbour, ...]], str]]] = {
    "text": text,
    "json": json,
    "markdown": markdown,
}
"""By the word of --format."""

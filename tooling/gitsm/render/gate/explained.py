"""A record file, with who may approve each part of it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from gitsm.change.explain import Part
from gitsm.change.requirements import Requirement
from gitsm.render.terminal import paint, printable, width

_KEY: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):")
_WIDE: Final = 64


def text(content: str, parts: Iterable[Part]) -> str:
    """Write the file's lines, each key with those who must agree to an edit of it."""
    known = {part.key: part for part in parts}
    lines = [printable(line) for line in content.rstrip("\n").split("\n")]
    wide = min(_WIDE, max((width(line) for line in lines), default=0))
    return "\n".join(line for each in lines for line in _line(each, known, wide)) + "\n"


def _line(line: str, known: dict[str, Part], wide: int) -> Iterator[str]:
    match = _KEY.match(line)
    part = known.get(match[1]) if match else None
    told = list(_told(part)) if part is not None else []
    first = told[0] if told else ""
    yield f"{line}{' ' * max(0, wide - width(line))}  {paint(first, 'note')}".rstrip() if first else line
    for more in told[1:]:
        yield f"{' ' * wide}  {paint(more, 'note')}"


def _told(part: Part) -> Iterator[str]:
    for one in part.asked:
        names = ", ".join(team.partition(":")[2] for team in one.teams) or "nobody"
        many = f"{one.count} of " if one.count > 1 else ""
        yield f"{many}{names} ({one.rule}){'' if part.whole else _where(one, part)}"


def _where(one: Requirement, part: Part) -> str:
    below = sorted(piece.pointer.removeprefix(f"/{part.key}/") for piece in one.pieces)
    return f": {', '.join(below[:3])}{' and more' if len(below) > 3 else ''}"  # noqa: PLR2004  # a line's worth

"""What a text in Markdown may be made of, so that whoever renders it is done in a moment (security.md O5)."""

# Markdown renderers are quadratic in some marks and recursive in nesting. Counting is the same on every machine, which
# a deadline is not; the limits are far above what an article needs, and a test renders the worst that fits them.

import re
from collections.abc import Callable, Mapping
from typing import Final

HARMLESS: Final = 500
"""No text as short as this is slow."""
MOST_CHARACTERS: Final = 100_000
MOST_LEVELS: Final = 20
_INDENTED: Final = re.compile(r"(?m)^[ \t>]{21,}(?=[^ \t>\n])")
_HEADING: Final = re.compile(r"(?m)^[ >]*#|^[ >]*(?:=+|-+)[ ]*$")
LIMITS: Final[Mapping[str, tuple[int, Callable[[str], int]]]] = {
    "characters": (MOST_CHARACTERS, len),
    "lines": (5_000, lambda text: text.count("\n")),
    "opening brackets": (1_000, lambda text: text.count("[")),
    "less-than signs": (500, lambda text: text.count("<")),
    "headings": (500, lambda text: len(_HEADING.findall(text))),
}
"""By what is counted, the most there may be, and how it is counted."""


def unrenderable(text: str) -> str | None:
    """Say why a text would take too long to render; None where it does not."""
    if len(text) <= HARMLESS:
        return None
    for what, (most, count) in LIMITS.items():
        found = count(text)
        if found > most:
            return f"it has {found:,} {what}, and no more than {most:,} are rendered"
    deepest = max(map(_levels, _INDENTED.findall(text)), default=0)
    if deepest > MOST_LEVELS:
        return f"a line is {deepest} levels deep, and no more than {MOST_LEVELS} are rendered"
    return None


def _levels(start: str) -> int:
    quotes = start.count(">")
    return quotes + len(start.replace("> ", "").replace(">", "").expandtabs(4)) // 4

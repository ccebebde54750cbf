"""What may be shown on a terminal, how wide it is, and when it has colours."""

import os
import re
import sys
import unicodedata
from typing import Final, Literal

from gitsm.render.color import wants_color

When = Literal["auto", "always", "never"]
Style = Literal["error", "warning", "note", "hint", "strong", "dim", "good"]

_STYLES: Final[dict[Style, str]] = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "hint": "1;34",
    "strong": "1",
    "dim": "2",
    "good": "1;32",
}
_PAINT: Final = re.compile("\x1b\\[[0-9;]*m")


def paint(text: str, style: Style) -> str:
    """Colour a text; `plain` takes the colours away again where they are not wanted."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def plain(text: str) -> str:
    """Take the colours of `paint` out of a text."""
    return _PAINT.sub("", text) if "\x1b" in text else text


def for_errors(text: str, when: str = "auto") -> str:
    """Keep or drop the colours of a text for standard error."""
    return text if wants_color(when, os.environ, terminal=sys.stderr.isatty()) else plain(text)


def printable(text: str, keep: str = "") -> str:
    r"""Escape what could move a cursor, hide text or give orders to a build log.

    Everything that Python calls not printable (controls, ESC, C1, bidirectional marks, lone surrogates) becomes
    `\u001b`. `##[` is broken up, which some runners take for a command anywhere in a line (security.md O1).

    Args:
        text: what somebody wrote.
        keep: characters to leave as they are, such as a line break.
    """
    if text.isprintable() and "##[" not in text:
        return text
    shown = "".join(char if char.isprintable() or char in keep else escaped(char) for char in text)
    return shown.replace("##[", "##\\u005b")


def escaped(char: str) -> str:
    r"""Write one character as `\u001b`."""
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # the end of the basic plane


def width(text: str) -> int:
    """Count the columns a terminal gives a text: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1

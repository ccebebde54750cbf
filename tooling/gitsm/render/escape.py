"""One escape for each place that a stranger's text is written to (security.md §1c)."""

import html as _html
import json as _json
import re
from typing import Final

from gitsm.render.terminal import printable

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9 ]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def command_data(text: str) -> str:
    """Escape the message of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """Escape a property of a GitHub workflow command."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Write a text into Markdown so that it reads as it is: no link, picture, mention, heading or table cell."""
    safe = _UNSAFE.sub(lambda match: f"&#{ord(match[0])};", printable(text, "\n"))
    return f"<code>{safe}</code>"


def html(text: str) -> str:
    """Write a text into HTML, between tags or in a quoted attribute."""
    return _html.escape(_whole(text), quote=True)


def mermaid(text: str) -> str:
    """Write a text into the quoted label of a Mermaid node."""
    return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", printable(text, "\n"))


def dot(text: str) -> str:
    """Write a text into a double-quoted string of DOT, quotes not included."""
    return printable(text, "\n").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def csv_cell(text: str) -> str:
    """Write a text into a cell that no spreadsheet takes for a formula; quoting is left to the writer."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def json(value: object) -> str:
    """Write a value as JSON with two spaces of indent, safe to print; the same value gives the same bytes."""
    text = _json.dumps(value, ensure_ascii=False, indent=2)
    if not text.isascii() or "##[" in text or "\x7f" in text:
        text = "".join(char if char.isprintable() or char == "\n" else _unit(char) for char in text)
        text = text.replace("##[", "##\\u005b")
    return text + "\n"


def _unit(char: str) -> str:
    """Write one character as JSON's escape, as two units beyond the basic plane."""
    return "".join(f"\\u{unit:04x}" for unit in _units(ord(char)))


def _units(code: int) -> tuple[int, ...]:
    if code <= 0xFFFF:  # noqa: PLR2004  # the end of the basic plane
        return (code,)
    return 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)


def _whole(text: str) -> str:
    # Half a surrogate pair is no character: an entity cannot name it, and no page may hold it. NUL is no better.
    return _SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")

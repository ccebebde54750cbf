"""The plainest YAML, read line by line: most records hold nothing else, and it takes a third of the time.

Whatever is not certain is left to the parser: a key that it has not seen yet, a comment beside a value, a text without
quotes that goes on in the next line, any mistake. So nothing is refused here, and what is read is what the parser would
have read.
"""

import re
from typing import Any, Final

from gitsm.load.words import KNOWN, Odd, meaning

_MOST_CHARACTERS: Final = 20_000
"""A file as short as that cannot hold too many values."""
_MOST_NESTED: Final = 12
_LINE: Final = re.compile(r"( *)(- )?(?:([A-Za-z][A-Za-z0-9_-]*):(?: |$))?(.*)", re.ASCII)
_TEXT: Final = r"[A-Za-z0-9][A-Za-z0-9_.,;/+()%=-]*(?:[ :][A-Za-z0-9(+/][A-Za-z0-9_.,;/+()%=-]*)*\Z"
_PLAIN: Final = re.compile(_TEXT, re.ASCII)
_PAIR: Final = re.compile(rf"([A-Za-z][A-Za-z0-9_-]*): ({_TEXT})", re.ASCII)
"""What most lines are: a key of the record itself with a plain value."""
_QUOTED: Final = re.compile(r"(?:\"([^\"\\]*)\"|'([^']*)')\Z")
_WORD: Final = r"[A-Za-z0-9][A-Za-z0-9_./-]*(?::[A-Za-z0-9][A-Za-z0-9_./-]*)*"
_LIST: Final = re.compile(rf"\[(?:{_WORD}(?:, {_WORD})*)?\]\Z", re.ASCII)
_BLOCKS: Final = {">-": (" ", ""), ">": (" ", "\n"), "|-": ("\n", ""), "|": ("\n", "\n")}
"""By how a block begins: what is between its lines, and what follows them."""


class _Otherwise(Exception):  # noqa: N818  # no error: the parser reads it
    """Something is not as plain as that."""


def plain(text: str) -> dict[str, Any] | None:
    """Read a record; None where only the parser can tell what it says.

    Args:
        text: the file, without invisible characters.
    """
    if len(text) > _MOST_CHARACTERS or not text.endswith("\n") or "\t" in text or "\r" in text:
        return None
    try:
        return _Lines(text[:-1].split("\n")).mapping()
    except _Otherwise:
        return None


class _Lines:
    """Lines, of which each adds to the innermost mapping or list that is open in its column."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._number = 0
        self._open: list[tuple[int, Any]] = [(0, {})]
        self._waiting: str | None = None
        """The last key, while its value is to come in further lines."""

    def mapping(self) -> dict[str, Any]:
        """Read all of them."""
        found: dict[str, Any] = self._open[0][1]
        lines, is_pair = self._lines, _PAIR.match
        while self._number < len(lines):
            line = lines[self._number]
            self._number += 1
            pair = is_pair(line)
            if pair is not None and self._waiting is None:
                known = KNOWN.get(pair[1])
                if known is None or known in found:
                    raise _Otherwise
                found[known] = _meant(pair[2])
                del self._open[1:]
            elif line and line[0] != "#":
                self._add(line)
        if self._waiting is not None or not found:
            raise _Otherwise
        return found

    def _add(self, line: str) -> None:
        match = _LINE.match(line)
        assert match is not None  # whatever a line is
        indent, dash, key, rest = match.groups()
        column = len(indent)
        if dash:
            items = self._list_at(column)
            if key is None:
                items.append(self._value(rest))
                return
            column += 2
            items.append({})
            self._begin(column, items[-1])
        if key is None:
            raise _Otherwise
        self._put(column, key, rest)

    def _put(self, column: int, key: str, rest: str) -> None:
        data = self._mapping_at(column)
        known = KNOWN.get(key)
        if known is None or known in data:
            raise _Otherwise
        if not rest:
            self._waiting = known
            data[known] = None
        elif rest in _BLOCKS:
            data[known] = self._block(column, *_BLOCKS[rest])
        else:
            data[known] = self._value(rest)

    def _list_at(self, column: int) -> list[Any]:
        """Find the list whose items stand in a column; the key before may begin it."""
        if self._waiting is not None:
            if column < self._open[-1][0]:
                raise _Otherwise
            items: list[Any] = []
            self._fill(column, items)
            return items
        self._close(column)
        found: Any = self._open[-1][1]
        if self._open[-1][0] != column or not isinstance(found, list):
            raise _Otherwise
        return found

    def _mapping_at(self, column: int) -> dict[str, Any]:
        """Find the mapping whose keys stand in a column; the key before may begin it."""
        if self._waiting is not None:
            if column <= self._open[-1][0]:
                raise _Otherwise
            data: dict[str, Any] = {}
            self._fill(column, data)
            return data
        self._close(column)
        if type(self._open[-1][1]) is list and self._open[-1][0] == column:
            self._open.pop()  # the items of a list may stand right below their key
        found: Any = self._open[-1][1]
        if self._open[-1][0] != column or not isinstance(found, dict):
            raise _Otherwise
        return found

    def _close(self, column: int) -> None:
        while self._open[-1][0] > column:
            self._open.pop()

    def _fill(self, column: int, value: object) -> None:
        """Give the last key its value."""
        self._open[-1][1][self._waiting] = value
        self._waiting = None
        self._begin(column, value)

    def _begin(self, column: int, value: object) -> None:
        if len(self._open) > _MOST_NESTED:
            raise _Otherwise
        self._open.append((column, value))

    def _value(self, rest: str) -> Any:  # noqa: ANN401  # the value's own type
        """Read what stands in one line."""
        if _PLAIN.match(rest):
            return _meant(rest)
        quoted = _QUOTED.match(rest)
        if quoted is not None:
            return quoted[1] if quoted[2] is None else quoted[2]
        if _LIST.match(rest):
            return [_meant(word) for word in rest[1:-1].split(", ")] if len(rest) > len("[]") else []
        raise _Otherwise

    def _block(self, column: int, between: str, after: str) -> str:
        """Read a text that stands in the following lines, each as far in as the first."""
        found: list[str] = []
        inside = 0
        while self._number < len(self._lines):
            line = self._lines[self._number]
            indent = len(line) - len(line.lstrip(" "))
            if indent == len(line) or line[-1] == " ":
                raise _Otherwise  # empty lines, and spaces at an end, have a meaning of their own
            if indent <= column:
                break
            if indent != (inside or indent):
                raise _Otherwise
            inside = indent
            found.append(line[indent:])
            self._number += 1
        if not found:
            raise _Otherwise
        return between.join(found) + after


def _meant(word: str) -> Any:  # noqa: ANN401  # the word's own type
    found = meaning(word)
    if found is Odd.ODD:
        raise _Otherwise
    return found

"""The strict reader of JSON that somebody hands in: every parser reads what it takes alike."""

import json
import math
import re
from typing import Any, Final, NoReturn

MOST_DEPTH: Final = 100
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]', re.DOTALL)


class NotPlainJsonError(ValueError):
    """Text that is refused.

    Attributes:
        reason: why, as a sentence without its subject's name.
        line: where, from 1; None where the whole of it is meant.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason = reason
        self.line = line


def read(content: bytes, most: int) -> Any:  # noqa: ANN401  # JSON
    """Read one JSON text (RFC 8259) in UTF-8; a byte order mark before it is passed over.

    Args:
        content: what was handed in.
        most: how many bytes are read at most.

    Raises:
        NotPlainJsonError: when it is larger, no UTF-8, no JSON, nested deeper than `MOST_DEPTH`, has a key twice in
            one object, a number that is none or beyond measure, or half of a surrogate pair.
    """
    if len(content) > most:
        raise NotPlainJsonError(f"it is larger than {most} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotPlainJsonError("it is not UTF-8", content.count(b"\n", 0, error.start) + 1) from None
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        # Python quotes nothing of the text in what it says, so neither do we.
        raise NotPlainJsonError(f"it is no JSON: {error.msg.lower()}, column {error.colno}", error.lineno) from None
    except _TwiceError:
        raise _twice(text) from None
    except NotPlainJsonError:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise NotPlainJsonError(str(error).partition(";")[0].lower()) from None
    except RecursionError:
        raise NotPlainJsonError(_TOO_DEEP) from None
    _look_through(data)
    return data


_TOO_DEEP: Final = f"it is nested deeper than {MOST_DEPTH}"


class _TwiceError(ValueError):
    """A key stands twice in one object; the decoder does not say where."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _no_number(text: str) -> NoReturn:
    raise NotPlainJsonError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotPlainJsonError(f"the number {text[:20]} is beyond measure")
    return number


def _look_through(data: object) -> None:
    """Hold depth and text to their limits, level by level, so that what comes after may go down into it."""
    level, depth = [data], 0
    while level:
        inner = [value for value in level if isinstance(value, dict | list)]
        for value in level:
            if isinstance(value, str):
                _whole(value)
        depth += bool(inner)
        if depth > MOST_DEPTH:
            raise NotPlainJsonError(_TOO_DEEP)
        level = [below for value in inner for below in _below(value)]


def _below(value: dict[str, object] | list[object]) -> list[object]:
    return value if isinstance(value, list) else [*value.keys(), *value.values()]


def _whole(text: str) -> None:
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise NotPlainJsonError("it has half of a surrogate pair, which is no character")


def _twice(text: str) -> NotPlainJsonError:
    """Say which key stands twice, and where; only asked where the decoder met one, and up to there the text is JSON."""
    objects: list[dict[str, int]] = []
    word, at = "", 0
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            objects.append({})
        elif token[0] in "}]":
            objects.pop()
        elif token[0] != ":":
            word, at = token[0], token.start()
        elif (first := objects[-1].setdefault(json.loads(word), at)) != at:
            return NotPlainJsonError(
                f"the key {word[:60]} stands twice, first in line {_line(text, first)}", _line(text, at)
            )
    raise AssertionError(text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1

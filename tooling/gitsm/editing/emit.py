"""A record as canonical YAML."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeGuard

# Plain scalars that no reader of YAML 1.1 or 1.2 takes for anything but text; whatever else there is gets quotes.
_PLAIN: Final = re.compile(r"\A[A-Za-z/$][A-Za-z0-9_ ./@+()%$&;<>'=~-]*(?::[A-Za-z0-9_./@+%-]+)*\Z", re.ASCII)
_DAY: Final = re.compile(
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))?\Z"
)
_MEASURE: Final = re.compile(r"\A[0-9]{1,6}(?:\.[0-9]+)?(?:%|min|h|d|w)\Z")
_WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "none", "nan", "inf"})
_LITERAL: Final = re.compile(r"\A(?:[^\s\x00-\x1f\x7f-\x9f][^\x00-\x09\x0b-\x1f\x7f-\x9f]*)\n?\Z", re.DOTALL)
_ODD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|[ \t]\n|\n[ \t]*\n\n|\n\n\\Z|\t")
_WIDTH: Final = 100
_SHORT: Final = 30


def emit(data: Mapping[str, Any], order: Sequence[str] = ()) -> str:
    """Write a record as YAML that every parser reads alike.

    Args:
        data: text, numbers, booleans, lists and mappings.
        order: the top-level keys that come first, in their order; others follow in the order of `data`.
    """
    keys = [key for key in order if key in data] + [key for key in data if key not in order]
    return "\n".join(line for key in keys for line in _pair(key, data[key], 0)) + "\n"


def _pair(key: str, value: object, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, Mapping):
        if not value:
            yield f"{pad}{key}: {{}}"
            return
        yield f"{pad}{key}:"
        for name, item in value.items():
            yield from _pair(name, item, indent + 2)
    elif _is_list(value):
        yield from _list(key, value, indent)
    elif isinstance(value, str) and "\n" in value:
        yield from _text(f"{pad}{key}: ", value, indent + 2)
    else:
        yield f"{pad}{key}: {scalar(value)}"


def _list(key: str, items: Sequence[object], indent: int) -> Iterator[str]:
    pad = " " * indent
    flow = _flow(items)
    if flow is not None and len(pad) + len(key) + 2 + len(flow) <= _WIDTH:
        yield f"{pad}{key}: {flow}"
        return
    yield f"{pad}{key}:"
    for item in items:
        yield from _item(item, indent + 2)


def _item(item: object, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(item, Mapping) and item:
        lines = (line for name, value in item.items() for line in _pair(name, value, indent + 2))
        first = next(lines)
        yield f"{pad}- {first[indent + 2 :]}"
        yield from lines
    elif isinstance(item, str) and "\n" in item:
        yield from _text(f"{pad}- ", item, indent + 2)
    elif _is_list(item) or isinstance(item, Mapping):
        yield f"{pad}- {_flow_value(item)}"
    else:
        yield f"{pad}- {scalar(item)}"


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    if not _LITERAL.match(text) or _ODD.search(text):
        yield start + _quoted(text)
        return
    yield start + ("|" if text.endswith("\n") else "|-")
    for line in text.rstrip("\n").split("\n"):
        yield " " * indent + line if line else ""


def _flow(items: Sequence[object]) -> str | None:
    """Write a list of short scalars in one line; None where it should be one item a line."""
    if not items:
        return "[]"
    if any(isinstance(item, Mapping) or _is_list(item) for item in items):
        return None
    if any(isinstance(item, str) and (len(item) > _SHORT or "\n" in item) for item in items):
        return None
    return "[" + ", ".join(_in_flow(item) for item in items) + "]"


def _flow_value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow_value(item)}" for key, item in value.items()) + "}"
    if _is_list(value):
        return "[" + ", ".join(map(_flow_value, value)) + "]"
    return scalar(value)


def _in_flow(value: object) -> str:
    # A comma or bracket would end the item; `scalar` never leaves one unquoted.
    return scalar(value)


def scalar(value: object) -> str:
    """Write one value so that every parser reads it as that value.

    Raises:
        TypeError: for a value that YAML has no plain form of.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format(value, ".15g") if value != int(value) else f"{value:.1f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if _is_plain(value) else _quoted(value)
    raise TypeError(type(value).__name__)


def _quoted(text: str) -> str:
    """Write a text between double quotes; what cannot be seen is escaped."""
    inner = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in inner)


def _is_plain(text: str) -> bool:
    if _DAY.match(text) or _MEASURE.match(text):
        return True
    return bool(_PLAIN.match(text)) and not text.endswith(" ") and text.lower() not in _WORDS


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence) and not isinstance(value, str)

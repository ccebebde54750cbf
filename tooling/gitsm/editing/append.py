"""One item added to a list of a record's file; not a byte besides changes."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from gitsm.editing.emit import emit, scalar
from gitsm.editing.update import quoted, round_trip
from gitsm.errors import EditRefusedError
from gitsm.load.reader import read


def append(name: str, text: str, keys: tuple[str, ...], value: Any) -> str:  # noqa: ANN401  # any of YAML
    """Add an item at the end of a list; lists and mappings that are not there yet are made.

    A list that stands in block style at the end of the file, or before another key, gets the lines of the new item and
    nothing else changes. A list in brackets is written anew by a round trip. Either way the result is read again by the
    strict reader, and only what was meant may differ.

    Args:
        name: the file, for messages.
        text: its content.
        keys: what leads to the list.
        value: the item.

    Raises:
        EditRefusedError: when the file cannot be read, something else stands there, or it would say anything else.
    """
    before = read(text.encode())
    if not isinstance(before.data, dict):
        raise EditRefusedError(name, "it cannot be read", "gitsm check says why")
    wanted = _with(name, before.data, keys, value)
    after = _spliced(text, keys, value)
    if after is None or read(after.encode()).data != wanted:
        after = _rewritten(name, text, keys, value)
    if read(after.encode()).data != wanted:
        raise EditRefusedError(name, "it would say something else afterwards", "edit it by hand")
    return after


def _with(name: str, data: Mapping[str, Any], keys: tuple[str, ...], value: Any) -> dict[str, Any]:  # noqa: ANN401
    key, rest = keys[0], keys[1:]
    there = data.get(key)
    if rest:
        if there is not None and not isinstance(there, dict):
            raise EditRefusedError(name, f"{key} is no mapping", "edit it by hand")
        return {**data, key: _with(name, there or {}, rest, value)}
    if there is not None and not isinstance(there, list):
        raise EditRefusedError(name, f"{key} is no list", "edit it by hand")
    return {**data, key: [*(there or ()), value]}


def _spliced(text: str, keys: tuple[str, ...], value: Any) -> str | None:  # noqa: ANN401
    """Add the lines of an item after the last one of a top-level list in block style; None where there is none."""
    if len(keys) != 1:
        return None
    lines = text.split("\n")
    try:
        start = lines.index(f"{keys[0]}:")
    except ValueError:
        return None
    end = start + 1
    while end < len(lines) and (lines[end].startswith((" ", "-")) or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    indent = next((len(line) - len(line.lstrip()) for line in lines[start + 1 : end] if line.lstrip()[:1] == "-"), 2)
    if isinstance(value, str) and "\n" not in value:
        item = [f"  - {scalar(value)}"]  # `emit` would write a short list in brackets
    else:
        item = emit({"x": [value]}).rstrip("\n").split("\n")[1:]
    if not item or not item[0].startswith("  - "):
        return None
    return "\n".join([*lines[:end], *(" " * indent + line[2:] if line else "" for line in item), *lines[end:]])


def _rewritten(name: str, text: str, keys: tuple[str, ...], value: Any) -> str:  # noqa: ANN401
    stream = StringIO()
    with round_trip(name) as yaml:
        document = yaml.load(text)
        place = document
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        if keys[-1] in place:
            place[keys[-1]].append(quoted(value))
        else:
            place[keys[-1]] = [quoted(value)]
        yaml.dump(document, stream)
    return stream.getvalue()

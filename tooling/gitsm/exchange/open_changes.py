"""The list of open changes that a forge writes: read by its schema, nothing in it believed."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from gitsm.errors import BadListError
from gitsm.inquiry.rivals import Named
from gitsm.load import json_reader

SCHEMA: Final = "gitsm/open-changes/v1"
MOST_BYTES: Final = 5_000_000
MOST_CHANGES: Final = 5000
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f]{1,250}\Z")
_KEYS: Final = frozenset({"name", "head", "title", "author", "url", "draft"})


def read(content: bytes, name: str) -> tuple[Named, ...]:
    """Read a list of open changes.

    Args:
        content: the file's bytes.
        name: what people call the file.

    Raises:
        BadListError: when it is no such list.
    """
    try:
        data = json_reader.read(content, MOST_BYTES)
    except json_reader.NotPlainJsonError as error:
        raise BadListError(name, str(error)) from None
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA or set(data) - {"schema", "changes"}:
        raise BadListError(name, f"it does not say `schema: {SCHEMA}` and `changes`")
    items = data.get("changes")
    if not isinstance(items, list):
        raise BadListError(name, "`changes` is no list")
    if len(items) > MOST_CHANGES:
        raise BadListError(name, f"it lists {len(items)} changes, and {MOST_CHANGES} are the most")
    found = [_named(name, number, item) for number, item in enumerate(items, 1)]
    names = Counter(each.name for each in found)
    doubled = [each for each, count in names.items() if count > 1]
    if doubled:
        raise BadListError(name, f"{min(doubled)} stands in it twice")
    return tuple(found)


def _named(name: str, number: int, item: object) -> Named:
    if not isinstance(item, Mapping) or set(item) - _KEYS:
        raise BadListError(name, f"item {number} holds something else than {', '.join(sorted(_KEYS))}")
    called, head = item.get("name"), item.get("head")
    if not isinstance(called, str) or not _NAME.match(called):
        raise BadListError(name, f"item {number} has no name of one line")
    if not isinstance(head, str) or not head:
        raise BadListError(name, f"item {number} says no head: a commit's id or a revision")
    return Named(called, head)

"""A record as its smallest parts, each named as an edit of it would name it."""

from collections.abc import Iterator, Mapping
from typing import Any

from gitsm.diff.values import matched, plain
from gitsm.snapshot import Entry
from gitsm_schemas.record import Part

Leaves = Mapping[str, Any]
"""By JSON Pointer, the value as it reads in YAML."""


def leaves_of(entry: Entry) -> Leaves:
    """List what a record states: every value that is no mapping and no list, kind and id left out.

    Items of lists are named by what they are. A record with a fault is taken as it is written.
    """
    record = entry.record
    found = dict(_below("", record if record is not None else dict(entry.data or {})))
    return {pointer: value for pointer, value in found.items() if pointer not in {"/kind", "/id"}}


def leaves_in(pointer: str, value: Any) -> Leaves:  # noqa: ANN401  # any value of a record
    """List the parts of a value that stands at a pointer; nothing has one part, itself."""
    return dict(_below(pointer, value)) or {pointer: plain(value)}


def _below(pointer: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # any value of a record
    if isinstance(value, Part):
        stated = value.model_fields_set
        fields = {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()
                  if name in stated}  # fmt: skip
        yield from _items(pointer, fields)
    elif isinstance(value, Mapping):
        yield from _items(pointer, value)
    elif isinstance(value, tuple | list):
        for name, _, item in matched((), tuple(value), {}):
            yield from _below(f"{pointer}/{name}", item)
    elif value is not None:
        yield pointer, plain(value)


def _items(pointer: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, item in fields.items():
        yield from _below(f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}", item)

"""Whether a record says something at a path of a policy, such as `$.verified.at` or `$.targets[*].value`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from gitsm.snapshot import Plain

_STEP: Final = re.compile(r"\.?([A-Za-z0-9_-]+)|\[['\"]([^'\"]*)['\"]\]|\[([0-9]+)\]|(\.\*|\[\*\])")


def says(data: Plain, path: str) -> bool:
    """Tell whether something stands at a path; an empty text, list or mapping is nothing."""
    found: list[Any] = [data]
    for name, quoted, number, every in _STEP.findall(path.removeprefix("$")):
        found = [below for value in found for below in _below(value, name or quoted, number, every)]
    return any(value not in (None, "", [], {}) for value in found)


def _below(value: object, name: str, number: str, every: str) -> Iterator[Any]:
    if every:
        yield from value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    elif number:
        if isinstance(value, list) and int(number) < len(value):
            yield value[int(number)]
    elif isinstance(value, Mapping):
        yield value.get(name)

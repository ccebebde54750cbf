"""What a forge's answers must look like: read with care, for a proxy or a change of version may answer, too."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from gitsm.errors import ForgeUnreachableError

OID: Final = re.compile(r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\Z", re.ASCII)
_MISSING: Final = object()


class Shape:
    """One object of an answer."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, Mapping):
            raise _odd("no object")
        self._value = value

    def _get(self, *keys: str) -> Any:  # noqa: ANN401  # JSON
        value: Any = self._value
        for key in keys:
            value = value.get(key, _MISSING) if isinstance(value, Mapping) else _MISSING
        return value

    def has(self, *keys: str) -> bool:
        """Tell whether there is something, and not null."""
        value = self._get(*keys)
        return value is not _MISSING and value is not None

    def text(self, *keys: str, default: str | None = None) -> str:
        """Take a text; the default where there is none."""
        value = self._get(*keys)
        if isinstance(value, str):
            return value
        if default is not None and (value is _MISSING or value is None):
            return default
        raise _odd(".".join(keys))

    def number(self, *keys: str) -> int:
        """Take a whole number that is not negative."""
        value = self._get(*keys)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise _odd(".".join(keys))

    def flag(self, *keys: str) -> bool:
        """Take a truth; false where there is none."""
        return self._get(*keys) is True

    def oid(self, *keys: str) -> str:
        """Take the id of a commit."""
        value = self._get(*keys)
        if isinstance(value, str) and OID.match(value):
            return value
        raise _odd(".".join(keys))

    def moment(self, *keys: str) -> datetime:
        """Take a time with an offset."""
        value = self._get(*keys)
        try:
            read = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise _odd(".".join(keys)) from None
        if read.tzinfo is None:
            raise _odd(".".join(keys))
        return read

    def items(self, *keys: str) -> list[Any]:
        """Take a list."""
        value = self._get(*keys)
        if isinstance(value, list):
            return value
        raise _odd(".".join(keys))


def _odd(what: str) -> ForgeUnreachableError:
    return ForgeUnreachableError(f"the answer is not what it should be: {what}", "the address of its API is wrong")

"""What was found in one tree, as bytes that answer without being read: records, who names whom, findings."""

import json
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from gitsm.errors import DamagedCacheError
from gitsm.load.index import Index
from gitsm.recheck.findings import unpacked
from gitsm.snapshot import Plain

MAGIC: Final = b"gitsm-ledger-2"
PATHS: Final = "paths"
OWNERS: Final = "owners"
NOBODY: Final = 0xFFFFFFFF


class Row(NamedTuple):
    """A record as it was read: its file, git's id of that, whether a model accepted it, and what stands in it."""

    path: str
    oid: str
    sound: bool
    data: Plain | None


class TooWideError(Exception):
    """More is asked for than is worth looking up: everything has to be judged."""


class Ledger:
    """What was found in one tree, in the bytes of a file that is mapped into memory.

    Raises:
        DamagedCacheError: when the bytes are not what `writing.written` wrote; also from its methods, for a row is
            checked when it is asked for.
    """

    def __init__(self, content: Any) -> None:  # noqa: ANN401  # whatever has a buffer: bytes, mmap
        self._index = Index(content, MAGIC)
        self._paths, self._owners = self._index.texts(PATHS), self._index.numbers(OWNERS)
        told = self._index.told
        if not isinstance(told.get("records"), int) or not all(_is_list(told.get(key)) for key in ("astray", "common")):
            raise DamagedCacheError
        self.records: int = told["records"]
        self.findings = unpacked(told.get("findings"))
        self.astray: frozenset[str] = frozenset(map(str, told["astray"]))
        self._common: frozenset[str] = frozenset(map(str, told["common"]))

    @property
    def files(self) -> int:
        """Count the record files."""
        return len(self._owners)

    def row(self, ref: str) -> Row | None:
        """Find a record; None where it is not declared."""
        content = self._index.row(ref)
        return None if content is None else _row(content)

    def declares(self, ref: str) -> bool:
        """Tell whether a record is declared, without reading it."""
        index = self._index.find(ref)
        return index is not None and self._index.has_row(index)

    def naming(self, name: str) -> tuple[str, ...]:
        """List the records in which an id stands anywhere, whatever its kind, or that have an alias or a former id.

        Raises:
            TooWideError: when the id is a word that stands in very many.
        """
        if name in self._common:
            raise TooWideError
        return self._index.referrers(name)

    def of_kind(self, kind: str) -> Iterator[str]:
        """List the records of a kind, in the order of their names."""
        begin, end = self._index.first(f"{kind}:"), self._index.first(f"{kind};")  # the semicolon follows the colon
        yield from (self._index.names[index] for index in range(begin, end) if self._index.has_row(index))

    def at(self, path: str) -> tuple[str, str | None] | None:
        """Find the file that some file systems take for a path, and the record that stands in it."""
        wanted = path.casefold()
        place = bisect_left(self._paths, wanted, key=str.casefold)
        if place == len(self._paths) or self._paths[place].casefold() != wanted:
            return None
        owner = self._owners[place]
        return self._paths[place], None if owner == NOBODY else self._index.names[owner]


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _row(content: bytes) -> Row:
    try:
        path, oid, sound, data = json.loads(content)
    except (ValueError, RecursionError):
        raise DamagedCacheError from None
    fine = isinstance(path, str) and isinstance(oid, str) and isinstance(sound, bool)
    if not fine or not (data is None or isinstance(data, dict)):
        raise DamagedCacheError
    return Row(path, oid, sound, data)

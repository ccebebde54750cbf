"""What was found in one tree, as bytes that answer without being read: records, who names whom, findings."""

# Names and paths stand in order, so both are found by halving; a record's row is read when it is asked for. Nothing in
# here is run: numbers in tables, text and JSON, each with a check sum.

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from zlib import crc32

from gitsm.errors import DamagedCacheError
from gitsm.recheck.findings import unpacked
from gitsm.snapshot import Plain

MAGIC: Final = b"gitsm-ledger-1"
NUMBER: Final = "I"
WIDTH: Final = 4
HEAD: Final = 1024
TABLES: Final = ("names", "rows", "checks", "starts", "referrers", "paths", "owners")
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
        whole = memoryview(content)
        head, tables = _header(whole)
        self._names, self._rows, self._checks, self._starts, self._referrers, self._paths, self._owners = tables
        self._text, self._files, self._data = head["text"], head["files"], head["data"]
        self._whole = whole
        self.records: int = head["records"]
        told = _told(whole, head)
        self.findings = unpacked(told.get("findings"))
        self.astray: frozenset[str] = frozenset(map(str, told["astray"]))
        self._common: frozenset[str] = frozenset(map(str, told["common"]))

    @property
    def files(self) -> int:
        """Count the record files."""
        return len(self._owners)

    def _name(self, index: int) -> str:
        raw = bytes(self._whole[self._text + self._names[index] : self._text + self._names[index + 1]])
        return raw.decode("utf-8", "surrogatepass")

    def _path(self, index: int) -> str:
        return bytes(self._whole[self._files + self._paths[index] : self._files + self._paths[index + 1]]).decode()

    def _first(self, ref: str) -> int:
        """Find the place of the first name that is not before another."""
        wanted, low, high = encoded(ref), 0, len(self._names) - 1
        while low < high:
            middle = (low + high) // 2
            if encoded(self._name(middle)) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _find(self, ref: str) -> int | None:
        index = self._first(ref)
        return index if index < len(self._names) - 1 and self._name(index) == ref else None

    def row(self, ref: str) -> Row | None:
        """Find a record; None where it is not declared."""
        index = self._find(ref)
        content = (
            b"" if index is None else self._whole[self._data + self._rows[index] : self._data + self._rows[index + 1]]
        )
        if index is None or not len(content):
            return None
        if crc32(content) != self._checks[index]:
            raise DamagedCacheError
        return _row(bytes(content))

    def declares(self, ref: str) -> bool:
        """Tell whether a record is declared, without reading it."""
        index = self._find(ref)
        return index is not None and self._rows[index] < self._rows[index + 1]

    def naming(self, name: str) -> tuple[str, ...]:
        """List the records in which an id stands anywhere, whatever its kind, or that have an alias or a former id.

        Raises:
            TooWideError: when the id is a word that stands in very many.
        """
        if name in self._common:
            raise TooWideError
        index = self._find(name)
        if index is None:
            return ()
        return tuple(map(self._name, self._referrers[self._starts[index] : self._starts[index + 1]]))

    def of_kind(self, kind: str) -> Iterator[str]:
        """List the records of a kind, in the order of their names."""
        begin, end = self._first(f"{kind}:"), self._first(f"{kind};")  # the semicolon follows the colon
        yield from (self._name(index) for index in range(begin, end) if self._rows[index] < self._rows[index + 1])

    def at(self, path: str) -> tuple[str, str | None] | None:
        """Find the file that some file systems take for a path, and the record that stands in it."""
        wanted, low, high = path.casefold(), 0, self.files
        while low < high:
            middle = (low + high) // 2
            if self._path(middle).casefold() < wanted:
                low = middle + 1
            else:
                high = middle
        if low == self.files or self._path(low).casefold() != wanted:
            return None
        owner = self._owners[low]
        return self._path(low), None if owner == NOBODY else self._name(owner)


def _row(content: bytes) -> Row:
    try:
        path, oid, sound, data = json.loads(content)
    except (ValueError, RecursionError):
        raise DamagedCacheError from None
    fine = isinstance(path, str) and isinstance(oid, str) and isinstance(sound, bool)
    if not fine or not (data is None or isinstance(data, dict)):
        raise DamagedCacheError
    return Row(path, oid, sound, data)


def _told(whole: memoryview, head: Mapping[str, Any]) -> dict[str, Any]:
    content = whole[head["told"] : head["end"]]
    if crc32(content) != head["told_check"]:
        raise DamagedCacheError
    try:
        told = json.loads(bytes(content))
    except (ValueError, RecursionError):
        raise DamagedCacheError from None
    if not isinstance(told, dict) or not all(isinstance(told.get(key), list) for key in ("astray", "common")):
        raise DamagedCacheError
    return told


def _header(whole: memoryview) -> tuple[dict[str, Any], list[memoryview]]:
    """Read what stands where, and make sure that all but the rows is as it was written."""
    try:
        line, _, _ = bytes(whole[:HEAD]).partition(b"\n")
        magic, check, text = line.split(b" ", 2)
        head: dict[str, Any] = json.loads(text)
        sound = magic == MAGIC and head["order"] == sys.byteorder
        body = whole[HEAD : head["data"]]
        if not sound or head["end"] != len(whole) or int(check, 16) != crc32(body, crc32(text)):
            raise DamagedCacheError
        tables, start = [], HEAD
        for name in TABLES:
            size = head[name] * WIDTH
            tables.append(whole[start : start + size].cast(NUMBER))
            start += size
    except (ValueError, KeyError, TypeError, IndexError):
        raise DamagedCacheError from None
    return head, tables


def encoded(name: str) -> bytes:
    """Write a name as it stands in a ledger, which is also how names are ordered."""
    return name.encode("utf-8", "surrogatepass")

"""An estate as bytes that answer without being read: names in order, and behind each what stands in its record."""

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, Final
from zlib import crc32

from gitsm.errors import DamagedCacheError
from gitsm.graph.estate import Memory
from gitsm.snapshot import Plain
from gitsm_schemas.flow import RELATIONS

_MAGIC: Final = b"gitsm-estate-1"
_NUMBER: Final = "I"
_WIDTH: Final = 4
_HEAD: Final = 8192
_MOST_TOLD: Final = 20
_TABLES: Final = ("names", "rows", "checks", "starts", "referrers")
KEPT: Final = frozenset(
    {
        *RELATIONS,
        *("name", "owner", "criticality", "class", "availability", "min_up", "service", "phase", "customers"),
        *("type", "covers", "targets", "applies_to", "confidence", "aliases"),
    }
)
"""The keys of a record that the graph asks for; others are left out."""


class Compiled:
    """An estate in bytes, of a file that is mapped into memory; only what is asked for is read.

    Raises:
        DamagedCacheError: when the bytes are not what `compiled` wrote; also from its methods, for a row is checked
            when it is asked for.
    """

    def __init__(self, content: Any) -> None:  # noqa: ANN401  # whatever has a buffer: bytes, mmap
        whole = memoryview(content)
        head, tables = _header(whole)
        self._names, self._rows, self._checks, self._starts, self._referrers = tables
        self._text = head["text"]
        self._data = head["data"]
        self._whole = whole
        self._known: dict[str, list[Any] | None] = {}
        self._naming: dict[str, tuple[str, ...]] = {}
        self.unreadable: tuple[str, ...] = tuple(head["unreadable"])
        self.silent: Mapping[str, list[str]] = head["silent"]

    def __len__(self) -> int:
        """Count the names, those of aliases and of missing records included."""
        return len(self._names) - 1

    def _name(self, index: int) -> bytes:
        return bytes(self._whole[self._text + self._names[index] : self._text + self._names[index + 1]])

    def _find(self, ref: str) -> int | None:
        wanted = ref.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._name(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._name(low) == wanted else None

    def _row(self, ref: str) -> list[Any] | None:
        if ref not in self._known:
            self._known[ref] = self._read(ref)
        return self._known[ref]

    def _read(self, ref: str) -> list[Any] | None:
        index = self._find(ref)
        if index is None:
            return None
        content = self._whole[self._data + self._rows[index] : self._data + self._rows[index + 1]]
        if not len(content):
            return None
        if crc32(content) != self._checks[index]:
            raise DamagedCacheError
        row: list[Any] = json.loads(bytes(content))
        return row

    def get(self, ref: str) -> Plain | None:
        """Find a record's data, as far as it was kept."""
        row = self._row(ref)
        return None if row is None else row[1]

    def path(self, ref: str) -> str | None:
        """Name the file a record stands in."""
        row = self._row(ref)
        return None if row is None else row[0]

    def referrers(self, ref: str) -> tuple[str, ...]:
        """List the records that name another."""
        if ref not in self._naming:
            index = self._find(ref)
            found = () if index is None else self._referrers[self._starts[index] : self._starts[index + 1]]
            self._naming[ref] = tuple(self._name(other).decode("utf-8", "surrogatepass") for other in found)
        return self._naming[ref]

    def refs(self) -> Iterable[str]:
        """List every record."""
        for index in range(len(self)):
            if self._rows[index] < self._rows[index + 1]:
                yield self._name(index).decode("utf-8", "surrogatepass")


def _header(whole: memoryview) -> tuple[dict[str, Any], list[memoryview]]:
    """Read what stands where, and make sure that all but the rows is as it was written."""
    try:
        line, _, _ = bytes(whole[:_HEAD]).partition(b"\n")
        magic, check, text = line.split(b" ", 2)
        head: dict[str, Any] = json.loads(text)
        sound = magic == _MAGIC and head["order"] == sys.byteorder
        body = whole[len(line) + 1 : head["data"]]
        if not sound or head["end"] != len(whole) or int(check, 16) != crc32(body, crc32(text)):
            raise DamagedCacheError
        tables, start = [], head["tables"]
        for name in _TABLES:
            size = head[name] * _WIDTH
            tables.append(whole[start : start + size].cast(_NUMBER))
            start += size
    except (ValueError, KeyError, TypeError, IndexError):
        raise DamagedCacheError from None
    return head, tables


def compiled(estate: Memory, silent: Mapping[str, list[str]]) -> Iterator[bytes]:
    """Write an estate as bytes.

    Args:
        estate: the estate.
        silent: by kind, the keys that cannot alter what runs; kept with it for those who do without the models.
    """
    names = sorted(name.encode("utf-8", "surrogatepass") for name in estate.data.keys() | estate.index.keys())
    number = {name.decode("utf-8", "surrogatepass"): index for index, name in enumerate(names)}
    rows = [_packed(estate, ref) for ref in number]
    referrers = [[number[other] for other in estate.index.get(ref, ())] for ref in number]
    tables = (
        array(_NUMBER, accumulate(map(len, names), initial=0)),
        array(_NUMBER, accumulate(map(len, rows), initial=0)),
        array(_NUMBER, map(crc32, rows)),
        array(_NUMBER, accumulate(map(len, referrers), initial=0)),
        array(_NUMBER, (other for each in referrers for other in each)),
    )
    told = {"unreadable": list(estate.unreadable[:_MOST_TOLD]), "silent": silent}
    yield from _written(names, rows, tables, told)


def _packed(estate: Memory, ref: str) -> bytes:
    data = estate.data.get(ref)
    if data is None:
        return b""
    kept = {key: value for key, value in data.items() if key in KEPT}
    return json.dumps([estate.path(ref), kept], separators=(",", ":")).encode()


def _written(
    names: list[bytes], rows: list[bytes], tables: tuple["array[int]", ...], told: Mapping[str, Any]
) -> Iterator[bytes]:
    body = b"".join([*(table.tobytes() for table in tables), *names])
    sizes: dict[str, Any] = {name: len(table) for name, table in zip(_TABLES, tables, strict=True)}
    table_bytes = sum(len(table) for table in tables) * _WIDTH
    head = {**sizes, "order": sys.byteorder, **told}
    start = _HEAD
    places = {"tables": start, "text": start + table_bytes, "data": start + len(body)}
    head |= {**places, "end": places["data"] + sum(map(len, rows))}
    text = json.dumps(head).encode()
    pad = b" " * (start - len(_MAGIC) - len(text) - 11)
    text += pad
    line = b"%s %08x %s\n" % (_MAGIC, crc32(body, crc32(text)), text)
    yield line
    yield body
    yield b"".join(rows)

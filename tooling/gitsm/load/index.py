"""Bytes that answer without being read: names in order, behind each its row and who names it, all with check sums."""

# Names are found by halving, and a row is read when it is asked for. Nothing in here is run: numbers in tables, text
# and JSON.

import json
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, overload
from zlib import crc32

from gitsm.errors import DamagedCacheError

_NUMBER: Final = "I"
_WIDTH: Final = 4
_HEAD: Final = 1024
_NAMES: Final = "names"
_TABLES: Final = ("rows", "checks", "starts", "referrers")
_MOST_HELD: Final = 8
"""So many rows are read before what was mapped for them is given back: each brings its neighbours with it."""


class Texts(Sequence[str]):
    """Texts that stand one behind the other, each read when it is asked for.

    Args:
        content: all of them.
        offsets: where each begins; and where the last one ends.
    """

    def __init__(self, content: memoryview, offsets: memoryview) -> None:
        self._content = content
        self._offsets = offsets

    def __len__(self) -> int:
        """Count them."""
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Read one."""
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.raw(index).decode("utf-8", "surrogatepass")

    def raw(self, index: int) -> bytes:
        """Read one as it stands there."""
        return bytes(self._content[self._offsets[index] : self._offsets[index + 1]])


class Index:
    """What `packed` wrote, in the bytes of a file that is mapped into memory.

    Attributes:
        names: in the order of their bytes.
        told: what is kept beside it.

    Raises:
        DamagedCacheError: when the bytes are anything else; also from `row`, for a row is checked when it is asked for.
    """

    def __init__(self, content: Any, magic: bytes) -> None:  # noqa: ANN401  # whatever has a buffer: bytes, mmap
        self._whole = memoryview(content)
        self._mapped = content if isinstance(content, mmap.mmap) else None
        self._held = 0
        self._head, self._tables = _header(self._whole, magic)
        self.names = self.texts(_NAMES)
        self._places = range(len(self.names))
        self.told = _told(self._whole, self._head)
        self._rows, self._checks, self._starts, self._referrers = map(self.numbers, _TABLES)
        self._found: dict[str, int | None] = {}
        self._give_back()

    def numbers(self, name: str) -> memoryview:
        """Find a table of numbers."""
        try:
            return self._tables[name]
        except KeyError:
            raise DamagedCacheError from None

    def texts(self, name: str) -> Texts:
        """Find a table of texts."""
        return Texts(self._whole[self._head["texts"].get(name) :], self.numbers(name))

    def first(self, name: str) -> int:
        """Find the place of the first name that is not before another."""
        return bisect_left(self._places, encoded(name), key=self.names.raw)

    def find(self, name: str) -> int | None:
        """Find the place of a name."""
        if name not in self._found:
            index = self.first(name)
            there = index < len(self._places) and self.names.raw(index) == encoded(name)
            self._found[name] = index if there else None
        return self._found[name]

    def has_row(self, index: int) -> bool:
        """Tell whether a name has a row, without reading it."""
        return bool(self._rows[index] < self._rows[index + 1])

    def row(self, name: str) -> bytes | None:
        """Read the row of a name; None where it has none."""
        index = self.find(name)
        if index is None or not self.has_row(index):
            return None
        start = self._head["data"]
        content = bytes(self._whole[start + self._rows[index] : start + self._rows[index + 1]])
        if crc32(content) != self._checks[index]:
            raise DamagedCacheError
        self._held += 1
        if self._held >= _MOST_HELD:
            self._give_back()
        return content

    def _give_back(self) -> None:
        """Give back what is mapped: until then it counts as this process's memory. What is asked for comes again."""
        self._held = 0
        if self._mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)

    def referrers(self, name: str) -> tuple[str, ...]:
        """List who names a name."""
        index = self.find(name)
        found = () if index is None else self._referrers[self._starts[index] : self._starts[index + 1]]
        names = {self.names[other]: other for other in found}
        self._found |= names
        return tuple(names)


def _header(whole: memoryview, magic: bytes) -> tuple[dict[str, Any], dict[str, memoryview]]:
    """Read what stands where, and make sure that all but the rows is as it was written."""
    try:
        line, _, _ = bytes(whole[:_HEAD]).partition(b"\n")
        written, check, text = line.split(b" ", 2)
        head: dict[str, Any] = json.loads(text)
        sound = written == magic and head["order"] == sys.byteorder
        body = whole[_HEAD : head["data"]]
        if not sound or head["end"] != len(whole) or int(check, 16) != crc32(body, crc32(text)):
            raise DamagedCacheError
        tables, start = {}, _HEAD
        for name, count in head["tables"].items():
            tables[name] = whole[start : start + count * _WIDTH].cast(_NUMBER)
            start += count * _WIDTH
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise DamagedCacheError from None
    return head, tables


def _told(whole: memoryview, head: Mapping[str, Any]) -> dict[str, Any]:
    try:
        told = json.loads(bytes(whole[head["told"] : head["data"]]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamagedCacheError from None
    if not isinstance(told, dict):
        raise DamagedCacheError
    return told


def packed(  # noqa: PLR0913  # what an index is made of
    magic: bytes,
    rows: Mapping[str, bytes],
    naming: Mapping[str, Iterable[str]],
    told: Mapping[str, Any],
    *,
    numbers: Mapping[str, Iterable[int]] | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[bytes]:
    """Write an index as bytes.

    Args:
        magic: what it begins with: what it is of, and how it is written.
        rows: by name, what is kept of it; nothing where it is empty.
        naming: by name, who names it: names that have a row.
        told: what is kept beside it, as JSON.
        numbers: more tables of numbers.
        texts: more tables of texts.
    """
    names = in_order(rows, naming)
    number = {name: index for index, name in enumerate(names)}
    contents = [rows.get(name, b"") for name in names]
    referrers = [[number[other] for other in naming.get(name, ())] for name in names]
    lists = {name: list(map(encoded, each)) for name, each in {_NAMES: names, **(texts or {})}.items()}
    columns = (
        _offsets(contents),
        map(crc32, contents),
        _offsets(referrers),
        (one for each in referrers for one in each),
    )
    tables = {
        **{name: array(_NUMBER, _offsets(each)) for name, each in lists.items()},
        **{name: array(_NUMBER, each) for name, each in zip(_TABLES, columns, strict=True)},
        **{name: array(_NUMBER, each) for name, each in (numbers or {}).items()},
    }
    text = json.dumps(told, separators=(",", ":")).encode()
    yield from _arranged(magic, tables, lists, b"".join(contents), text)


def in_order(*names: Iterable[str]) -> list[str]:
    """Put names in the order in which an index has them, each once."""
    return sorted({name for each in names for name in each}, key=encoded)


def encoded(name: str) -> bytes:
    """Write a name as it stands in an index, which is also how names are ordered."""
    return name.encode("utf-8", "surrogatepass")


def _offsets(items: Iterable[Sequence[Any]]) -> Iterator[int]:
    return accumulate(map(len, items), initial=0)


def _arranged(
    magic: bytes, tables: Mapping[str, "array[int]"], texts: Mapping[str, list[bytes]], rows: bytes, told: bytes
) -> Iterator[bytes]:
    blocks = [b"".join(each) for each in texts.values()]
    body = b"".join([*(table.tobytes() for table in tables.values()), *blocks, told])
    start = _HEAD + sum(map(len, tables.values())) * _WIDTH
    data = _HEAD + len(body)
    head: dict[str, Any] = {
        "order": sys.byteorder,
        "tables": {name: len(table) for name, table in tables.items()},
        "texts": dict(zip(texts, accumulate(map(len, blocks), initial=start), strict=False)),
        "told": data - len(told),
        "data": data,
        "end": data + len(rows),
    }
    line = json.dumps(head, separators=(",", ":")).encode()
    line += b" " * (_HEAD - len(magic) - len(line) - 11)
    yield b"%s %08x %s\n" % (magic, crc32(body, crc32(line)), line)
    yield body
    yield rows

"""An estate as bytes that answer without being read: names in order, and behind each what stands in its record."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from gitsm.errors import DamagedCacheError
from gitsm.graph.estate import Memory
from gitsm.load.index import Index, packed
from gitsm.snapshot import Plain
from gitsm_schemas.flow import RELATIONS

_MAGIC: Final = b"gitsm-estate-4"
_MOST_TOLD: Final = 20
KEPT: Final = frozenset(
    {
        *RELATIONS,
        *("name", "owner", "criticality", "class", "availability", "min_up", "service", "phase", "customers"),
        *("type", "covers", "targets", "applies_to", "confidence", "aliases", "lifecycle", "offering"),
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
        self._index = Index(content, _MAGIC)
        self._known: dict[str, list[Any] | None] = {}
        self._naming: dict[str, tuple[str, ...]] = {}
        try:
            self.unreadable: tuple[str, ...] = tuple(self._index.told["unreadable"])
            self.silent: Mapping[str, list[str]] = self._index.told["silent"]
        except KeyError:
            raise DamagedCacheError from None

    def __len__(self) -> int:
        """Count the names, those of aliases and of missing records included."""
        return len(self._index.names)

    def _row(self, ref: str) -> list[Any] | None:
        if ref not in self._known:
            content = self._index.row(ref)
            self._known[ref] = None if content is None else json.loads(content)
        return self._known[ref]

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
            self._naming[ref] = self._index.referrers(ref)
        return self._naming[ref]

    def refs(self) -> Iterable[str]:
        """List every record."""
        return (name for index, name in enumerate(self._index.names) if self._index.has_row(index))


def compiled(estate: Memory, silent: Mapping[str, list[str]]) -> Iterator[bytes]:
    """Write an estate as bytes.

    Args:
        estate: the estate.
        silent: by kind, the keys that cannot alter what runs; kept with it for those who do without the models.
    """
    rows = {ref: _packed(estate, ref) for ref in estate.data}
    told = {"unreadable": list(estate.unreadable[:_MOST_TOLD]), "silent": silent}
    yield from packed(_MAGIC, rows, estate.index, told)


def _packed(estate: Memory, ref: str) -> bytes:
    kept = {key: value for key, value in estate.data[ref].items() if key in KEPT}
    return json.dumps([estate.path(ref), kept], separators=(",", ":")).encode()

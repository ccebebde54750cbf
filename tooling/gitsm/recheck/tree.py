"""A tree of which only what is asked for is loaded: a ledger, with a few records that differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from gitsm.errors import DamagedCacheError
from gitsm.graph.estate import INTO, indexed
from gitsm.recheck.ledger import Ledger, Row, TooWideError
from gitsm.recheck.writing import ALIAS, FORMER, names_in
from gitsm.snapshot import Entry, Plain, Snapshot
from gitsm_schemas import KINDS

if TYPE_CHECKING:
    from gitsm_schemas.record import Record

MOST_OF_KIND: Final = 3000
"""Loading more records of one kind than that is no quicker than judging everything."""


class Kept(Entry):
    """A record of a ledger; its model is asked when somebody asks for it: most are looked at for what they name alone.

    Args:
        ref: its reference.
        row: what is kept of it.
    """

    __slots__ = ("_known", "_sound")
    _sound: bool
    _known: "Record | None"

    def __init__(self, ref: str, row: Row) -> None:
        for name, value in (("ref", ref), ("path", row.path), ("blob", row.oid), ("data", row.data)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_sound", row.sound)
        object.__setattr__(self, "_known", None)

    @property
    def record(self) -> "Record | None":
        """The validated record; None when it failed to load."""
        if self._sound and self._known is None:
            try:
                found = KINDS[self.kind].__pydantic_validator__.validate_python(self.data)
            except (KeyError, ValidationError):
                raise DamagedCacheError from None  # this very program accepted it
            object.__setattr__(self, "_known", found)
        return self._known


class Entries(Mapping[str, Entry]):
    """The records of a tree by reference, each loaded when it is asked for.

    Args:
        ledger: what was known.
        gone: the records of it that do not count.
        edited: those that count instead, or besides.
    """

    def __init__(self, ledger: Ledger, gone: Collection[str] = (), edited: Mapping[str, Entry] | None = None) -> None:
        self.ledger = ledger
        self.edited = dict(edited or {})
        self._hidden = {*gone, *self.edited}
        self._known: dict[str, Entry | None] = {}
        self._naming: dict[str, list[str]] = {}
        self._found_with: dict[str, tuple[str, ...]] = {}
        for ref, entry in self.edited.items():
            for name in names_in(entry.data):
                self._naming.setdefault(name, []).append(ref)

    def _found(self, ref: str) -> Entry | None:
        if ref in self._hidden:
            return self.edited.get(ref)
        if ref not in self._known:
            self._known[ref] = self._loaded(ref)
        return self._known[ref]

    def _loaded(self, ref: str) -> Entry | None:
        row = self.ledger.row(ref)
        return None if row is None else Kept(ref, row)

    def __getitem__(self, ref: str) -> Entry:
        """Load a record."""
        found = self._found(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def get(self, ref: str, default: object = None) -> Any:  # noqa: ANN401  # as Mapping's own
        """Load a record, if it is declared."""
        found = self._found(ref)
        return default if found is None else found

    def __contains__(self, ref: object) -> bool:
        """Tell whether a record is declared, without loading it."""
        if not isinstance(ref, str):
            return False
        return ref in self.edited if ref in self._hidden else self.ledger.declares(ref)

    def __iter__(self) -> Iterator[str]:
        """Refuse to go through everything."""
        raise TooWideError

    def __len__(self) -> int:
        """Count the records."""
        hidden = sum(self.ledger.declares(ref) for ref in self._hidden)
        return self.ledger.records - hidden + len(self.edited)

    def naming(self, ref: str) -> tuple[str, ...]:
        """List the records that name another, and maybe more: those in which its id stands anywhere; sorted."""
        return self._with(ref.partition(":")[2])

    def called(self, alias: str) -> tuple[str, ...]:
        """List the records that have an alias, given in lower case; sorted."""
        return self._with(ALIAS + alias)

    def formerly(self, ref: str) -> tuple[str, ...]:
        """List the records that say they had a reference; sorted."""
        return self._with(FORMER + ref)

    def _with(self, name: str) -> tuple[str, ...]:
        if name not in self._found_with:
            below = (ref for ref in self.ledger.naming(name) if ref not in self._hidden)
            self._found_with[name] = tuple(sorted({*below, *self._naming.get(name, ())}))
        return self._found_with[name]

    def refs_of(self, kind: str) -> list[str]:
        """List the records of a kind."""
        below = [ref for ref in self.ledger.of_kind(kind) if ref not in self._hidden]
        return below + [ref for ref in self.edited if ref.startswith(f"{kind}:")]


class Tree(Snapshot):
    """A tree of which only what is asked for is loaded; who asks for too much gets `TooWideError`."""

    entries: Entries

    def __len__(self) -> int:
        """Count the records."""
        return len(self.entries)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """List the entries of one kind, in the order of their paths."""
        if kind not in self._kinds:
            refs = self.entries.refs_of(kind)
            if len(refs) > MOST_OF_KIND:
                raise TooWideError
            self._kinds[kind] = in_order(self.entries[ref] for ref in refs)
        return self._kinds[kind]

    def near(self, ref: str, count: int = 2) -> tuple[str, ...]:
        """Name the references that look most like a misspelt one, of its kind first."""
        kind, _, name = ref.partition(":")
        same = [each.partition(":")[2] for each in self.entries.refs_of(kind)]
        found = [f"{kind}:{near}" for near in get_close_matches(name, same, n=count, cutoff=0.6)]
        if not found:
            others = (f"{other}:{name}" for other in KINDS if f"{other}:{name}" in self.entries)
            found = [entry.ref for entry in in_order(self.entries[other] for other in others)][:count]
        return tuple(found)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Put entries in the order of their paths."""
    return tuple(sorted(entries, key=lambda entry: entry.path))


class Outlook:
    """The same tree as the graph sees it."""

    unreadable: tuple[str, ...] = ()

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._known: dict[str, tuple[str, ...]] = {}

    def get(self, ref: str) -> Plain | None:
        """Find a record's data; what cannot be read counts as declared, and names nothing."""
        entry = self._entries.get(ref)
        return None if entry is None else entry.data or {}

    def path(self, ref: str) -> str | None:
        """Name the file a record stands in."""
        entry = self._entries.get(ref)
        return None if entry is None else entry.path

    def referrers(self, ref: str) -> tuple[str, ...]:
        """List the records that name another in a relation, cover it, offer it or are about it; sorted."""
        if ref not in self._known:
            candidates = self._entries.naming(ref.removeprefix(INTO))
            self._known[ref] = tuple(other for other in candidates if ref in set(indexed(other, self.get(other) or {})))
        return self._known[ref]

    def refs(self) -> Iterable[str]:
        """Refuse to go through everything."""
        raise TooWideError

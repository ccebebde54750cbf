"""The records of one tree, indexed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from gitsm_schemas.record import Record

R = TypeVar("R", bound="Record")

Plain = Mapping[str, Any]
"""A record as it stands in YAML: text, numbers, booleans, lists and mappings."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a tree.

    Attributes:
        ref: `kind:id`.
        path: the file it stands in, relative to the root, with `/`.
        blob: the git object id of that file's content, hex.
        record: the validated record; None when it failed to load, yet it counts as declared.
        data: the record as it stands in YAML; None when the file could not be read.
    """

    ref: str
    path: str
    blob: str
    record: "Record | None"
    data: Plain | None = None

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.ref.partition(":")[0]

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.ref.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The records of one tree.

    Attributes:
        entries: by reference, in the order of their paths. Where two files declare one reference, the first path wins
            and the others stand in `duplicates`.
        duplicates: further entries of a reference that is declared already.
        tree: what tells this tree from others, hex; None when it is not in git.
    """

    entries: Mapping[str, Entry]
    duplicates: tuple[Entry, ...] = ()
    tree: str | None = None
    _kinds: dict[str, tuple[Entry, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry], tree: str | None = None) -> "Snapshot":
        """Index entries; their order does not matter."""
        first: dict[str, Entry] = {}
        in_order = sorted(entries, key=lambda entry: entry.path)
        duplicates = tuple(entry for entry in in_order if first.setdefault(entry.ref, entry) is not entry)
        return cls(first, duplicates, tree)

    def __iter__(self) -> Iterator[Entry]:
        """Go through the entries in the order of their paths."""
        return iter(self.entries.values())

    def __len__(self) -> int:
        """Count the records."""
        return len(self.entries)

    def __contains__(self, ref: object) -> bool:
        """Tell whether a reference is declared, loaded or not."""
        return ref in self.entries

    def get(self, ref: str) -> Entry | None:
        """Find an entry by reference."""
        return self.entries.get(ref)

    def record(self, ref: str) -> "Record | None":
        """Find a validated record by reference."""
        entry = self.entries.get(ref)
        return entry.record if entry else None

    def data(self, ref: str) -> Plain | None:
        """Find what stands in a record, valid or not."""
        entry = self.entries.get(ref)
        return entry.data if entry else None

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """List the entries of one kind, in the order of their paths."""
        if not self._kinds:
            by_kind: dict[str, list[Entry]] = {}
            for entry in self.entries.values():
                by_kind.setdefault(entry.kind, []).append(entry)
            self._kinds.update((name, tuple(members)) for name, members in by_kind.items())
        return self._kinds.get(kind, ())

    def records(self, model: type[R]) -> Iterator[tuple[Entry, R]]:
        """Go through the validated records of one model."""
        for entry in self.of_kind(model.KIND):
            if isinstance(entry.record, model):
                yield entry, entry.record

    def near(self, ref: str, count: int = 2) -> tuple[str, ...]:
        """Name the references that look most like a misspelt one, of its kind first."""
        kind, _, name = ref.partition(":")
        same = [entry.id for entry in self.of_kind(kind)]
        found = [f"{kind}:{near}" for near in get_close_matches(name, same, n=count, cutoff=0.6)]
        if not found:
            found = [other for other in self.entries if other.partition(":")[2] == name][:count]
        return tuple(found)

"""What the graph is computed from: the data of records, and who names whom."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Protocol

from gitsm.graph.edges import edges_in, lender
from gitsm.snapshot import Plain, Snapshot
from gitsm_schemas.notation import reference

PARTS: Final = ("ci", "service", "service_offering")
"""The kinds that can fail."""
SUBJECTS: Final = (*PARTS, "ci_class")
"""The kinds that an article can be about."""
INTO: Final = "into:"
"""Before a reference: who carries failure to that record, not just names it."""
_ALIAS: Final = "alias:"


class Estate(Protocol):
    """The records of one tree as the graph sees them.

    Attributes:
        unreadable: records that are declared but could not be read; not necessarily all.
    """

    @property
    def unreadable(self) -> tuple[str, ...]: ...  # noqa: D102  # above

    def get(self, ref: str) -> Plain | None:
        """Find a record's data; None where there is no such record."""
        ...

    def path(self, ref: str) -> str | None:
        """Name the file a record stands in."""
        ...

    def referrers(self, ref: str) -> tuple[str, ...]:
        """List the records that name another in a relation, cover it, offer it or are about it; sorted.

        After `into:`, those that carry their own failure to it; see `feeding`.
        """
        ...

    def refs(self) -> Iterable[str]:
        """List every record."""
        ...


def named(ref: str, data: Plain) -> Iterator[str]:
    """List what a record names as far as the graph cares, and its aliases."""
    yield from (edge.target for edge in edges_in(ref, data))
    yield from _besides(ref, data)


def _besides(ref: str, data: Plain) -> Iterator[str]:
    """List what a record names other than in a relation, and its aliases."""
    service = lender(ref, data)
    if service:
        yield service
    yield from listed(data.get("covers"), PARTS)
    yield from listed(data.get("applies_to"), SUBJECTS)
    aliases = data.get("aliases")
    for alias in aliases if isinstance(aliases, list) else ():
        if isinstance(alias, str):
            yield _ALIAS + alias.casefold()


def indexed(ref: str, data: Plain) -> Iterator[str]:
    """List what a record is found by: what it names, and what it carries its own failure to."""
    for edge in edges_in(ref, data):
        yield edge.target
        if edge.carries == "source_to_target":
            yield INTO + edge.target
    yield from _besides(ref, data)


def feeding(estate: Estate, ref: str) -> tuple[str, ...]:
    """List the records that carry their own failure to another one: its members, and what sends data to it; sorted.

    Most of what names a record does not, and need not be read to know that.
    """
    return estate.referrers(INTO + ref)


def listed(value: object, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Read a list of references; what is none is passed over."""
    if not isinstance(value, list):
        return ()
    return tuple(found for item in value if (found := reference(item, kinds)))


@dataclass(frozen=True, slots=True)
class Memory:
    """The records of a snapshot."""

    data: Mapping[str, Plain]
    paths: Mapping[str, str]
    index: Mapping[str, tuple[str, ...]]
    unreadable: tuple[str, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Memory":
        """Index a snapshot; what cannot be read counts as declared, and names nothing."""
        data = {entry.ref: entry.data or {} for entry in snapshot}
        index: dict[str, set[str]] = {}
        for ref, each in data.items():
            for name in indexed(ref, each):
                index.setdefault(name, set()).add(ref)
        return cls(
            data,
            {entry.ref: entry.path for entry in snapshot},
            {name: tuple(sorted(refs)) for name, refs in index.items()},
            tuple(entry.ref for entry in snapshot if entry.data is None),
        )

    def get(self, ref: str) -> Plain | None:
        """Find a record's data."""
        return self.data.get(ref)

    def path(self, ref: str) -> str | None:
        """Name the file a record stands in."""
        return self.paths.get(ref)

    def referrers(self, ref: str) -> tuple[str, ...]:
        """List the records that name another."""
        return self.index.get(ref, ())

    def refs(self) -> Iterable[str]:
        """List every record."""
        return self.data


class Overlay:
    """An estate in which a few records differ.

    Args:
        base: the estate below.
        gone: the records of it that do not count.
        edited: those that count instead.

    Attributes:
        base: the estate below.
        hidden: the records of it that are not asked for there: gone or edited.
    """

    def __init__(self, base: Estate, gone: Collection[str], edited: Memory) -> None:
        self.base = base
        self._edited = edited
        self.hidden = frozenset((*gone, *edited.data))
        self.unreadable = (*(ref for ref in base.unreadable if ref not in self.hidden), *edited.unreadable)

    def get(self, ref: str) -> Plain | None:
        """Find a record's data."""
        return self._edited.get(ref) if ref in self.hidden else self.base.get(ref)

    def path(self, ref: str) -> str | None:
        """Name the file a record stands in."""
        return self._edited.path(ref) if ref in self.hidden else self.base.path(ref)

    def referrers(self, ref: str) -> tuple[str, ...]:
        """List the records that name another."""
        below = (other for other in self.base.referrers(ref) if other not in self.hidden)
        return tuple(sorted({*below, *self._edited.referrers(ref)}))

    def refs(self) -> Iterable[str]:
        """List every record."""
        yield from (ref for ref in self.base.refs() if ref not in self.hidden)
        yield from self._edited.data


def find(estate: Estate, text: str) -> tuple[str, ...]:
    """Find the records somebody may mean: `kind:id`, else the id of any kind, else an alias."""
    if estate.get(text) is not None:
        return (text,)
    tail = f":{text}"
    same = tuple(sorted(ref for ref in estate.refs() if ref.endswith(tail)))
    return same or estate.referrers(_ALIAS + text.casefold())


def near(estate: Estate, text: str, count: int = 2) -> tuple[str, ...]:
    """Name the references that look most like a misspelt one."""
    wanted = text if ":" in text else f"ci:{text}"
    kind = wanted.partition(":")[0] + ":"
    return tuple(get_close_matches(wanted, [ref for ref in estate.refs() if ref.startswith(kind)], n=count))

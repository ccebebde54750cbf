"""How verdicts travel from record to record."""

from collections.abc import Iterable, Iterator
from typing import Final

from gitsm.graph.edges import edges_in
from gitsm.graph.estate import listed
from gitsm.graph.paths import components
from gitsm.recheck.ledger import TooWideError
from gitsm.recheck.tree import Entries
from gitsm.snapshot import Plain

MOST_REACHED: Final = 20_000
"""Following more records than that is no quicker than judging everything."""
_STOOD_ON: Final = ("runs_on", "hosted_on", "powered_by", "part_of", "delivered_by")
_PLACES: Final = {"location": ("ci",), "supplier": ("supplier",)}
_FORWARD: Final = {
    "member_of": ("ci",),
    "covers": ("ci", "service", "service_offering"),
    "service": ("service",),
    "workaround_article": ("knowledge_article",),
}
"""Keys of a record by which others look at it whom it names; each with the kinds of whom."""
_CIRCLES: Final[tuple[tuple[str, ...], ...]] = (("depends_on",), ("runs_on", "hosted_on"), ("part_of",))


def stood_on(ref: str, data: Plain) -> set[str]:
    """List what a record falls with by what it says itself, as `common-mode` looks at it."""
    found = {edge.target for edge in edges_in(ref, data) if edge.relation in _STOOD_ON}
    found |= {name for key, kinds in _PLACES.items() for name in listed([data.get(key)], kinds)}
    return found.union(listed(data.get("suppliers"), ("supplier",)))


def forward(data: Plain) -> Iterator[str]:
    """List whom a record names that are judged by it."""
    for key, kinds in _FORWARD.items():
        value = data.get(key)
        if isinstance(value, list):
            yield from listed(value, kinds)
            yield from (each for one in value if isinstance(one, dict) for each in listed([one.get("target")], kinds))
            yield from (each for one in value if isinstance(one, dict) for each in listed(one.get("any_of"), kinds))
        else:
            yield from listed([value], kinds)


def in_circles(entries: Entries, starts: Iterable[str]) -> Iterator[str]:
    """List everything that stands in a circle with some records, by relations taken together."""
    wanted = frozenset(starts)
    for relations in _CIRCLES:
        for part in components(_below(entries, wanted, relations)):
            if len(part) > 1 and not part.isdisjoint(wanted):
                yield from part


def _below(entries: Entries, starts: Iterable[str], relations: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    pending = [*starts]
    while pending:
        ref = pending.pop()
        entry = entries.get(ref) if ref not in found else None
        if entry is None:
            continue
        found[ref] = [edge.target for edge in edges_in(ref, entry.data or {}) if edge.relation in relations]
        pending += found[ref]
        if len(found) > MOST_REACHED:
            raise TooWideError
    return found

"""How far an open change reaches: what it can meet another one in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gitsm.change.proposal import Proposal
from gitsm.change.tip import AGREEMENT, ALIAS, Tip, beside_by, near
from gitsm.graph.edges import edges_in
from gitsm.graph.estate import PARTS, listed
from gitsm.rules.references import mentions
from gitsm.snapshot import Entry

_OWN: Final = frozenset(
    {
        *("kind", "id", "name", "title", "description", "tags", "links", "source"),
        *("owner", "support_group", "version", "serial", "identifiers", "verified", "maintenance_window"),
    }
)
"""Keys of a record that concern no other record: no rule reads them from there, and no figure hangs on them."""
_RATING: Final = frozenset({"availability"})
"""Keys that a promise hangs on, and no rule about relations."""
_WIRED: Final = frozenset({*PARTS, "agreement"})
"""Kinds whose records hang on each other."""
_CARRIERS: Final = frozenset({"team", "supplier", "customer", "service"})
"""Kinds with contacts, which articles may name."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """How far an open change reaches, by what can meet in rules, redundancy and promises.

    Attributes:
        edited: the records it edits; aliases, policy and contacts as such where it alters them.
        near: records up to two relations away from what others can see of its edits, in either tree.
        named: what its records name now and did not, classes and aliases included.
        above: what hangs on what it wires otherwise, that included.
        below: what failure comes from by what it wires.
        rated: the agreements whose promise hangs on what it edits.
    """

    edited: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    rated: frozenset[str] = frozenset()


def footprint(proposal: Proposal, tip: Tip) -> Footprint:
    """Find how far an open change reaches."""
    pairs = {ref: (tip.snapshot.get(ref), entry) for ref, entry in proposal.records.items()}
    keys = {ref: _differing(*pair) for ref, pair in pairs.items()}
    seen = [ref for ref in pairs if keys[ref] - _OWN - _RATING]
    wired = [ref for ref in seen if ref.partition(":")[0] in _WIRED]
    rated = [ref for ref in pairs if ref.partition(":")[0] in _WIRED and keys[ref] - _OWN]
    edges = [edge for ref in wired for entry in pairs[ref] if entry for edge in edges_in(ref, entry.data or {})]
    above = tip.above({*wired, *(edge.effect for edge in edges if edge.effect)}) if wired else frozenset()
    covered = {each for ref in rated for entry in pairs[ref] if entry for each in _covers(entry)}
    promises = above if {*rated, *covered} <= above else above | tip.above({*rated, *covered})
    versions = [entry for ref in seen for entry in pairs[ref] if entry is not None]
    return Footprint(
        proposal.edited | {name for ref, pair in pairs.items() for name in _alters(ref, pair, keys[ref])},
        near(seen, tip, beside_by(versions)),
        frozenset(name for ref, pair in pairs.items() for name in _named(*pair, keys[ref], tip)),
        above,
        frozenset(edge.cause for edge in edges if edge.cause),
        frozenset(ref for ref in promises if ref.startswith(AGREEMENT)),
    )


def meet(one: Footprint, other: Footprint) -> bool:
    """Tell whether two open changes can meet in anything; those that do not are independent."""
    return (
        not one.edited.isdisjoint(other.edited)
        or not one.near.isdisjoint(other.near)
        or not one.edited.isdisjoint(other.named)
        or not one.named.isdisjoint(other.edited)
        or not one.rated.isdisjoint(other.rated)
        or wired_together(one, other)
    )


def wired_together(one: Footprint, other: Footprint) -> bool:
    """Tell whether something can hang on what both wire otherwise."""
    return not (
        one.above.isdisjoint(other.above) and one.below.isdisjoint(other.above) and one.above.isdisjoint(other.below)
    )


def _differing(before: Entry | None, after: Entry | None) -> frozenset[str]:
    """List the keys that are written differently; for what is new or gone, that it is."""
    if before is None or after is None:
        return frozenset({"*"})
    old, new = before.data or {}, after.data or {}
    return frozenset(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _named(before: Entry | None, after: Entry | None, keys: frozenset[str], tip: Tip) -> Iterator[str]:
    if after is None:
        return
    yield from _mentioned(after) - (_mentioned(before) if before is not None else set())
    if after.record is not None and after.record.moved is not None:
        yield f"{after.kind}:{after.record.moved.from_}"
    if keys & {"*", "class", "attributes", "parent"}:
        data = after.data or {}
        yield from (f"ci_class:{name}" for name in _chain(data.get("class") or data.get("parent"), tip))
    if after.kind == "knowledge_article":
        yield "contacts"


def _mentioned(entry: Entry) -> set[str]:
    if entry.record is None:
        return set()
    return {mention.ref for mention in mentions(entry.record)} | {*_aliases((entry,))}


def _covers(entry: Entry) -> Iterator[str]:
    """List what an agreement covers: whoever hangs on that may promise less than it."""
    if entry.ref.startswith(AGREEMENT):
        yield from listed((entry.data or {}).get("covers"), PARTS)


def _aliases(entries: Iterable[Entry | None]) -> Iterator[str]:
    for entry in entries:
        if entry is not None and entry.record is not None:
            yield from (ALIAS + alias.casefold() for alias in entry.record.aliases)


def _chain(name: object, tip: Tip) -> Iterator[str]:
    seen: set[str] = set()
    while isinstance(name, str) and name not in seen:
        yield name
        seen.add(name)
        name = (tip.estate.get(f"ci_class:{name}") or {}).get("parent")


def _alters(ref: str, pair: tuple[Entry | None, Entry | None], keys: frozenset[str]) -> Iterator[str]:
    """List what an edit of a record alters besides the record itself: aliases, policy as such, contacts."""
    kind = ref.partition(":")[0]
    if keys & {"*", "aliases"}:
        yield from _aliases(pair)
    if kind == "policy":
        yield "policies"
    if kind in _CARRIERS and keys & {"*", "contact", "support"}:
        yield "contacts"

"""One of two open changes beside the other: how far each reaches, and what hangs on what both wire."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gitsm.change.facts import Facts
from gitsm.change.footprint import Footprint
from gitsm.change.tip import Records, Tip, carried_by, stood_on, unbacked
from gitsm.snapshot import Entry


@dataclass
class Side:
    """One of two open changes; what was once computed of it is kept.

    Attributes:
        records: what stands otherwise than at the tip.
        reach: how far that reaches.
    """

    records: Records
    reach: Footprint
    _facts: Facts | None = None
    _kept: dict[str, bool] = field(default_factory=dict)

    def facts(self, tip: Tip) -> Facts:
        """Tell what follows from its own tree."""
        if self._facts is None:
            self._facts = Facts.of(tip.over(self.records), tip.facts)
        return self._facts

    def keeps(self, ref: str, tip: Tip) -> bool:
        """Tell whether what an agreement promises of availability is backed on its own tree."""
        if ref not in self._kept:
            self._kept[ref] = not unbacked(ref, self.facts(tip))
        return self._kept[ref]


def versions(trees: Iterable[Records], tip: Tip) -> list[Entry]:
    """List every version that there is of what any of some trees has otherwise than the tip."""
    known = tuple(trees)
    refs = dict.fromkeys(ref for records in known for ref in records)
    found = [tip.snapshot.get(ref) for ref in refs]
    found += [entry for records in known for entry in records.values()]
    return list({id(entry): entry for entry in found if entry is not None}.values())


def hanging(one: Side, other: Side, entries: Iterable[Entry], tip: Tip) -> set[str]:
    """List what hangs on what both of two changes wire, in the merge or at the tip, and the promises made for it."""
    links = [link for entry in entries for link in _links(entry)]
    return {*_grown(one.reach.above, links, tip)} & {*_grown(other.reach.above, links, tip)}


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    """List what a record's data makes hang on what: the cause, and what hangs on it."""
    data = entry.data or {}
    yield from (
        (name, holder) for name, holder in (*stood_on(entry.ref, data), *carried_by(entry.ref, data)) if name != holder
    )


def _grown(start: Iterable[str], links: Iterable[tuple[str, str]], tip: Tip) -> set[str]:
    """Add what hangs on some things by further links."""
    known = tuple(links)
    found = set(start)
    while new := {effect for cause, effect in known if cause in found and effect not in found}:
        found |= tip.above(new)
    return found

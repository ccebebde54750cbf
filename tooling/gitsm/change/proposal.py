"""An open change as it would be laid over the target branch's tip, and what two of them come to together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gitsm.change.merging import Merge, alike, merge
from gitsm.graph.estate import Estate, Memory, Overlay
from gitsm.snapshot import Entry, Snapshot


@dataclass(frozen=True)
class Proposal:
    """An open change, laid over the tip.

    Attributes:
        name: its branch or pull request.
        records: by reference, every record that means something else than at the tip; None where it is gone.
        stale: records of which it edits what the tip has edited otherwise since it began: it has to be brought up to
            date before it can be merged, whatever else is open.
        unreadable: files of it that could not be read; what they hold is not known.
    """

    name: str
    records: Mapping[str, Entry | None]
    stale: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @cached_property
    def edited(self) -> frozenset[str]:
        """The records it edits."""
        return frozenset(self.records)


def proposal(name: str, before: Snapshot, after: Snapshot, tip: Snapshot, unreadable: Iterable[str] = ()) -> Proposal:
    """Lay an open change over the tip.

    Args:
        name: its branch or pull request.
        before: the records that differ, as they were where it began; no others need be there.
        after: as they are at its end.
        tip: the target branch's records.
        unreadable: files of it that could not be read.
    """
    records: dict[str, Entry | None] = {}
    stale: list[str] = []
    for ref in sorted({*before.entries, *after.entries}):
        base, theirs, here = before.get(ref), after.get(ref), tip.get(ref)
        if alike(base, theirs):
            continue
        found = Merge(theirs) if alike(base, here) else merge(base, theirs, here)
        if found.clashes:
            stale.append(ref)
        if not alike(found.entry, here):
            records[ref] = found.entry
    return Proposal(name, records, tuple(stale), tuple(sorted(unreadable)))


def of_edits(name: str, tip: Snapshot, head: Snapshot) -> Proposal:
    """Take a change whose merge with the tip was made already.

    Args:
        name: its branch or pull request.
        tip: the target branch's records.
        head: the records after the merge.
    """
    differ = {
        ref
        for ref in {*tip.entries, *head.entries}
        if getattr(tip.get(ref), "blob", None) != getattr(head.get(ref), "blob", None)
    }
    records = {ref: head.get(ref) for ref in sorted(differ) if not alike(tip.get(ref), head.get(ref))}
    return Proposal(name, records)


@dataclass(frozen=True, slots=True)
class Together:
    """Two open changes, merged with each other on the tip.

    Attributes:
        records: what stands otherwise than at the tip.
        met: by record that both edit, what merging it came to.
    """

    records: Mapping[str, Entry | None]
    met: Mapping[str, Merge] = field(default_factory=dict)


def together(one: Proposal, other: Proposal, tip: Snapshot, common: Proposal | None = None) -> Together:
    """Merge two open changes on the tip.

    Args:
        one: an open change.
        other: another.
        tip: the target branch's records.
        common: what both have in common that the tip does not have, where one is built on the other.
    """
    shared = common.records if common is not None else {}
    both = one.records.keys() & other.records.keys()
    met = {ref: merge(shared.get(ref, tip.get(ref)), one.records[ref], other.records[ref]) for ref in sorted(both)}
    records = {**one.records, **other.records, **{ref: found.entry for ref, found in met.items()}}
    return Together(records, met)


def laid_over(estate: Estate, records: Mapping[str, Entry | None]) -> Overlay:
    """Look at the tip's estate with some records otherwise."""
    entries = [entry for entry in records.values() if entry is not None]
    return Overlay(estate, [ref for ref, entry in records.items() if entry is None], Memory.of(Snapshot.of(entries)))

"""A change against every other open change, each judged on its own tree and then merged with it (domain.md §8.7)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from gitsm.change.between import between
from gitsm.change.conflicts import Conflict, in_order
from gitsm.change.footprint import footprint, meet
from gitsm.change.lanes import lanes
from gitsm.change.planned import at_the_same_time, booked, works
from gitsm.change.proposal import Proposal
from gitsm.change.sides import Side
from gitsm.change.tip import Tip


@dataclass(frozen=True, slots=True)
class Contention:
    """What other open changes mean for one.

    Attributes:
        conflicts: what stands between it and each of them.
        lanes: groups of open changes that have something to do with each other; changes of different lanes are
            independent and may go in parallel.
        met: the open changes that it has something to do with.
        stale: open changes that clash with the tip itself: they have to be brought up to date first.
        unreadable: by open change, the files of it that could not be read; what they would do is not known.
        count: how many open changes were looked at.
    """

    conflicts: tuple[Conflict, ...] = ()
    lanes: tuple[tuple[str, ...], ...] = ()
    met: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    unreadable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count: int = 0


def contention(
    mine: Proposal,
    others: Iterable[Proposal],
    tip: Tip,
    unmergeable: Mapping[str, Collection[str]] | None = None,
    common: Mapping[str, Proposal] | None = None,
) -> Contention:
    """Judge a change against every other open change.

    Args:
        mine: the change.
        others: the other open changes.
        tip: the target branch's tip.
        unmergeable: by open change, the records whose text git cannot merge with this change's.
        common: by open change that shares work with this one, what both have in common and the tip does not.
    """
    known = sorted((other for other in others if other.records or other.unreadable), key=lambda other: other.name)
    feet = {one.name: footprint(one, tip) for one in (mine, *known)}
    met = [other for other in known if meet(feet[mine.name], feet[other.name])]
    here = Side(mine.records, feet[mine.name])
    planned = works(mine, tip)
    accepted = {key: said for work in planned for key, said in work.acknowledged.items()}
    found: list[Conflict] = []
    for other in known:
        if other in met:
            there = Side(other.records, feet[other.name])
            shared = (common or {}).get(other.name)
            found += between(mine, other, tip, (unmergeable or {}).get(other.name, ()), (here, there), shared)
        found += at_the_same_time(planned, other, tip)
    return Contention(
        in_order(found, accepted),
        lanes(feet, {one.name: booked(one, tip) for one in (mine, *known)}),
        tuple(other.name for other in met),
        tuple(other.name for other in known if other.stale),
        {other.name: other.unreadable for other in known if other.unreadable},
        len(known),
    )

"""The work that open changes plan by their own change records, and what it takes at which time."""

from collections.abc import Iterable, Iterator

from gitsm.change.conflicts import Conflict, scheduled
from gitsm.change.lanes import Booking
from gitsm.change.proposal import Proposal
from gitsm.change.scope import Ground, Work, overlap
from gitsm.change.tip import Tip
from gitsm.change.touched import touched
from gitsm.diff.compare import compare
from gitsm.graph.estate import PARTS
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change


def works(proposal: Proposal, tip: Tip, during: Work | None = None) -> tuple[Work, ...]:
    """List the work that an open change's own change records plan, by its own tree.

    Args:
        proposal: the open change.
        tip: the target branch's tip.
        during: leave out what is planned for other times than this.
    """
    planned = list(_planned(proposal))
    if during is not None:
        planned = [one for one in planned if overlap((one.planned.start, one.planned.end), during.planned)]
    if not planned:
        return ()
    ground = Ground(tip.over(proposal.records))
    before = Snapshot.of(entry for ref in proposal.records if (entry := tip.snapshot.get(ref)) is not None)
    after = Snapshot.of(entry for entry in proposal.records.values() if entry is not None)
    found = touched(compare(before, after), after)
    scope = ground.scope(found.sources, found.barriers)
    return tuple(Work.of(one, scope, proposal.name) for one in planned)


def at_the_same_time(planned: Iterable[Work], other: Proposal, tip: Tip) -> Iterator[Conflict]:
    """Hold planned work against what another open change plans for the same time."""
    for work in planned:
        yield from scheduled(work, works(other, tip, work), tip.ground)


def booked(proposal: Proposal, tip: Tip) -> tuple[Booking, ...]:
    """List what an open change plans to take, and whom, at which time."""
    changes = list(_planned(proposal))
    if not changes:
        return ()
    edited = {ref for ref in proposal.edited if ref.partition(":")[0] in PARTS}
    found = []
    for change in changes:
        scope = tip.ground.scope(edited | {one.ref for one in change.affected})
        found.append(Booking((change.planned.start, change.planned.end), scope.all | {f"assignee:{change.assignee}"}))
    return tuple(found)


def _planned(proposal: Proposal) -> Iterator[Change]:
    for entry in proposal.records.values():
        if entry is not None and isinstance(entry.record, Change) and entry.record.agreed:
            yield entry.record

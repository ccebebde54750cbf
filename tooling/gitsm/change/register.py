"""The changes of a tree, each with where it stands and what stands against it."""

from dataclasses import dataclass
from datetime import datetime

from gitsm.change.conflicts import Conflict, in_order, scheduled
from gitsm.change.conflicts import agreed as is_open
from gitsm.change.gate import due
from gitsm.change.scope import Ground, Work
from gitsm.change.state import Facts, State, state
from gitsm.change.windows import hindrances
from gitsm.graph.estate import Memory
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, Window


@dataclass(frozen=True, slots=True)
class Standing:
    """A change with where it stands.

    Attributes:
        change: its record.
        path: the file it stands in.
        state: where it stands.
        conflicts: windows and other changes that stand against it, where it is still to be done.
    """

    change: Change
    path: str
    state: State
    conflicts: tuple[Conflict, ...] = ()


def register(snapshot: Snapshot, now: datetime, only: str | None = None) -> tuple[Standing, ...]:
    """List the changes of a tree, the late ones first, then by their time.

    Args:
        snapshot: the records of the default branch.
        now: an aware time.
        only: a change whose conflicts are asked for; None for none.
    """
    facts = Facts(outcome_due=due(Policies.of_tree(snapshot)))
    found = [
        Standing(
            change,
            entry.path,
            state(change, facts, now),
            _conflicts(change, snapshot) if change.ref == only and is_open(change) else (),
        )
        for entry, change in snapshot.records(Change)
    ]
    return tuple(sorted(found, key=lambda one: (not one.state.overdue, one.change.planned.start, one.change.id)))


def _conflicts(change: Change, snapshot: Snapshot) -> tuple[Conflict, ...]:
    ground = Ground(Memory.of(snapshot))
    work = Work.of(change, ground.scope_of(change))
    others = [Work.of(one, ground.scope_of(one)) for _, one in snapshot.records(Change) if is_open(one)]
    windows = [window for _, window in snapshot.records(Window)]
    return in_order((*hindrances(work, windows, ground), *scheduled(work, others, ground)), work.acknowledged)

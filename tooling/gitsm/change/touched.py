"""What a change touches, read from its edits."""

from collections.abc import Iterable

from gitsm.change.impact import Touched
from gitsm.diff.compare import Edit
from gitsm.graph.estate import PARTS
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change


def touched(edits: Iterable[Edit], head: Snapshot) -> Touched:
    """List what a change touches: by its edits, and by what its change records declare and exclude.

    Args:
        edits: what differs.
        head: the records afterwards; those of the edits are enough.
    """
    known = tuple(edits)
    sources = {edit.ref for edit in known if edit.ref.partition(":")[0] in PARTS and edit.operational}
    barriers: set[str] = set()
    for edit in known:
        record = head.record(edit.ref)
        if isinstance(record, Change) and edit.action != "removed":
            for one in record.affected:
                (barriers if one.impact_code == "not_impacted" else sources).add(one.ref)
    return Touched(frozenset(edit.ref for edit in known), frozenset(sources - barriers), frozenset(barriers))

"""What history knows that no record says: when a change was begun, and what was altered behind an article's back."""

from gitsm.improvement.metrics import History
from gitsm.inquiry.remembering import told
from gitsm.snapshot import Snapshot
from gitsm.sources.firsts import first_commits
from gitsm.sources.repository import Repository
from gitsm_schemas.changes import Change


def history(repository: Repository, snapshot: Snapshot, start: str) -> History:
    """Read what figures ask of history; what is stale is what `gitsm check` finds stale.

    Args:
        repository: whose history it is.
        snapshot: the records as they are.
        start: the commit that history is read back from, hex.
    """
    added = first_commits(repository, "changes", start)
    begun = {entry.ref: added[entry.path] for entry, _ in snapshot.records(Change) if entry.path in added}
    altered = told(repository, snapshot, (start,)).altered
    return History(begun, {ref: tuple(sorted(of for of, _ in found)) for ref, found in altered.items()})

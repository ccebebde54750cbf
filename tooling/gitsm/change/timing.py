"""What stands against a change at its time: windows and other changes, in the tree as it is and as it would be."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gitsm.change.conflicts import Conflict, scheduled
from gitsm.change.conflicts import agreed as is_open
from gitsm.change.scope import Ground, Scope, Work
from gitsm.change.windows import Verdict, hindrances, judged
from gitsm.diff.compare import Edit
from gitsm.graph.estate import PARTS, Memory
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, Window

_SELECTED_BY = frozenset({*PARTS, "ci_class"})
"""Kinds whose records say what a window is about, and what hangs on what."""


def at_its_time(
    work: Work, edits: Iterable[Edit], before: Snapshot, after: Snapshot
) -> tuple[tuple[Verdict, ...], tuple[Conflict, ...]]:
    """Hold some work against the target branch's windows and changes.

    What they are about hangs on tags, classes and relations, which the branch may edit: what stands against it by the
    target branch's records stands, and so does what stands against it by its own.

    Args:
        work: the work, its scope by the names of the branch.
        edits: what the branch edits.
        before: the target branch's records.
        after: the records that would be there.

    Returns:
        What each window says, and the conflicts, each once.
    """
    windows = [window for _, window in before.records(Window)]
    others = [change for _, change in before.records(Change) if is_open(change)]
    said: dict[str, Verdict] = {}
    found: dict[str, Conflict] = {}
    for tree, its in _views(work, tuple(edits), before, after):
        ground = Ground(Memory.of(tree))
        theirs = [Work.of(one, ground.scope_of(one)) for one in others]
        said |= {one.ref: one for one in judged(its, windows, ground)}
        for one in (*hindrances(its, windows, ground), *scheduled(its, theirs, ground)):
            known = found.get(one.id)
            found[one.id] = known if known is not None and known.severity == "hard" else one
    return tuple(said[ref] for ref in sorted(said)), tuple(found.values())


def _views(work: Work, edits: tuple[Edit, ...], before: Snapshot, after: Snapshot) -> Iterator[tuple[Snapshot, Work]]:
    """Look at some work in both trees, with the names of each; in one, where they are alike in what counts."""
    if any(edit.ref.partition(":")[0] in _SELECTED_BY for edit in edits):
        former = {edit.ref: edit.from_ref for edit in edits if edit.from_ref is not None}
        touched = frozenset(former.get(ref, ref) for ref in work.scope.touched)
        reached = {former.get(ref, ref): level for ref, level in work.scope.reached.items()}
        yield before, replace(work, scope=Scope(touched, reached))
    yield after, work

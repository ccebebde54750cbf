"""Two trees to compare, and the record somebody means."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gitsm.cli.options import Context
from gitsm.errors import UnknownRecordError

if TYPE_CHECKING:
    from gitsm.load.records import Loaded
    from gitsm.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Trees:
    """What is compared, and what people call it."""

    base: str
    head: str
    before: "Loaded"
    after: "Loaded"


@contextmanager
def two_trees(context: Context, base: str, head: str | None) -> Iterator[Trees]:
    """Read two trees: BASE, and HEAD or the work tree; `BASE..HEAD` is understood.

    What is judged is what would be merged: where BASE has commits that HEAD lacks, the two are merged in memory.
    """
    from gitsm.load.records import load
    from gitsm.sources.revision import revision

    if head is None and ".." in base:
        base, _, head = base.partition("..")
        head = head.lstrip(".") or "HEAD"
    ours = context.repository.resolve(base)
    before = context.load(base)
    if head is None:
        yield _told(context, Trees(ours.oid, "work tree", before, context.load()))
        return
    theirs = context.repository.resolve(head)
    if context.repository.merge_base(ours.oid, theirs.oid) in {ours.oid, theirs.oid}:
        yield _told(context, Trees(ours.oid, theirs.oid, before, context.load(head)))
        return
    with context.repository.merged(ours, theirs) as (repo, tree):
        context.say(f"{base} has moved on: judging the merge of {base} and {head}")
        merged = load(revision(repo, tree, "the merge", context.repository.prefix))
        yield _told(context, Trees(ours.oid, theirs.oid, before, merged))


def _told(context: Context, trees: Trees) -> Trees:
    """Warn of records that could not be read: an answer without them is too short."""
    for name, loaded in ((trees.base, trees.before), (trees.head, trees.after)):
        broken = sum(entry.record is None for entry in loaded.snapshot)
        if broken:
            context.say(f"{name[:10]}: {broken} records could not be read and are left out; gitsm check says why")
    return trees


def reference(snapshot: "Snapshot", text: str) -> str:
    """Find the record somebody means: `kind:id`, an id that only one record has, or an alias.

    Raises:
        UnknownRecordError: when there is none, or more than one.
    """
    if text in snapshot:
        return text
    same = [entry.ref for entry in snapshot if entry.id == text]
    called = [
        entry.ref for entry in snapshot if entry.record and text.casefold() in map(str.casefold, entry.record.aliases)
    ]
    found = same or called
    if len(found) == 1:
        return found[0]
    near = tuple(found) or snapshot.near(text if ":" in text else f"ci:{text}")
    raise UnknownRecordError(text, near)

"""The trees that a verb looks at, and the record somebody means."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gitsm.cli.options import Context
from gitsm.errors import DamagedCacheError, NotARepositoryError, UnknownRecordError, UnknownRevisionError

if TYPE_CHECKING:
    from gitsm.graph.estate import Estate
    from gitsm.inquiry.promised import Read
    from gitsm.inquiry.standing import Compared, Reached
    from gitsm.snapshot import Entry, Snapshot
    from gitsm.sources.differences import Difference
    from gitsm.sources.plumbing import Repo
    from gitsm.sources.repository import Commit


@dataclass(frozen=True, slots=True)
class Ends:
    """Two trees to compare.

    Attributes:
        base: what people call the first.
        head: what people call the second.
        repo: where the objects of both are; a merge's are nowhere else.
        before: the first tree, hex.
        after: the second; None for the work tree.
    """

    base: str
    head: str
    repo: "Repo"
    before: str
    after: str | None


@contextmanager
def _ends(context: Context, base: str, head: str | None) -> Iterator[Ends]:
    """Find two trees: BASE, and HEAD or the work tree; `BASE..HEAD` is understood.

    What is judged is what would be merged: where BASE has commits that HEAD lacks, the two are merged in memory.
    """
    if head is None and ".." in base:
        base, _, head = base.partition("..")
        head = head.lstrip(".") or "HEAD"
    repository = context.repository
    ours = repository.resolve(base)
    if head is None:
        yield Ends(ours.oid, "work tree", repository.repo, ours.tree, None)
        return
    theirs = repository.resolve(head)
    if repository.merge_base(ours.oid, theirs.oid) in {ours.oid, theirs.oid}:
        yield Ends(ours.oid, theirs.oid, repository.repo, ours.tree, theirs.tree)
        return
    with repository.merged(ours, theirs) as (repo, tree):
        context.say(f"{base} has moved on: judging the merge of {base} and {head}")
        yield Ends(ours.oid, theirs.oid, repo, ours.tree, tree)


@contextmanager
def both(context: Context, base: str, head: str) -> Iterator[tuple["Commit", "Commit", "Snapshot", "Snapshot"]]:
    """Load the target branch's tip, and what merging a commit into it would give.

    Yields:
        Both commits, and the records of both trees.
    """
    repository = context.repository
    ours, theirs = repository.resolve(base), repository.resolve(head)
    with _ends(context, base, head) as ends:
        assert ends.after is not None
        tip = _load(context, ends.repo, ends.before)
        yield ours, theirs, tip, _load(context, ends.repo, ends.after)


@contextmanager
def compared(context: Context, base: str, head: str | None) -> Iterator[tuple[str, str, "Compared"]]:
    """Compare two trees; a tree that was looked at before is remembered, and only what differs is read.

    Yields:
        What people call the two trees, and what lies between them.
    """
    with _ends(context, base, head) as ends, _sound(context, ends.before):
        found = _by_differences(context, ends) or _by_all(context, ends)
        _warn_of_both(context, ends, found)
        yield ends.base, ends.head, found


@contextmanager
def reached(context: Context, base: str, head: str | None) -> Iterator[tuple[str, str, "Reached", "tuple[Read, Read]"]]:
    """Find what a change touches, as `compared` would, without the models where they need not be asked.

    Yields:
        What people call the two trees, what lies between them, and how files of each are read.
    """
    from gitsm.inquiry import standing

    with _ends(context, base, head) as ends, _sound(context, ends.before):
        known = standing.remembered(ends.before, context.repository.prefix)
        files = None if known is None else _differences(context, ends)
        quick = None if known is None or files is None else standing.reached(known, files)
        found = quick or _by_differences(context, ends) or _by_all(context, ends)
        _warn_of_both(context, ends, found)
        yield ends.base, ends.head, found, (_reader(context, ends, ends.before), _reader(context, ends, ends.after))


def _reader(context: Context, ends: Ends, tree: str | None) -> "Read":
    from gitsm.sources import revision, worktree

    repository = context.repository
    if tree is None:
        return partial(worktree.some, context.root, algorithm=repository.algorithm)
    return partial(revision.some, ends.repo, tree, prefix=repository.prefix)


def _warn_of_both(context: Context, ends: Ends, found: "Reached") -> None:
    for name, estate in ((ends.base, found.before), (ends.head, found.after)):
        _warn(context, name, estate)


@contextmanager
def standing(context: Context) -> Iterator["Estate"]:
    """Look at one tree as an estate: that of --at, else the work tree; what was looked at before is remembered."""
    from gitsm.graph.estate import Memory

    at = _commit(context)
    with _sound(context, at.tree) if at else nullcontext():
        if at is None:
            found: Estate | None = None
        elif context.at is not None:
            found = _estate(context, context.repository.repo, at.tree)
        else:
            found = _edited(context, at.tree)
        found = found or Memory.of(context.load().snapshot)
        _warn(context, context.at or "work tree", found)
        yield found


def _commit(context: Context) -> "Commit | None":
    """Find the commit that is looked at, or that the work tree was edited from; None where there is none."""
    try:
        return context.repository.resolve(context.at or "HEAD")
    except (NotARepositoryError, UnknownRevisionError):
        if context.at is not None:
            raise
        return None


def _edited(context: Context, tree: str) -> "Estate | None":
    """Lay the work tree's edits over the tree they were made on, which is remembered; None where that is no use."""
    from gitsm.inquiry.standing import edited, keep, remembered
    from gitsm.sources.differences import uncommitted

    repository = context.repository
    if repository.bare or repository.prefix:
        return None
    found = uncommitted(repository.repo, tree, repository.root, repository.algorithm)
    estate: Estate | None = remembered(tree, "")
    if found is None:
        return None
    if estate is None:
        estate = _estate(context, repository.repo, tree) if found else keep(context.load().snapshot, tree, "")
    return edited(estate, found) if estate else None


@contextmanager
def _sound(context: Context, tree: str) -> Iterator[None]:
    """Forget what was remembered of a tree, should it turn out to be damaged."""
    try:
        yield
    except DamagedCacheError:
        from gitsm.inquiry.standing import forget_tree

        forget_tree(tree, context.repository.prefix)
        raise


def _warn(context: Context, name: str, estate: "Estate") -> None:
    """Warn of records that could not be read: an answer without them is too short."""
    if estate.unreadable:
        told = f"{len(estate.unreadable)} records could not be read and are left out; gitsm check says why"
        context.say(f"{name[:10]}: {told}")


def _by_differences(context: Context, ends: Ends) -> "Compared | None":
    from gitsm.inquiry.standing import laid_over

    estate = _estate(context, ends.repo, ends.before)
    found = None if estate is None else _differences(context, ends)
    return None if estate is None or found is None else laid_over(estate, found)


def _differences(context: Context, ends: Ends) -> "tuple[Difference, ...] | None":
    from gitsm.sources.differences import between, uncommitted

    repository = context.repository
    if ends.after is not None:
        return between(ends.repo, ends.before, ends.after, repository.prefix)
    if repository.bare or repository.prefix:
        return None
    return uncommitted(ends.repo, ends.before, repository.root, repository.algorithm)


def _estate(context: Context, repo: "Repo", tree: str) -> "Estate | None":
    """Recall the estate of a tree, or load and remember it; None where it cannot be told by its tree."""
    from gitsm.inquiry.standing import keep, remembered

    prefix = context.repository.prefix
    return remembered(tree, prefix) or keep(_load(context, repo, tree), tree, prefix)


def _by_all(context: Context, ends: Ends) -> "Compared":
    from gitsm.inquiry.standing import of_both

    after = context.load().snapshot if ends.after is None else _load(context, ends.repo, ends.after)
    return of_both(_load(context, ends.repo, ends.before), after)


def _load(context: Context, repo: "Repo", tree: str) -> "Snapshot":
    from gitsm.load.records import load
    from gitsm.sources.revision import revision

    return load(revision(repo, tree, tree, context.repository.prefix)).snapshot


def reference(estate: "Estate", text: str) -> str:
    """Find the record somebody means: `kind:id`, an id that only one record has, or an alias.

    Raises:
        UnknownRecordError: when there is none, or more than one.
    """
    from gitsm.graph.estate import find, near

    found = find(estate, text)
    if len(found) == 1:
        return found[0]
    raise UnknownRecordError(text, found or near(estate, text))


def located(context: Context, text: str, start: "Commit") -> "tuple[str, str, Entry | None]":
    """Find the record somebody means with its file, also one that is gone.

    Returns:
        The record, its file at the start or the one it was deleted from, and the record as it stands in the work tree
        where that is looked at.

    Raises:
        UnknownRecordError: when there is none, and never was.
    """
    from gitsm.graph.estate import find, near
    from gitsm.sources.deleted import deletion

    with standing(context) as estate:
        found = find(estate, text)
        if len(found) == 1:
            path = estate.path(found[0])
            assert path is not None
            return found[0], path, None if context.at or context.repository.bare else _here(context, path)
        if found:
            raise UnknownRecordError(text, found)
        kind, _, name = text.rpartition(":")
        gone = deletion(context.repository, name, start.oid)
        if gone is None or (kind and gone.kind != kind):
            raise UnknownRecordError(text, near(estate, text))
        return f"{gone.kind}:{name}", gone.path, None


def entry_of(context: Context, estate: "Estate", ref: str) -> "Entry":
    """Read all that stands in a record of the tree at hand.

    Args:
        context: tells which tree that is.
        estate: its records, as `standing` gives them.
        ref: one of them.

    Raises:
        UnknownRecordError: when it is gone meanwhile.
    """
    from gitsm.load.declared import declared
    from gitsm.sources import revision
    from gitsm.sources.worktree import content_of

    path = estate.path(ref) or ""
    if context.at is None:
        content = content_of(context.root / path)
    else:
        repository = context.repository
        tree = repository.resolve(context.at).tree
        content = next((each for _, _, each in revision.some(repository.repo, tree, [path], repository.prefix)), b"")
    entry, _ = declared(path, "", content)
    if entry is None or entry.ref != ref:
        raise UnknownRecordError(ref, ())
    return entry


def _here(context: Context, path: str) -> "Entry | None":
    from gitsm.load.records import parse
    from gitsm.sources.worktree import blob_oid, content_of

    try:
        content = content_of(context.root / path)
    except OSError:
        return None
    return parse(path, blob_oid(content, context.repository.algorithm), content)[0]


def meant(snapshot: "Snapshot", text: str) -> str:
    """Find the record somebody means among those that were loaded; otherwise as `reference`."""
    from gitsm.graph.estate import Memory

    return reference(Memory.of(snapshot), text)

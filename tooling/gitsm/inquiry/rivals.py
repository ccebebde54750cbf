"""The other open changes of a repository: read from git's objects, and merged with a change in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gitsm.change.merging import Merge, alike
from gitsm.change.open_changes import Contention, contention
from gitsm.change.proposal import Proposal, of_edits, proposal, together
from gitsm.change.tip import Tip
from gitsm.errors import GitsmError, MergeConflictError, UnreadableOpenChangeError
from gitsm.load.records import parse
from gitsm.snapshot import Entry, Snapshot
from gitsm.sources.branches import Branch, Part, between_many, branches, forks, shared, trees
from gitsm.sources.differences import Difference
from gitsm.sources.plumbing import OID
from gitsm.sources.repository import Commit, Repository

MOST_TEXTS: Final = 200
"""Open changes whose text is merged with the change's; each asks git once."""


@dataclass(frozen=True, slots=True)
class Named:
    """An open change as a forge names it: what people call it, and a revision."""

    name: str
    head: str


def open_changes(  # noqa: PLR0913  # a change, where it goes, and what else is open
    repository: Repository,
    base: Commit,
    head: Commit,
    asked: str | Sequence[Named],
    *,
    tip: Snapshot,
    after: Snapshot,
    as_of: date,
    name: str = "this change",
) -> Contention:
    """Judge a change against every other open change.

    Args:
        repository: where all of them are.
        base: the target branch's tip.
        head: the change's last commit; a branch that ends there is the change itself.
        asked: a pattern of refs, or what a forge listed.
        tip: the records of the tip.
        after: the records of the merge of tip and head.
        as_of: the day that counts as today.
        name: what people call the change.

    Raises:
        UnreadableOpenChangeError: when one of them cannot be read, or is gone by the time it was judged: what it would
            do is not known, and unknown is not none.
        BadPatternError: when the pattern is none.
    """
    others = found(repository, asked, head)
    result = against(repository, base, head, others, tip=tip, after=after, as_of=as_of, name=name)
    if isinstance(asked, str):
        still_there(others, found(repository, asked, head))
    return result


def against(  # noqa: PLR0913  # as above
    repository: Repository,
    base: Commit,
    head: Commit,
    others: tuple[Branch, ...],
    *,
    tip: Snapshot,
    after: Snapshot,
    as_of: date,
    name: str = "this change",
) -> Contention:
    """Judge a change against open changes that were found; otherwise as `open_changes`."""
    mine = of_edits(name, tip, after)
    known = proposals(repository, base, others, tip)
    common = _common(repository, base, head, others, tip)
    met = {other.name: together(mine, other, tip, common.get(other.name)).met for other in known}
    return contention(mine, known, Tip(tip, as_of), _texts(repository, head, others, mine, known, met), common)


def found(repository: Repository, asked: str | Sequence[Named], head: Commit) -> tuple[Branch, ...]:
    """List the open changes with their last commits, the change itself left out; by name."""
    if isinstance(asked, str):
        return tuple(each for each in branches(repository.repo, asked) if each.oid != head.oid)
    listed = []
    for each in asked:
        try:
            oid = each.head if OID.match(each.head) else repository.resolve(each.head).oid
        except GitsmError as error:
            raise UnreadableOpenChangeError(each.name, error.message) from None
        if oid != head.oid:
            listed.append(Branch(each.name, oid))
    return tuple(sorted(listed))


def proposals(repository: Repository, base: Commit, others: Iterable[Branch], tip: Snapshot) -> tuple[Proposal, ...]:
    """Read open changes, each against the commit where it left the target branch, and lay them over its tip."""
    known = tuple(others)
    try:
        left = forks(repository.repo, base.oid, [each.oid for each in known])
        starts = {oid: fork for oid, fork in left.items() if fork is not None}
        tree = trees(repository.repo, [*starts, *starts.values()])
        pairs = {each.name: (tree[starts[each.oid]], tree[each.oid]) for each in known if each.oid in starts}
        parts = between_many(repository.repo, pairs.values(), repository.prefix)
    except GitsmError as error:
        raise UnreadableOpenChangeError(_culprit(repository, known), error.message) from None
    for each in known:
        if each.name not in pairs:
            raise UnreadableOpenChangeError(each.name, "it shares no history with the target branch in this clone")
    # What a branch began with, the tip mostly still has.
    entries: dict[tuple[str, str], Entry | None] = {(entry.path, entry.blob): entry for entry in tip}
    return tuple(_proposal(each.name, parts[pairs[each.name]], tip, entries) for each in known)


def _culprit(repository: Repository, known: Iterable[Branch]) -> str:
    """Name the open change that cannot be read, where one by one it can be told."""
    for each in known:
        try:
            repository.commit(each.oid)
        except GitsmError:
            return each.name
    return "one of the open changes"


def _proposal(name: str, part: Part, tip: Snapshot, known: dict[tuple[str, str], Entry | None]) -> Proposal:
    before, broken = _side(part.differences, "before", known)
    after, unread = _side(part.differences, "after", known)
    return proposal(name, before, after, tip, {*part.refused, *broken, *unread})


def _side(
    differences: Iterable[Difference], side: str, known: dict[tuple[str, str], Entry | None]
) -> tuple[Snapshot, set[str]]:
    """Read one side's files; a file that many branches share is read once."""
    entries: list[Entry] = []
    unread: set[str] = set()
    for one in differences:
        version = one.before if side == "before" else one.after
        if version is None:
            continue
        key = (one.path, version.oid)
        if key not in known:
            known[key] = parse(one.path, version.oid, version.content)[0]
        entry = known[key]
        if entry is not None:
            entries.append(entry)
        if side == "after" and (entry is None or entry.record is None):
            unread.add(one.path)
    return Snapshot.of(entries), unread


def _common(
    repository: Repository, base: Commit, head: Commit, others: tuple[Branch, ...], tip: Snapshot
) -> dict[str, Proposal]:
    """Find what open changes have in common with the change because one is built on the other."""
    found = shared(repository.repo, base.oid, head.oid, [each.oid for each in others])
    commits = [Branch(oid, oid) for oid in dict.fromkeys(found.values())]
    known = {each.name: each for each in proposals(repository, base, commits, tip)}
    return {each.name: known[found[each.oid]] for each in others if each.oid in found}


def _texts(  # noqa: PLR0913, PLR0917  # two commits, what they edit, and what merging that came to
    repository: Repository,
    head: Commit,
    others: Iterable[Branch],
    mine: Proposal,
    known: Iterable[Proposal],
    met: Mapping[str, Mapping[str, Merge]],
) -> Mapping[str, frozenset[str]]:
    """List, by open change, the records that git cannot merge as text though their fields can be."""
    edits = {other.name: other.records for other in known}
    found: dict[str, frozenset[str]] = {}
    for name, oid in others:
        theirs = edits[name]
        both = frozenset(
            ref
            for ref, merged in met[name].items()
            if not merged.clashes and mine.records[ref] and theirs[ref] and not alike(mine.records[ref], theirs[ref])
        )
        if both and len(found) >= MOST_TEXTS:
            found[name] = both  # nobody asked git, and what is not known is told
        elif both:
            paths = _unmergeable(repository, head, oid)
            found[name] = frozenset(ref for ref in both if _path(mine, ref, repository.prefix) in paths)
    return found


def _path(mine: Proposal, ref: str, prefix: str) -> str:
    entry = mine.records[ref]
    assert entry is not None
    return prefix + entry.path


def _unmergeable(repository: Repository, head: Commit, oid: str) -> frozenset[str]:
    try:
        with repository.merged(head, repository.commit(oid)):
            return frozenset()
    except MergeConflictError as error:
        return frozenset(error.paths)


def still_there(before: tuple[Branch, ...], after: tuple[Branch, ...]) -> None:
    """Refuse an answer about branches that are gone or moved on: nobody has judged what is there now.

    Raises:
        UnreadableOpenChangeError: when one of them is.
    """
    now = dict(after)
    for each in before:
        if now.get(each.name) != each.oid:
            raise UnreadableOpenChangeError(each.name, "it was moved or removed while it was being judged")

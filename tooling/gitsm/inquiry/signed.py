"""Who agrees in signed commits: trailers of a branch, told apart from what they only claim (domain.md §8.8)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from gitsm.change.approvals import Given, Ignored, Statement, Word
from gitsm.load.records import load
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm.sources.repository import Commit, Repository
from gitsm.sources.revision import revision
from gitsm.sources.signatures import Signed, commits, speaks
from gitsm_schemas.policies import Signer

_PLAN: Final = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_HANDLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z", re.ASCII)
_SHORT: Final = 10


def with_signatures(  # noqa: PLR0913  # a change, and what is known of it
    repository: Repository,
    base: Commit,
    head: Commit,
    statement: Statement,
    now: datetime,
    *,
    whole: bool = True,
    tip: Snapshot | None = None,
) -> Statement:
    """Add to what is said of a change what its own signed commits say.

    Args:
        repository: where the commits are.
        base: the target branch's tip; it alone says whose keys are known.
        head: the change.
        statement: what a forge says; its authors count, too.
        now: a key that has ended by now signs nothing.
        whole: whether the statement names everybody who made the change; where it may not, signatures have to.
        tip: the records of the tip, where they were read already.

    Raises:
        TooManyCommitsError: when the branch has more commits than are looked at.
    """
    if not speaks(repository, base, head):
        return statement
    if tip is None:
        tip = load(revision(repository.repo, base.tree, base.oid, repository.prefix)).snapshot
    keys = Policies.of_tree(tip).signers.keys
    return told(statement, commits(repository, base, head, (one.key for one in keys)), keys, now, whole=whole)


def wordless(repository: Repository, base: Commit, head: Commit) -> Mapping[str, str]:
    """Find the commits of a branch that edit nothing, each with the one before it; none where no trailer agrees.

    Whoever brings such a commit has made no part of the change.

    Raises:
        TooManyCommitsError: when the branch has more commits than are looked at.
    """
    if not speaks(repository, base, head):
        return {}
    return {one.oid: one.parent for one in commits(repository, base, head, ()) if one.parent is not None}


def told(
    statement: Statement, found: Iterable[Signed], keys: Iterable[Signer], now: datetime, *, whole: bool = True
) -> Statement:
    """Read what signed commits say; the text of author and committer is never believed.

    Args:
        statement: what a forge says.
        found: the commits of the change.
        keys: the keys that the target branch knows.
        now: an aware time.
        whole: whether the statement, where it names anybody, names everybody who made the change.
    """
    known = {fingerprint(one.key): one for one in keys}
    branch = tuple(found)
    work = [one for one in branch if one.parent is None]
    makers = [_holder(one, known, now) for one in work]
    authors = (*statement.authors, *(each.handle for each in makers if isinstance(each, Signer)), *_named(work))
    nameless = next((one for one, who in zip(work, makers, strict=True) if isinstance(who, str)), None)
    given: list[Given] = []
    refused: list[Ignored] = []
    for one, plan, word in _words(branch):
        holder = _holder(one, known, now)
        if isinstance(holder, str):
            refused.append(Ignored(f"commit {one.oid[:_SHORT]}", holder))
        elif one.parent is None:
            refused.append(Ignored(holder.handle, "agreed in a commit that edits something; an empty one says it"))
        elif not _PLAN.match(plan):
            refused.append(
                Ignored(holder.handle, "names no plan: the trailer wants the 64 digits that gitsm gate prints")
            )
        elif nameless is not None and not (whole and statement.authors):
            why = f"agreed, but nobody knows who made commit {nameless.oid[:_SHORT]}: its author has to sign it"
            refused.append(Ignored(holder.handle, why))
        else:
            given.append(
                Given(holder.handle, one.at, word, plan_hash=plan, head=one.parent, source=f"commit {one.oid}")
            )
    return replace(
        statement,
        authors=tuple(dict.fromkeys(authors)),
        given=tuple(dict.fromkeys((*statement.given, *given))),
        refused=(*statement.refused, *refused),
    )


def fingerprint(key: str) -> str:
    """Compute the fingerprint of a public key as OpenSSH prints it."""
    blob = b64decode(key.partition(" ")[2])
    return "SHA256:" + b64encode(sha256(blob).digest()).decode().rstrip("=")


def _words(branch: Iterable[Signed]) -> Iterator[tuple[Signed, str, Word]]:
    for one in branch:
        yield from ((one, plan, "approved") for plan in one.approves)
        yield from ((one, plan, "changes_requested") for plan in one.objects)


def _holder(one: Signed, known: Mapping[str, Signer], now: datetime) -> Signer | str:
    """Tell whose key signed a commit, or why nobody's counts."""
    signer = known.get(one.fingerprint or "")
    if one.standing == "N":
        return "is not signed"
    if signer is None:
        return "is signed with a key that the target branch does not know, or its signature is not good"
    if signer.until is not None and max(now, one.at) >= signer.until:
        return f"is signed with a key of {signer.handle} that ended at {signer.until.isoformat()}"
    return signer


def _named(work: Iterable[Signed]) -> Iterator[str]:
    """List who is named as a co-author: by name, and by what stands before the @; it takes a voice, and gives none."""
    for one in work:
        for text in one.co_authors:
            name, _, mail = text.partition("<")
            yield from (each for each in (name.strip(), mail.partition("@")[0].strip()) if _HANDLE.match(each))

"""What a forge says of who made a change and who agrees, as the gate reads it."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from gitsm.change.approvals import Statement
from gitsm.errors import ForgeRefusedError, ForgeUnreachableError
from gitsm.exchange.approvals import read
from gitsm.forge.interface import Forge, OpenChange, Push, Review

MOST: Final = 1000
"""The gate reads no more; the last ones count."""
MOST_PUSHES: Final = 500
"""Of one branch; a change that lives longer has the newest ones looked at."""
_HANDLE: Final = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a forge says of one change.

    Attributes:
        said: the file that `gitsm gate --approvals` reads.
        notes: what it would not say, and what follows, in sentences.
        whole: whether it says who made all of it: false where nobody knows who pushed the last commit.
    """

    said: dict[str, Any]
    notes: tuple[str, ...] = ()
    whole: bool = True

    @property
    def heard(self) -> Statement:
        """What the gate is told of it: read as strictly as a file.

        Raises:
            BadStatementError: when the forge said something that no statement may hold.
        """
        return read(json.dumps(self.said).encode(), "what the forge says")


def statement(
    forge: Forge, number: int, groups: Iterable[str] = (), wordless: Mapping[str, str] | None = None
) -> Stated:
    """Ask who made a change and what people said of it.

    Whoever pushed the last commit approves nothing of it, whatever name stands in the commit. Where the forge does not
    say who that was, it could be any of those who approve, so no approval counts.

    Args:
        forge: where.
        number: the change.
        groups: the groups of the forge whose members are asked for.
        wordless: the commits of the change that edit nothing, each with the one before it: who signs an approval and
            pushes it has made no part of the change.

    Raises:
        ForgeRefusedError: when the forge says no to the change itself, its commits or its reviews.
        ForgeUnreachableError: when it does not answer.
    """
    change = forge.change(number)
    empty = wordless or {}
    made = tuple(forge.commits(number))
    pushers, unknown = _pushers(forge, change, {one.commit for one in made}, empty)
    people, missing = _members(forge, groups)
    reviews = [one for one in forge.reviews(number) if not unknown or one.word != "approved"]
    authors = dict.fromkeys((*(name for one in made if one.commit not in empty for name in one.by), *pushers))
    return Stated(written(change, authors, reviews, people), (*unknown, *missing), whole=not unknown)


def _pushers(
    forge: Forge, change: OpenChange, commits: Collection[str], empty: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find who pushed the commits of a change: the handles, or why the last one's is not known."""
    pushes: list[Push] = []
    why = "the forge keeps no such push"
    try:
        for push in islice(forge.pushes(change), MOST_PUSHES):
            mine = tuple(one for one in push.commits if one == change.head or one in commits)
            pushes += [Push(push.by, mine)] if mine else []
    except (ForgeRefusedError, ForgeUnreachableError) as error:
        why = error.message
    last = any(change.head in push.commits for push in pushes)
    unknown = f"nobody's approval counts: who pushed {change.head[:10]} is not known ({why})"
    return tuple(dict.fromkeys(_makers(pushes, empty))), () if last else (unknown,)


def _makers(pushes: Sequence[Push], empty: Mapping[str, str]) -> Iterator[str]:
    """Leave out who pushed nothing but commits that edit nothing, on top of what others had pushed before."""
    for index, push in enumerate(pushes):  # the newest first
        before = {one for other in pushes[index + 1 :] for one in other.commits}
        if not all(one in empty and _below(one, empty) in before for one in push.commits):
            yield push.by


def _below(commit: str, empty: Mapping[str, str]) -> str:
    """Go down to the first commit with work in it."""
    while commit in empty:
        commit = empty[commit]
    return commit


def _members(forge: Forge, groups: Iterable[str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Ask who is in groups; of one that the forge does not tell, nobody is."""
    found, missing = {}, []
    for group in sorted(set(groups)):
        try:
            found[group] = forge.members(group)
        except (ForgeRefusedError, ForgeUnreachableError) as error:
            missing.append(f"who is in {group} is not known, and nobody counts as in it: {error.message}; {_SCOPE}")
    return found, tuple(missing)


_SCOPE: Final = "GITSM_TOKEN needs a token that may read the organisation's members"


def written(
    change: OpenChange,
    authors: Iterable[str],
    reviews: Iterable[Review],
    groups: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Any]:
    """Write a statement; a reviewer whose name no team could have is left out."""
    said = [
        {"by": one.by, "at": one.at.isoformat(), "state": one.word, "head": one.commit, "id": one.id}
        for one in sorted(reviews, key=lambda one: (one.at, one.id))
        if _HANDLE.match(one.by)
    ]
    return {
        "schema": "gitsm/approvals/v1",
        "author": _plain(change.author),
        "co_authors": [name for name in dict.fromkeys(map(_plain, authors)) if name != _plain(change.author)],
        "draft": change.draft,
        "closed": not change.open and not change.merged,
        "approvals": said[-MOST:],
        **({"groups": [_group(name, people) for name, people in groups.items()]} if groups else {}),
    }


def _group(name: str, people: Iterable[str]) -> dict[str, Any]:
    return {"name": name, "members": sorted(one for one in people if _HANDLE.match(one))}


def _plain(name: str) -> str:
    """Write a robot's name as a handle: `renovate[bot]` is `renovate-bot-`, and no person."""
    found = re.sub(r"[^A-Za-z0-9._-]", "-", name)[:63]
    return found if _HANDLE.match(found) else "ghost"


def listed(changes: Iterable[OpenChange], sigil: str, but: int | None = None) -> dict[str, Any]:
    """Write the open changes as `gitsm gate --open-changes` reads them.

    Args:
        changes: as the forge lists them.
        sigil: what stands before a number.
        but: the one that is judged.
    """
    return {
        "schema": "gitsm/open-changes/v1",
        "changes": [
            {
                "name": f"{sigil}{one.number}",
                "head": one.head,
                "title": one.title[:300],
                "author": one.author[:100],
                "url": one.url[:500],
                "draft": one.draft,
            }
            for one in sorted(changes, key=lambda one: one.number)
            if one.number != but
        ],
    }


def refspecs(changes: Iterable[OpenChange], forge: str) -> tuple[str, ...]:
    """Write what git fetches open changes by; made of numbers alone."""
    folder = "merge-requests" if forge == "gitlab" else "pull"
    return tuple(f"+refs/{folder}/{one.number}/head:refs/gitsm/{one.number}" for one in changes)

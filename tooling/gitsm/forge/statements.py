"""What a forge says of who made a change and who agrees, as the gate reads it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from gitsm.forge.interface import Forge, OpenChange, Review

MOST: Final = 1000
"""The gate reads no more; the last ones count."""
_HANDLE: Final = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z", re.ASCII)


def statement(forge: Forge, number: int) -> dict[str, Any]:
    """Ask who made a change and what people said of it: the file that `gitsm gate --approvals` reads."""
    change = forge.change(number)
    return written(change, forge.authors(number), forge.reviews(number))


def written(change: OpenChange, authors: Iterable[str], reviews: Iterable[Review]) -> dict[str, Any]:
    """Write a statement; a reviewer whose name no team could have is left out."""
    said = [
        {"by": one.by, "at": one.at.isoformat(), "state": one.word, "head": one.commit, "id": one.id}
        for one in sorted(reviews, key=lambda one: (one.at, one.id))
        if _HANDLE.match(one.by)
    ]
    return {
        "schema": "gitsm/approvals/v1",
        "author": _plain(change.author),
        "co_authors": [name for name in map(_plain, authors) if name != _plain(change.author)],
        "draft": change.draft,
        "closed": not change.open and not change.merged,
        "approvals": said[-MOST:],
    }


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

"""What git's history tells of articles: who wrote them, and when what they are about was last edited."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from gitsm.inquiry.chronicle import chronicle
from gitsm.operations.knowledge import Told
from gitsm.snapshot import Snapshot
from gitsm.sources.repository import Repository
from gitsm_schemas.knowledge import KnowledgeArticle

MOST_SUBJECTS: Final = 500
"""So many things that articles are about are looked up; each asks git for the history of a file."""
_NOREPLY: Final = re.compile(r"(?:[0-9]+\+)?(?P<handle>[A-Za-z0-9-]+)@users\.noreply\.")


def told(repository: Repository, snapshot: Snapshot, start: str) -> Told:
    """Ask history about every article in use, and about what the articles are about.

    A person is known by the handle of their mail address: what stands before the @, or the name in a forge's own.

    Args:
        repository: where the catalogue is.
        snapshot: its records.
        start: the commit history is read back from, hex.
    """
    articles = [(entry, one) for entry, one in snapshot.records(KnowledgeArticle) if one.confidence != "archived"]
    authors = {entry.ref: frozenset(_authors(repository, entry.path, start)) for entry, _ in articles}
    about = sorted({ref for _, one in articles for ref in one.applies_to if ref.startswith(("ci:", "service"))})
    altered = {}
    for ref in about[:MOST_SUBJECTS]:
        entry = snapshot.get(ref)
        day = _altered(repository, ref, entry.path, start) if entry else None
        if day is not None:
            altered[ref] = day
    return Told(authors, altered)


def _authors(repository: Repository, path: str, start: str) -> Iterator[str]:
    for mail in repository.addresses(path, start):
        match = _NOREPLY.match(mail)
        yield (match["handle"] if match else mail.partition("@")[0]).casefold()


def _altered(repository: Repository, ref: str, path: str, start: str) -> date | None:
    """Find the day something of a record that matters for what runs was last edited."""
    for chapter in chronicle(repository, ref, path, start).chapters:
        if chapter.commit is None or chapter.edit is None:
            continue
        # What was recorded later than an article was reviewed may have run long before.
        if chapter.edit.action == "modified" and any(one.operational for one in chapter.edit.fields):
            return chapter.commit.at.date()
    return None

"""An article was reviewed after what it is about last changed.

Whoever follows a runbook of how things were does harm to how they are. Git tells when a CI, a service or an offering
that an article applies to was edited; only fields that can alter what runs count, and a new record is no edit. An edit
that came in one commit with a review, or on its day, is what was reviewed. In a shallow clone, what happened before its
oldest commit is not known and not reported.

```console
$ git log --format='%cs %s' -1 -- cmdb/booking-db.yaml
2026-11-20 The booking database runs version 17
$ gitsm check
catalog/kb-db-failover.yaml:11:1: warning[article-stale] ci:booking-db was altered on 2026-11-20,
  after the review of knowledge_article:kb-db-failover on 2026-10-02
```

Read the article against what is there now, mend it, and write the day in `reviewed_at`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "history"
_NAMED: Final = 3
"""So many are named; the others are counted."""


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an article that is about something that was altered after its review."""
    article = entry.record
    assert isinstance(article, KnowledgeArticle)
    stale = world.told.stale(article) if world.told else ()
    if not stale:
        return
    if len(stale) == 1:
        ((ref, day),) = stale
        what = f"{ref} was altered on {day},"
    else:
        named = [f"{ref} ({day})" for ref, day in stale[:_NAMED]]
        more = len(stale) - len(named)
        said = f"{', '.join(named)} and {more} more" if more else f"{', '.join(named[:-1])} and {named[-1]}"
        what = f"{said} were altered"
    yield Found(
        "/reviewed_at",
        f"{what} after the review of {entry.ref} on {article.reviewed_at}",
        "look whether it still holds, and write the day in reviewed_at",
    )


def suspects(world: World) -> Iterable[str]:
    """Name the articles that are about something that was altered."""
    return world.told.altered if world.told else ()

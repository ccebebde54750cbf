"""A known error has a workaround.

A known error is a problem one can live with because its workaround is written down. So an article of type known_error
has a resolution, and the article that a problem names for its workaround has one and is not archived.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: known_error
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: known_error
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
resolution: Clear the cache.
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.operations import Problem

SEVERITY = Severity.ERROR
KINDS = ("knowledge_article", "problem")
REACH = "mentions"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an article or an open problem whose workaround is nowhere."""
    record = entry.record
    if isinstance(record, KnowledgeArticle):
        if record.type == "known_error" and not record.resolution and record.confidence != "archived":
            yield Found(
                "/type",
                f"{entry.ref} is about a known error and has no workaround",
                "write what helps in resolution, or set type to problem",
            )
    elif isinstance(record, Problem) and record.is_open and record.workaround_article and not record.workaround:
        yield from _by_article(record.workaround_article, world)


def _by_article(ref: str, world: World) -> Iterator[Found]:
    article = world.snapshot.record(ref)
    if not isinstance(article, KnowledgeArticle):
        return
    if article.confidence == "archived":
        yield Found(
            "/workaround_article",
            f"{ref} holds the workaround and is archived",
            "name an article in use, or write the workaround here",
            related("archived here", world.get(ref), "/confidence"),
        )
    elif not article.resolution:
        yield Found(
            "/workaround_article",
            f"{ref} is named for the workaround and has none",
            "write what helps in its resolution, or in workaround here",
            related("the article", world.get(ref)),
        )

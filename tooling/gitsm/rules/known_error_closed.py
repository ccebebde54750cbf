"""The article of a known error is archived once its problems have ended.

A known error closes with its problem. An article of that type whose every problem has ended tells people to live with
something that is over.

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
resolution: Clear the cache.
---
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
---
kind: problem
id: prb-2026-06-04-sold-out
statement: Sold out sailings
services: [service:booking]
workaround_article: kb-sold-out
resolution_code: fix_applied
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
---
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
---
kind: problem
id: prb-2026-06-04-sold-out
statement: Sold out sailings
services: [service:booking]
workaround_article: kb-sold-out
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.operations import Problem

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "mentions"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a known error's article whose problems are all over."""
    article = entry.record
    if not isinstance(article, KnowledgeArticle) or article.type != "known_error" or article.confidence == "archived":
        return
    theirs = [
        (each, problem) for each, problem in world.snapshot.records(Problem) if problem.workaround_article == entry.ref
    ]
    if theirs and not any(problem.is_open for _, problem in theirs):
        last, _ = theirs[-1]
        yield Found(
            "/confidence",
            f"{entry.ref} is about a known error, and {last.ref} has ended",
            "set confidence to archived, or type to how_to if it is still worth reading",
            related("it ended here", world.get(last.ref), "/resolution_code"),
        )

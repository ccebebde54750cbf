"""An article in use was reviewed within the time that policy gives it.

Systems change under what is written of them. How long a review holds, by confidence, is policy
(`knowledge.review_within`); a year unless a record says otherwise, a month for work in progress.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: how_to
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2025-09-14
issue: A sailing shows as sold out.
resolution: Clear the cache.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: how_to
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
from gitsm.operations.incidents import span
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.NOTE
KINDS = ("knowledge_article",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an article whose review is too old."""
    article = entry.record
    if not isinstance(article, KnowledgeArticle) or article.confidence == "archived":
        return
    within = world.policies.knowledge.review_within[article.confidence]
    due = article.reviewed_at + span(within)
    if due < world.as_of:
        yield Found(
            "/reviewed_at",
            f"{entry.ref} was reviewed on {article.reviewed_at}; {within} later it needed a new look",
            "read it, mend it, and set reviewed_at and reviewed_by, or archive it",
        )

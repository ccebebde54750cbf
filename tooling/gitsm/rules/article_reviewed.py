"""A validated article says who reviewed it, and when.

Validated means that somebody else than the author found it right. Without a name nobody can be asked, and a review in
the future has not happened.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: how_to
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
resolution: Clear the cache.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: how_to
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
resolution: Clear the cache.
reviewed_by: jonas-b
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a validated article without a reviewer, and a review that has not happened yet."""
    article = entry.record
    assert isinstance(article, KnowledgeArticle)
    if article.confidence == "validated" and article.reviewed_by is None:
        yield Found(
            "/confidence",
            f"{entry.ref} is validated, and nobody is named who reviewed it",
            "name the reviewer in reviewed_by, or set confidence to not_validated",
        )
    if article.reviewed_at > world.as_of:
        yield Found("/reviewed_at", f"the review is on {article.reviewed_at}, in the future", "write the day it was")

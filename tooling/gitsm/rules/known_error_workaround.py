"""A known error says how to live with it.

What makes a problem a known error is its workaround; an article of that type without one sends the reader away empty-
handed.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Booking shows sold out
type: known_error
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [ci_class:server]
owner: desk
reviewed_at: 2026-01-10
issue: A sailing shows as sold out.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Booking shows sold out
type: known_error
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:server]
owner: desk
reviewed_at: 2026-01-10
issue: A sailing shows as sold out.
resolution: Clear the cache.
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.ERROR
KINDS = ("knowledge_article",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is called alike
    """Find articles on known errors that have no resolution, work in progress and archived ones aside."""
    assert isinstance(entry.record, KnowledgeArticle)
    article = entry.record
    finished = article.confidence not in {"work_in_progress", "archived"}
    if article.type == "known_error" and finished and not article.resolution:
        yield Found("/type", f"{entry.ref} is about a known error and names no workaround", "write it in resolution")

"""An article that is past its last day is looked at again.

Readers cannot tell an old answer from a right one.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Booking shows sold out
type: how_to
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:server]
owner: desk
reviewed_at: 2026-01-10
valid_to: 2026-02-01
issue: A sailing shows as sold out.
resolution: Clear the cache.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Booking shows sold out
type: how_to
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:server]
owner: desk
reviewed_at: 2026-01-10
valid_to: 2030-02-01
issue: A sailing shows as sold out.
resolution: Clear the cache.
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find articles past valid_to, archived ones aside, and such as were reviewed after it."""
    assert isinstance(entry.record, KnowledgeArticle)
    article = entry.record
    if article.valid_to and article.valid_to < world.as_of and article.confidence != "archived":
        yield Found(
            "/valid_to",
            f"{entry.ref} was valid to {article.valid_to.isoformat()}",
            "review it, then move reviewed_at and valid_to, or archive it",
        )
    if article.reviewed_at > world.as_of:
        yield Found("/reviewed_at", "the review lies in the future", "write the day it was reviewed")

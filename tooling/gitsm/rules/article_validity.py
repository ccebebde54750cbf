"""An article is used no longer than it is valid.

Somebody said until when it can be trusted. After that day it needs a new look; an archived article is kept for the
record and is not judged.

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
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
valid_to: 2026-06-30
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
valid_to: 2027-09-14
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
    """Report an article past its last day."""
    article = entry.record
    if not isinstance(article, KnowledgeArticle) or article.confidence == "archived" or article.valid_to is None:
        return
    if article.valid_to < world.as_of:
        yield Found(
            "/valid_to",
            f"{entry.ref} was valid until {article.valid_to}",
            "review it and set reviewed_at and valid_to, or archive it",
        )

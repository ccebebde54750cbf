"""An article holds no personal data.

Articles are copied, searched and shown to customers, and git keeps every version for ever. Mail addresses and
telephone numbers are looked for (those that a team, supplier or customer gives as its contact are roles, not
persons), bank account and card numbers with a valid checksum, and national identity numbers of the Nordic countries
and the United States. What is found is not repeated in full.

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
resolution: Write to kari.nordmann@post.example, she clears the cache.
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
resolution: Write to desk@tern-ferries.example, they clear the cache.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.operations.personal_data import pieces, plain
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "contacts"
_TEXTS: Final = ("title", "description", "issue", "environment", "resolution", "cause")


MOST_FOUND: Final = 50
"""In one text; what follows is left out: an article with more is a list of people, which is said by then."""


def suspects(world: World) -> Iterator[str]:
    """List the articles with an @ or four digits near each other."""
    for entry, article in world.snapshot.records(KnowledgeArticle):
        if any(_WORTH_A_LOOK.search(text) for name in _TEXTS if (text := getattr(article, name))):
            yield entry.ref


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each piece of personal data once for each text."""
    for name in _TEXTS:
        text = getattr(entry.record, name, None)
        if not text or not _WORTH_A_LOOK.search(text):
            continue
        for count, piece in enumerate(piece for piece in pieces(text) if plain(piece.text) not in world.contacts):
            if count == MOST_FOUND:
                return
            line = text.count("\n", 0, piece.start) + 1
            where = f" on its line {line}" if "\n" in text.rstrip("\n") else ""
            yield Found(
                f"/{name}",
                f"{name} holds {piece.sort}{where}: {_masked(piece.text)}",
                "remove it; write a role address that is a team's contact, or what to look up where",
            )


def _masked(text: str) -> str:
    name, at, domain = text.partition("@")
    return f"{name[0]}…@{domain}" if at else f"{text[:2]}…{text[-2:]}"


_WORTH_A_LOOK: Final = re.compile(r"@|[0-9](?:[0-9 +()./-]{0,3}[0-9]){3}|[A-Z]{2}[0-9]{2}")

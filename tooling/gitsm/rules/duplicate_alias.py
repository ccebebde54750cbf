"""An alias names one record only.

Imports, search and triage find a record by what people call it; an alias of two records finds the wrong one.

Bad:

```yaml
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [The portal]
---
kind: ci
id: web-2
name: Web 2
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [the portal]
```

Good:

```yaml
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [The portal]
---
kind: ci
id: web-2
name: Web 2
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [The old portal]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = (
    "team",
    "supplier",
    "customer",
    "calendar",
    "service",
    "service_offering",
    "agreement",
    "request_offering",
    "knowledge_article",
    "ci",
    "ci_class",
    "change",
    "change_model",
    "release",
    "window",
    "incident",
    "outage",
    "problem",
    "improvement",
    "policy",
)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find aliases that an earlier record has, too; letter case does not matter."""
    assert entry.record is not None
    for index, alias in enumerate(entry.record.aliases):
        first = world.aliases[alias.casefold()][0]
        if first is not entry:
            related = world.related(first.ref, "the other one", "/aliases")
            yield Found(
                f"/aliases/{index}", f"{first.ref} is called {alias!r}, too", "keep it with one of them", related
            )

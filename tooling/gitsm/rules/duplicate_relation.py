"""A relation is written once.

Written twice, one of the two is forgotten when it changes.

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
depends_on: [ci:pg-main, ci:pg-main]
---
kind: ci
id: pg-main
name: Pg main
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
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
depends_on: [ci:pg-main]
---
kind: ci
id: pg-main
name: Pg main
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Related, Severity, Spot
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find targets that one relation names again; two groups may share a member."""
    first: dict[tuple[str, str, str | None], str] = {}
    for edge in world.edges.get(entry.ref, ()):
        key = (edge.relation, edge.target, edge.group)
        if key in first:
            related = (Related("the first one", Spot(entry.path, first[key])),)
            yield Found(edge.pointer, f"{edge.relation} names {edge.target} twice", "keep one of them", related)
        first.setdefault(key, edge.pointer)

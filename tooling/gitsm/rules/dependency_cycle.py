"""Dependencies that go in a circle are worth knowing.

Services may well need each other, but then none of them can be started first, and a failure of one is a failure of
all.

Bad:

```yaml
kind: ci
id: api-1
name: Api 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:auth-1]
---
kind: ci
id: auth-1
name: Auth 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:api-1]
```

Good:

```yaml
kind: ci
id: api-1
name: Api 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:auth-1]
---
kind: ci
id: auth-1
name: Auth 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.NOTE
KINDS = ("ci", "service", "service_offering")
REACH = "closure"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find cycles of depends_on; each is told once, at its first member."""
    for cycle in world.cycles_of("depends_on"):
        if cycle[0] == entry.ref:
            edge = next(
                edge for edge in world.edges[entry.ref] if edge.relation == "depends_on" and edge.target == cycle[1]
            )
            way = " → ".join((*cycle, cycle[0]))
            yield Found(edge.pointer, f"these depend on each other: {way}", "know in which order to start them")

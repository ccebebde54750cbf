"""Nothing is related to itself.

A record that depends on itself says nothing, and is mostly a slip: another record was meant.

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
depends_on: [ci:web-1]
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
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find relations that lead back to where they start."""
    for edge in world.edges.get(entry.ref, ()):
        if edge.target == entry.ref:
            yield Found(
                edge.pointer,
                f"{entry.ref} is related to itself by {edge.relation}",
                "remove it, or name what was meant",
            )

"""A record has no relation to itself.

What needs itself can never start, and what is part of itself is a slip of the pen.

Bad:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:booking-api]
```

Good:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:booking-db]
---
kind: ci
id: booking-db
class: database_instance
name: Booking db
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "self"


def suspects(world: World) -> Iterator[str]:
    """List what is among its own targets."""
    for by_source in world.along.values():
        for source, targets in by_source.items():
            if source in targets:
                yield source


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every relation back to the record."""
    for edge in world.edges(entry.ref):
        if edge.target == entry.ref:
            yield Found(edge.pointer, f"{entry.ref} {edge.relation} itself", "remove it, or name what was meant")

"""A relation names each record once.

Named twice, it is unclear which entry counts: one may be soft and the other hard, one in a redundancy group and the
other alone, which makes the group worthless.

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
depends_on: [ci:booking-db, {target: ci:booking-db, strength: soft}]
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
depends_on: [{target: ci:booking-db, strength: soft}]
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
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "self"


def suspects(world: World) -> Iterator[str]:
    """List what names a target twice in one relation."""
    for by_source in world.along.values():
        for source, targets in by_source.items():
            if len(targets) > 1 and len(set(targets)) < len(targets):
                yield source


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each further mention of a target."""
    first: dict[tuple[str, str], str] = {}
    for edge in world.edges(entry.ref):
        key = (edge.relation, edge.target)
        if key in first:
            yield Found(
                edge.pointer,
                f"{edge.relation} names {edge.target} twice",
                "keep one of them",
                related("the first one", entry, first[key]),
            )
        first.setdefault(key, edge.pointer)

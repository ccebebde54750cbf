"""Nothing operational depends on what is at the end of its life.

What is retired gets no repairs and no updates, and may be switched off by whoever finds it.

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
depends_on: [ci:old-cache]
---
kind: ci
id: old-cache
class: middleware
name: Old cache
owner: desk
environment: production
criticality: less_critical
lifecycle: end_of_life/retired
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
depends_on: [ci:new-cache]
---
kind: ci
id: new-cache
class: middleware
name: New cache
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: ci
id: old-cache
class: middleware
name: Old cache
owner: desk
environment: production
criticality: less_critical
lifecycle: end_of_life/retired
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import CATALOG, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service, ServiceOffering
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"


def suspects(world: World) -> Iterator[str]:
    """List what is related to something at the end of its life."""
    for ref, fields in world.cis:
        if fields["lifecycle"].startswith("end_of_life/"):
            yield from world.referrers.get(ref, ())


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every relation that carries failure from what is at the end of its life."""
    if not _operates(entry):
        return
    for edge in world.edges(entry.ref):
        target = world.ci(edge.target)
        if target is None or target.stage != "end_of_life" or edge.carries != "target_to_source":
            continue
        yield Found(
            edge.pointer,
            f"{entry.ref} {edge.relation} {edge.target}, which is {target.status}",
            f"replace it, or correct the lifecycle of {edge.target}",
            related(f"{target.status} here", world.get(edge.target), "/lifecycle"),
        )


def _operates(entry: Entry) -> bool:
    record = entry.record
    if isinstance(record, Ci):
        return record.stage == "operational"
    return isinstance(record, Service | ServiceOffering) and record.phase == CATALOG

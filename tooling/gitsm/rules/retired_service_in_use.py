"""Nothing in use stands on a retired service or offering.

What is retired is not looked after any more: it cannot be promised, requested or depended on.

Bad:

```yaml
kind: service
id: booking
class: business_service
name: Booking
description: What booking does for people.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
---
kind: service_offering
id: booking-agents
service: booking
name: Booking agents
phase: retired
service_hours: always
---
kind: request_offering
id: new-agent
offering: booking-agents
```

Good:

```yaml
kind: service
id: booking
class: business_service
name: Booking
description: What booking does for people.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
---
kind: service_offering
id: booking-agents
service: booking
name: Booking agents
phase: pipeline
service_hours: always
---
kind: request_offering
id: new-agent
offering: booking-agents
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import CATALOG, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement, RequestOffering, Service, ServiceOffering

SEVERITY = Severity.ERROR
KINDS = ("service", "service_offering", "agreement", "request_offering")
REACH = "mentions"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every use of what is retired."""
    for where, ref, verb in _uses(entry, world):
        target = world.snapshot.record(ref)
        if isinstance(target, Service | ServiceOffering) and target.phase == "retired":
            yield Found(
                where,
                f"{entry.ref} {verb} {ref}, which is retired",
                "name what replaces it, or end this too",
                related("retired here", world.get(ref), "/phase"),
            )


def _uses(entry: Entry, world: World) -> Iterator[tuple[str, str, str]]:
    record = entry.record
    if isinstance(record, Service | ServiceOffering) and record.phase == CATALOG:
        for edge in world.edges(entry.ref):
            if edge.relation == "depends_on":
                yield edge.pointer, edge.target, "depends on"
    elif isinstance(record, Agreement) and world.in_force(record):
        yield from ((f"/covers/{index}", ref, "covers") for index, ref in enumerate(record.covers))
    elif isinstance(record, RequestOffering):
        yield "/offering", record.offering, "belongs to"

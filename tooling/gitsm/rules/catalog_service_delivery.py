"""A service in the catalogue has something that delivers it.

A service that nothing delivers cannot be hit by any change, so every change would look harmless to it.

Bad:

```yaml
kind: service
id: booking
class: business_service
name: Booking
description: What booking does for people.
owner: desk
phase: catalog
criticality: less_critical
next_review: 2027-03-01
---
kind: agreement
id: booking-sla
type: sla
provider: desk
customer: customer:passengers
covers: [service:booking]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.9%}]
```

Good:

```yaml
kind: service
id: booking
class: business_service
name: Booking
description: What booking does for people.
owner: desk
phase: catalog
criticality: less_critical
next_review: 2027-03-01
delivered_by: [ci:booking-api]
---
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: agreement
id: booking-sla
type: sla
provider: desk
customer: customer:passengers
covers: [service:booking]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.9%}]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import CATALOG, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service

SEVERITY = Severity.ERROR
KINDS = ("service",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a service that neither says what delivers it nor has an offering that does."""
    service = entry.record
    if not isinstance(service, Service) or service.phase != CATALOG or service.delivered_by:
        return
    if not any(offering.delivered_by for _, offering in world.offerings.get(entry.ref, ())):
        yield Found(
            "/phase",
            f"{entry.ref} is in the catalogue, and nothing delivers it",
            "name what runs it in delivered_by, here or in its offerings, or move it back to pipeline",
        )

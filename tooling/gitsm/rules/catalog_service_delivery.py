"""A service in the catalogue is delivered by something.

A service that nothing delivers cannot fail on paper: no impact reaches it, and no promise can be checked.

Bad:

```yaml
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: catalog
criticality: most_critical
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
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: catalog
criticality: most_critical
next_review: 2027-03-01
delivered_by: [ci:web-1]
---
kind: ci
id: web-1
name: Web 1
class: server
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
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service, ServiceOffering

SEVERITY = Severity.ERROR
KINDS = ("service",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find catalogue services that neither themselves nor by an offering stand on anything."""
    assert isinstance(entry.record, Service)
    service = entry.record
    if service.phase != "catalog" or service.delivered_by or service.depends_on:
        return
    offerings = (offering for _, offering in world.snapshot.records(ServiceOffering) if offering.service == entry.ref)
    if not any(offering.delivered_by or offering.depends_on for offering in offerings):
        yield Found(
            "/phase", f"nothing delivers {entry.ref}", "name what it runs on in delivered_by, here or in an offering"
        )

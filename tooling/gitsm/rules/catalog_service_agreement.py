"""A service in the catalogue has an agreement.

In the catalogue means that customers may rely on it; without an agreement nobody said on what.

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
    """Find catalogue services that no agreement covers, neither themselves nor an offering of theirs."""
    assert isinstance(entry.record, Service)
    if entry.record.phase != "catalog" or entry.ref in world.agreements:
        return
    offerings = (
        other.ref for other, offering in world.snapshot.records(ServiceOffering) if offering.service == entry.ref
    )
    if not any(ref in world.agreements for ref in offerings):
        yield Found(
            "/phase",
            f"{entry.ref} is in the catalogue without an agreement",
            "write an agreement that covers it or one of its offerings, or put it in phase pipeline",
        )

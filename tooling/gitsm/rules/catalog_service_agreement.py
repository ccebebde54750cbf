"""A service in the catalogue has an agreement.

What is offered without saying how well cannot be kept, missed or improved. An agreement with a customer (sla) or an
internal one (ola) that covers the service or one of its offerings will do, as long as it has not ended.

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
from gitsm.rules.finding import Found, related
from gitsm.rules.world import CATALOG, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service

SEVERITY = Severity.ERROR
KINDS = ("service",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a service that nothing is promised about."""
    if not isinstance(entry.record, Service) or entry.record.phase != CATALOG:
        return
    covered = [entry.ref, *(offering.ref for offering, _ in world.offerings.get(entry.ref, ()))]
    promises = [each for ref in covered for each in world.agreements.get(ref, ()) if not each[1].is_underpinning]
    if any(world.in_force(agreement) for _, agreement in promises):
        return
    ended = max(promises, key=lambda each: (str(each[1].ends), each[0].ref), default=None)
    yield Found(
        "/phase",
        f"{entry.ref} is in the catalogue, and no agreement covers it",
        "write an agreement that covers it or one of its offerings, or move it back to pipeline",
        related(f"this one ended on {ended[1].ends}", ended[0], "/ends") if ended else (),
    )

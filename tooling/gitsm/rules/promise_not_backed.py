"""What an agreement promises is what it stands on can carry.

Availability is that of the worst thing the agreement covers, computed with everything it hangs on: components in a row
multiply, groups hold when enough of their members are up, and what several share is counted once. A promised time is
compared with the times of the agreements below it, at that priority, in service time. A promise of fulfilment is
compared with the longest way through the tasks of what may be requested. The finding shows the arithmetic, and which
one component would have to be how much better. What nobody gave a figure is no finding: `gitsm sla` says what is
missing.

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
delivered_by: [ci:booking-app]
---
kind: ci
id: booking-app
class: application
name: Booking app
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
availability: 99.95%
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
availability: 99.9%
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
delivered_by: [ci:booking-app]
---
kind: ci
id: booking-app
class: application
name: Booking app
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
availability: 99.95%
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
availability: 99.99%
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

from gitsm.diagnostics import Related, Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.service_level.backing import Backing
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement

SEVERITY = Severity.ERROR
KINDS = ("agreement",)
REACH = "promises"


def suspects(world: World) -> Iterator[str]:
    """List the agreements with customers."""
    yield from world.promising()


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each target that is not carried, with what falls short."""
    promise = entry.record
    if not isinstance(promise, Agreement) or promise.is_underpinning or not world.in_force(promise):
        return
    for target, short in world.shortfalls(promise):
        if short.kind in {"availability", "slower"}:
            places = _weakest(target, world) if short.kind == "availability" else _slower(short.ref, world)
            yield Found(f"/targets/{target.index}/value", short.why, short.remedy, places)


def _weakest(target: Backing, world: World) -> tuple[Related, ...]:
    weak = target.weakest
    return related(f"{weak.ref} is the weakest", world.get(weak.ref), "/availability") if weak else ()


def _slower(ref: str, world: World) -> tuple[Related, ...]:
    return related(f"{ref} is slower", world.get(ref), "")

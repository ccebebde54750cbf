"""While a promise counts, what it stands on is there.

Two hours of a supplier that works in office hours are not within four hours around the clock: where its calendar does
not cover that of the promise, the two are not comparable, and nobody owes anything in between. The same holds for
offerings that are promised in fewer hours than what needs them, and for services that are supported in fewer hours
than a response is promised in; a team with somebody on call answers at any time. Calendars are compared moment by
moment for what is left of the term, holidays included.

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
delivered_by: [ci:sms-gateway]
---
kind: ci
id: sms-gateway
class: external_service
name: Sms gateway
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: calendar
id: office-hours
timezone: Europe/Oslo
hours: {mon: ["08:00-16:00"], tue: ["08:00-16:00"]}
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
targets: [{metric: resolution, value: 4h, priority: 1}]
---
kind: agreement
id: northsat-ua
type: ua
provider: desk
supplier: northsat
covers: [ci:sms-gateway]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: office-hours
targets: [{metric: resolution, value: 2h, priority: 1}]
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
delivered_by: [ci:sms-gateway]
---
kind: ci
id: sms-gateway
class: external_service
name: Sms gateway
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: calendar
id: office-hours
timezone: Europe/Oslo
hours: {mon: ["08:00-16:00"], tue: ["08:00-16:00"]}
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
targets: [{metric: resolution, value: 4h, priority: 1}]
---
kind: agreement
id: northsat-ua
type: ua
provider: desk
supplier: northsat
covers: [ci:sms-gateway]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: always
targets: [{metric: resolution, value: 2h, priority: 1}]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement, ServiceOffering

SEVERITY = Severity.WARNING
KINDS = ("agreement",)
REACH = "promises"


def suspects(world: World) -> Iterator[str]:
    """List the agreements with customers."""
    yield from world.promising()


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each target whose time something it stands on does not cover."""
    promise = entry.record
    if not isinstance(promise, Agreement) or promise.is_underpinning or not world.in_force(promise):
        return
    for target, short in world.shortfalls(promise):
        if short.kind == "calendar_gap":
            other = world.get(short.ref)
            places = related(f"the hours of {short.ref}", other, _place(other))
            yield Found(f"/targets/{target.index}", short.why, short.remedy, places)


def _place(entry: Entry | None) -> str:
    record = entry.record if entry else None
    if isinstance(record, ServiceOffering):
        return "/service_hours"
    return "/calendar" if isinstance(record, Agreement) else "/support/hours"

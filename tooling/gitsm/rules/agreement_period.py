"""What backs a promise is in force as long as the promise.

An agreement with a customer stands on agreements with suppliers. When one of those ends earlier nobody owes us what
we still owe.

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
delivered_by: [ci:satellite-link]
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
---
kind: ci
id: satellite-link
name: Satellite link
class: external_service
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: agreement
id: northsat-link
type: ua
provider: desk
supplier: northsat
covers: [ci:satellite-link]
starts: 2026-01-01
ends: 2026-06-30
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.5%}]
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
delivered_by: [ci:satellite-link]
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
---
kind: ci
id: satellite-link
name: Satellite link
class: external_service
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: agreement
id: northsat-link
type: ua
provider: desk
supplier: northsat
covers: [ci:satellite-link]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.5%}]
```
"""

from collections.abc import Iterator
from datetime import date, timedelta

from gitsm.diagnostics import Severity
from gitsm.graph.paths import ancestors
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement

SEVERITY = Severity.WARNING
KINDS = ("agreement",)
REACH = "closure"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find parts of a customer agreement's time in which what it hangs on is not covered any more."""
    assert isinstance(entry.record, Agreement)
    sla = entry.record
    if sla.type != "sla":
        return
    # Without an end it must be backed today; what comes later will be renewed in time, or found then.
    end = sla.ends or max(world.as_of, sla.starts)
    below = {ref for covered in sla.covers for ref in (covered, *ancestors(covered, world.hangs_on))}
    for ref in sorted(below):
        backing = [(other, one) for other, one in world.agreements.get(ref, ()) if one.type != "sla"]
        gap = _gap(sla.starts, end, [(one.starts, one.ends) for _, one in backing])
        if backing and gap:
            other = max(backing, key=lambda pair: pair[1].starts)[0]
            yield Found(
                "/ends" if sla.ends else "/starts",
                f"{ref} is not backed on {gap.isoformat()}, while {entry.ref} is in force",
                f"renew {other.ref}, or write the agreement that follows it",
                world.related(other.ref, "the agreement that backs it", "/ends"),
            )


def _gap(start: date, end: date, terms: list[tuple[date, date | None]]) -> date | None:
    """Find the first day from start to end that no term holds."""
    day = start
    for first, last in sorted(terms, key=lambda term: term[0]):
        if first > day:
            break
        if last is None:
            return None
        day = max(day, last + timedelta(days=1))
    return day if day <= end else None

"""What backs a promise lasts as long as the promise.

An agreement with a customer stands on those with internal and external suppliers that cover what it needs: the hard
closure of what it covers. When one of them starts later or ends earlier, and none takes over, the promise is not
backed for that time. An agreement without end is compared until its review, when both sides look at it again; one
that has ended already is not judged. Several agreements that cover the same thing add up; of what a supplier runs,
only those with suppliers.

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
kind: agreement
id: northsat-ua
type: ua
provider: desk
supplier: northsat
covers: [ci:sms-gateway]
starts: 2026-01-01
ends: 2026-12-15
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
kind: agreement
id: northsat-ua
type: ua
provider: desk
supplier: northsat
covers: [ci:sms-gateway]
starts: 2026-01-01
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.9%}]
```
"""

from collections.abc import Iterator
from datetime import date

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.service_level.terms import last_day, uncovered
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement

SEVERITY = Severity.WARNING
KINDS = ("agreement",)
REACH = "promises"

Backing = tuple[Entry, Agreement]


def suspects(world: World) -> Iterator[str]:
    """List the agreements with customers, where anything backs one."""
    every = world.snapshot.records(Agreement)
    if any(agreement.type != "sla" for _, agreement in every):
        yield from (entry.ref for entry, agreement in world.snapshot.records(Agreement) if agreement.type == "sla")


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report what the promise needs and what is backed for a part of its term only."""
    promise = entry.record
    if not isinstance(promise, Agreement) or promise.type != "sla" or not world.in_force(promise):
        return
    last = last_day(promise)
    reported: set[str] = set()
    for ref in sorted(ref for ref in world.closure(promise.covers) if ref in world.agreements):
        backing = [each for each in world.agreements.get(ref, ()) if each[1].type != "sla"]
        if world.external(ref):
            backing = [each for each in backing if each[1].is_underpinning]
        gap = uncovered(promise.starts, last, (agreement for _, agreement in backing)) if backing else None
        if gap is None:
            continue
        nearest = _nearest(gap, backing)
        if nearest[0].ref not in reported:
            reported.add(nearest[0].ref)
            yield _found(entry, promise, ref, gap, nearest)


def _nearest(gap: tuple[date, date], backing: list[Backing]) -> Backing:
    """Choose the agreement to name: the last that ended before the gap, else the first to start after it."""
    before = [each for each in backing if each[1].ends is not None and each[1].ends < gap[0]]
    if before:
        return max(before, key=lambda each: (str(each[1].ends), each[0].ref))
    return min(backing, key=lambda each: (each[1].starts, each[0].ref))


def _found(entry: Entry, promise: Agreement, ref: str, gap: tuple[date, date], nearest: Backing) -> Found:
    other, agreement = nearest
    ended = agreement.ends is not None and agreement.ends < gap[0]
    return Found(
        "/ends" if promise.ends else "/starts",
        f"{entry.ref} stands on {ref}, which no agreement backs from {gap[0]} to {gap[1]}",
        f"prolong {other.ref}, write its successor, or shorten the promise"
        if ended
        else f"let {other.ref} start earlier, or the promise later",
        related(
            f"{other.ref} {'ends' if ended else 'starts'} on {agreement.ends if ended else agreement.starts}",
            other,
            "/ends" if ended else "/starts",
        ),
    )

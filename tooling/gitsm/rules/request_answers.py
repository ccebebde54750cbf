"""The answers of an open request fit what its offering asks.

A request is fulfilled by its answers, and some of them become values of records. Each belongs to a field of the
offering, is of its type, and what is required is answered. A request that has ended is not judged: its form may have
changed since.

Bad:

```yaml
kind: request
id: req-2026-11-20-account
offering: account
requested_by: amara
requested_at: 2026-11-20T09:15:00+01:00
answers: {agencies: Fjord Tours}
---
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
---
kind: service_offering
id: booking-web
service: booking
name: Booking on the web
phase: pipeline
service_hours: always
---
kind: request_offering
id: account
offering: booking-web
fields:
  - {id: agency, label: Agency, type: text, required: true}
```

Good:

```yaml
kind: request
id: req-2026-11-20-account
offering: account
requested_by: amara
requested_at: 2026-11-20T09:15:00+01:00
answers: {agency: Fjord Tours}
---
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
---
kind: service_offering
id: booking-web
service: booking
name: Booking on the web
phase: pipeline
service_hours: always
---
kind: request_offering
id: account
offering: booking-web
fields:
  - {id: agency, label: Agency, type: text, required: true}
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.operations.answers import unfit
from gitsm.operations.reporting import asked
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import RequestOffering
from gitsm_schemas.requests import Request

SEVERITY = Severity.ERROR
KINDS = ("request",)
REACH = "mentions"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every answer that does not fit its field, and every one that is missing."""
    request = entry.record
    offering = world.snapshot.record(request.offering) if isinstance(request, Request) else None
    if not isinstance(request, Request) or not isinstance(offering, RequestOffering) or request.outcome is not None:
        return
    for refusal in unfit(asked(offering), request.answers):
        there = f"/{refusal.field}" if refusal.field in request.answers else ""
        yield Found(
            f"/answers{there}",
            f"the answer {refusal.field}: {refusal.why}",
            refusal.remedy,
            related("the form", world.get(request.offering), "/fields"),
        )

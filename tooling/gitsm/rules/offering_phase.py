"""An offering is in the catalogue only while its service is.

Customers cannot take an offering of a service that is still being built, or that is gone.

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
phase: catalog
service_hours: always
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
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import CATALOG, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service, ServiceOffering

SEVERITY = Severity.ERROR
KINDS = ("service_offering",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a catalogue offering of a service that is not in the catalogue."""
    offering = entry.record
    if not isinstance(offering, ServiceOffering) or offering.phase != CATALOG:
        return
    service = world.snapshot.record(offering.service)
    if isinstance(service, Service) and service.phase != CATALOG:
        yield Found(
            "/phase",
            f"{entry.ref} is in the catalogue, and {offering.service} is {_where(service.phase)}",
            "move the service to the catalogue, or the offering out of it",
            related("its service", world.get(offering.service), "/phase"),
        )


def _where(phase: str) -> str:
    return "in the pipeline" if phase == "pipeline" else "retired"

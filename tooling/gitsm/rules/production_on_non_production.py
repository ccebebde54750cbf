"""Production depends on production.

Staging is restarted, filled with test data and switched off at night by people who do not expect customers on it. A
service or offering in the catalogue counts as production; disaster recovery is there to be depended on.

Bad:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:booking-db]
---
kind: ci
id: booking-db
class: database_instance
name: Booking db
owner: desk
environment: staging
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
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
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import CATALOG, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service, ServiceOffering
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.WARNING
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"
_SAFE = frozenset({"production", "disaster_recovery"})


def suspects(world: World) -> Iterator[str]:
    """List what is related to something that is no production."""
    for ref, fields in world.cis:
        if fields["environment"] not in _SAFE:
            yield from world.referrers.get(ref, ())


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every relation by which a failure outside production reaches production."""
    if not _is_production(entry):
        return
    for edge in world.edges(entry.ref):
        target = world.ci(edge.target)
        if target is None or target.environment in _SAFE or edge.carries != "target_to_source":
            continue
        yield Found(
            edge.pointer,
            f"{entry.ref} is production and {edge.relation} {edge.target}, which is {target.environment}",
            f"relate to its production counterpart, or correct the environment of {edge.target}",
            related(f"{target.environment} here", world.get(edge.target), "/environment"),
        )


def _is_production(entry: Entry) -> bool:
    record = entry.record
    if isinstance(record, Ci):
        return record.environment == "production"
    return isinstance(record, Service | ServiceOffering) and record.phase == CATALOG

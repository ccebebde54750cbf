"""We count on no more than a supplier owes.

A CI that a supplier runs may say how available it is. A figure above what the underpinning agreement promises makes
every promise that stands on it look better backed than it is: nobody owes the difference. Of several agreements the
best counts.

Bad:

```yaml
kind: ci
id: sms-gateway
class: external_service
name: Sms gateway
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
availability: 99.99%
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
targets: [{metric: availability, value: 99.9%}]
```

Good:

```yaml
kind: ci
id: sms-gateway
class: external_service
name: Sms gateway
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
availability: 99.9%
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
targets: [{metric: availability, value: 99.9%}]
```
"""

from collections.abc import Iterator
from decimal import Decimal

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.service_level.words import percent
from gitsm.snapshot import Entry
from gitsm_schemas.classes import EXTERNAL, is_a
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.WARNING
KINDS = ("ci",)
REACH = "neighbours"


def suspects(world: World) -> Iterator[str]:
    """List the CIs that have a figure and an agreement."""
    yield from (ref for ref, fields in world.cis if fields["availability"] and ref in world.agreements)


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a figure that no agreement in force promises."""
    record = entry.record
    if not isinstance(record, Ci) or record.availability is None or not is_a(record.class_, EXTERNAL, world.classes):
        return
    owed = [
        (promised, other.ref, f"/targets/{index}/value")
        for other, agreement in world.agreements.get(entry.ref, ())
        if agreement.is_underpinning and world.in_force(agreement)
        for index, target in enumerate(agreement.targets)
        if isinstance(promised := target.promised, Decimal)
    ]
    if not owed:
        return
    best, ref, place = max(owed, key=lambda each: (each[0], each[1]))
    if record.availability > best:
        yield Found(
            "/availability",
            f"{entry.ref} counts as up {percent(record.availability)}, and {ref} promises {percent(best)}",
            f"write {percent(best)} here, or agree on more",
            related("what is owed", world.get(ref), place),
        )

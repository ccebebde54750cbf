"""Things that depend on each other in a circle are known.

A circle of `depends_on` can be right: two services may call each other. But they start and fail together, which is
worth knowing before one is changed.

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
depends_on: [ci:payment-api]
---
kind: ci
id: payment-api
class: application
name: Payment api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:booking-api]
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
depends_on: [ci:payment-api]
---
kind: ci
id: payment-api
class: application
name: Payment api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.cycles import found
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.NOTE
KINDS = ("ci", "service", "service_offering")
REACH = "circle"


def suspects(world: World) -> Iterator[str]:
    """List the first record of every circle."""
    yield from world.circles(("depends_on",))


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a circle at its first record."""
    circle = world.circles(("depends_on",)).get(entry.ref)
    if circle:
        yield found(circle, ("depends_on",), world, "make one of them do without the other for a time, or leave it")

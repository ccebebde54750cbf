"""Nothing runs on, is hosted on or is part of itself by way of others.

What runs on something cannot also carry it; such a circle is a mistake in the records, and nobody knows what to start
first.

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
runs_on: [ci:vm-1]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:booking-api]
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
runs_on: [ci:vm-1]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
hosted_on: [ci:host-1]
---
kind: ci
id: host-1
class: hypervisor
name: Host 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.rules.cycles import found
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "circle"
_TOGETHER: Final = (("runs_on", "hosted_on"), ("part_of",))


def suspects(world: World) -> Iterator[str]:
    """List the first record of every circle."""
    for relations in _TOGETHER:
        yield from world.circles(relations)


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a circle at its first record."""
    for relations in _TOGETHER:
        circle = world.circles(relations).get(entry.ref)
        if circle:
            yield found(circle, relations, world, "remove the relation that is wrong")

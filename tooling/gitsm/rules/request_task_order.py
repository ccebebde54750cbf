"""The steps of a request wait for steps that exist, and not for each other.

A step is named in `after` by its name. One that waits for a name nobody has, or for itself by way of others, would
never begin.

Bad:

```yaml
kind: request_offering
id: account
offering: booking-web
tasks:
  - {name: Check the agency, group: desk}
  - {name: Create the account, group: desk, after: [Check the agent]}
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
```

Good:

```yaml
kind: request_offering
id: account
offering: booking-web
tasks:
  - {name: Check the agency, group: desk}
  - {name: Create the account, group: desk, after: [Check the agency]}
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
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import RequestOffering

SEVERITY = Severity.ERROR
KINDS = ("request_offering",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is asked alike
    """Report a step that waits for nothing there is, for itself, or in a circle."""
    offering = entry.record
    assert isinstance(offering, RequestOffering)
    after = {task.name: task.after for task in offering.tasks}
    for index, task in enumerate(offering.tasks):
        for number, name in enumerate(task.after):
            if name not in after:
                yield Found(
                    f"/tasks/{index}/after/{number}",
                    f"no step is called {name}",
                    f"the steps are {', '.join(after)}",
                )
            elif _waits(name, task.name, after):
                yield Found(
                    f"/tasks/{index}/after/{number}",
                    f"{task.name} waits for {name}, which waits for it",
                    "leave one of the two out",
                )


def _waits(start: str, wanted: str, after: dict[str, tuple[str, ...]]) -> bool:
    """Tell whether a step waits for another, directly or not."""
    seen, pending = set[str](), [start]
    while pending:
        name = pending.pop()
        if name == wanted:
            return True
        if name not in seen:
            seen.add(name)
            pending += after.get(name, ())
    return False

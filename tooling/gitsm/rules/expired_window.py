"""A window that is over may go.

It binds nobody any more. It may stay as a memory of when it was, which is why this is told in passing: who looks for
what binds them has to read past it.

Bad:

```yaml
kind: window
id: autumn-freeze
type: blackout
at: {start: 2026-09-01T00:00:00+02:00, end: 2026-09-15T00:00:00+02:00}
applies_to: {cis: [booking-db]}
reason: Quiet.
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

Good:

```yaml
kind: window
id: autumn-freeze
type: blackout
at: {start: 2027-09-01T00:00:00+02:00, end: 2027-09-15T00:00:00+02:00}
applies_to: {cis: [booking-db]}
reason: Quiet.
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
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.service_level.occurrences import next_opening
from gitsm.snapshot import Entry
from gitsm_schemas.changes import Window

SEVERITY = Severity.NOTE
KINDS = ("window",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a window whose last occurrence is over."""
    window = entry.record
    if not isinstance(window, Window) or next_opening(window, world.midnight) is not None:
        return
    if next_opening(window) is not None:  # `window-never-open` reports one that never was
        yield Found(
            "/at" if window.at is not None else "/rrule",
            f"{entry.ref} is over",
            "remove it, or give it its next time",
        )

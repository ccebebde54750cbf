"""A window opens sometime.

A rule that asks for 30 February, or that ends before it starts, names a time that never comes. Work that waits for such
a window waits for ever, and a freeze that never begins protects nothing.

Bad:

```yaml
kind: window
id: db-night
type: maintenance
rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30
starts: 2026-01-03T23:00:00+01:00
duration: 4h
timezone: Europe/Oslo
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
id: db-night
type: maintenance
rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28
starts: 2026-01-03T23:00:00+01:00
duration: 4h
timezone: Europe/Oslo
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

SEVERITY = Severity.ERROR
KINDS = ("window",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is asked alike
    """Report a rule that has no occurrence at all."""
    window = entry.record
    if isinstance(window, Window) and window.rrule is not None and next_opening(window) is None:
        yield Found(
            "/rrule",
            f"{entry.ref} never opens: no time fits {window.rrule}",
            "correct the rule; RFC 5545 counts COUNT and UNTIL from `starts` on",
        )

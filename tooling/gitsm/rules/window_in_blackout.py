"""A maintenance window can be used.

Where a hard blackout of the same things covers every time that a maintenance window is open in the coming year, nobody
can work in it: each piece of work lies in the blackout or outside of the window.

Bad:

```yaml
kind: window
id: db-night
type: maintenance
rrule: FREQ=WEEKLY;BYDAY=SA
starts: 2026-01-03T23:00:00+01:00
duration: 4h
timezone: Europe/Oslo
applies_to: {cis: [booking-db]}
reason: Quiet.
---
kind: window
id: winter-freeze
type: blackout
at: {start: 2026-11-01T00:00:00+01:00, end: 2027-12-01T00:00:00+01:00}
applies_to: {all: true}
reason: Few people at work.
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
rrule: FREQ=WEEKLY;BYDAY=SA
starts: 2026-01-03T23:00:00+01:00
duration: 4h
timezone: Europe/Oslo
applies_to: {cis: [booking-db]}
reason: Quiet.
---
kind: window
id: winter-freeze
type: blackout
at: {start: 2026-12-18T00:00:00+01:00, end: 2027-01-04T00:00:00+01:00}
applies_to: {all: true}
reason: Few people at work.
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
from gitsm.rules.window_years import AHEAD
from gitsm.rules.world import World
from gitsm.service_level.calendars import merged, without
from gitsm.service_level.occurrences import occurrences
from gitsm.service_level.selection import covers
from gitsm.snapshot import Entry
from gitsm_schemas.changes import Window

SEVERITY = Severity.WARNING
KINDS = ("window",)
REACH = "windows"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a maintenance window that is open only while a hard blackout holds."""
    window = entry.record
    if not isinstance(window, Window) or window.type != "maintenance":
        return
    start, end = world.midnight, world.midnight + AHEAD
    open_ = merged(occurrences(window, start, end))
    if not open_:
        return
    freezes = [
        (other, freeze)
        for other, freeze in world.windows
        if freeze.type == "blackout" and freeze.severity == "hard" and covers(freeze, window, world.ground)
    ]
    closed = merged(span for _, freeze in freezes for span in occurrences(freeze, start, end))
    if freezes and not list(without(open_, closed)):
        names = ", ".join(other.ref for other, _ in freezes)
        yield Found(
            "/at" if window.at is not None else "/rrule",
            f"nobody can work in {entry.ref} in the coming year: {names} holds whenever it is open",
            "give it another time, or end the blackout earlier",
            tuple(one for other, _ in freezes for one in related(f"{other.ref} holds", other)),
        )

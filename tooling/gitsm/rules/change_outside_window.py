"""Work is planned in the maintenance windows of what it touches.

Things may say when they may be worked on. A change that is agreed on, not over and not on hold touches such a thing at
another time. Windows that adjoin count as one; what the change record acknowledges is not told.

Bad:

```yaml
kind: change
id: chg-2026-12-19-db
title: Upgrade booking-db
type: normal
reason: The old version loses support.
affected: [{ci: booking-db}]
planned: {start: 2026-12-18T23:00:00+01:00, end: 2026-12-19T01:00:00+01:00}
assignee: amara
implementation_plan: Upgrade the replica first.
test_plan: Book a passage.
backout_plan: {steps: Promote the old primary., tested: true}
---
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
kind: change
id: chg-2026-12-19-db
title: Upgrade booking-db
type: normal
reason: The old version loses support.
affected: [{ci: booking-db}]
planned: {start: 2026-12-19T23:00:00+01:00, end: 2026-12-20T01:00:00+01:00}
assignee: amara
implementation_plan: Upgrade the replica first.
test_plan: Book a passage.
backout_plan: {steps: Promote the old primary., tested: true}
---
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
from gitsm.rules.world import World
from gitsm.service_level.calendars import merged, without
from gitsm.service_level.occurrences import occurrences
from gitsm.service_level.selection import binds, selects
from gitsm.snapshot import Entry
from gitsm_schemas.changes import Change, Window

SEVERITY = Severity.WARNING
KINDS = ("change",)
REACH = "windows"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report, once for each set of windows, what is touched outside of its maintenance windows."""
    change = entry.record
    if not isinstance(change, Change) or not change.is_ahead(world.midnight):
        return
    known = {each.conflict for each in change.acknowledged_conflicts}
    told: set[str] = set()
    for ref in change.touched:
        its = [(other, window) for other, window in _bound(change, world) if selects(window, ref, world.ground)]
        its.sort(key=lambda each: each[1].id)
        conflict = f"not_in_maintenance_window:{'+'.join(window.id for _, window in its)}"
        if its and conflict not in known | told and not _inside(change, [window for _, window in its]):
            told.add(conflict)
            names = ", ".join(other.ref for other, _ in its)
            yield Found(
                "/planned",
                f"{entry.ref} is planned outside of {names}, when {ref} may be worked on",
                "gitsm change schedule finds a free time",
                tuple(one for other, _ in its for one in related(f"{other.ref} says when", other)),
            )


def _bound(change: Change, world: World) -> Iterator[tuple[Entry, Window]]:
    for other, window in world.windows:
        if window.type == "maintenance" and binds(window, change.type):
            yield other, window


def _inside(change: Change, windows: list[Window]) -> bool:
    planned = (change.planned.start, change.planned.end)
    spans = merged(span for window in windows for span in occurrences(window, *planned))
    return not list(without(merged([planned]), spans))

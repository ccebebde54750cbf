"""Work is planned outside of blackouts.

A change that is agreed on, not over and not on hold lies in a blackout of what it touches or reaches. A type of change
that the blackout exempts is not told, nor is what the change record acknowledges.

Bad:

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

Good:

```yaml
kind: change
id: chg-2026-12-19-db
title: Upgrade booking-db
type: normal
reason: The old version loses support.
affected: [{ci: booking-db}]
planned: {start: 2026-12-17T22:00:00+01:00, end: 2026-12-18T00:00:00+01:00}
assignee: amara
implementation_plan: Upgrade the replica first.
test_plan: Book a passage.
backout_plan: {steps: Promote the old primary., tested: true}
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
from gitsm.rules.world import World
from gitsm.service_level.occurrences import occurrences
from gitsm.service_level.selection import binds, selects
from gitsm.snapshot import Entry
from gitsm_schemas.changes import Change

SEVERITY = Severity.WARNING
KINDS = ("change",)
REACH = "windows"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every blackout that holds while the change is planned."""
    change = entry.record
    if not isinstance(change, Change) or not change.is_ahead(world.midnight):
        return
    known = {each.conflict for each in change.acknowledged_conflicts}
    held = [
        (other, window)
        for other, window in world.windows
        if window.type == "blackout"
        and binds(window, change.type)
        and f"in_blackout:{window.id}" not in known
        and occurrences(window, change.planned.start, change.planned.end)
    ]
    reached = sorted(world.ground.reached(change.touched, change.untouched)) if held else []
    for other, window in held:
        hit = next((ref for ref in reached if selects(window, ref, world.ground)), None)
        if hit is not None:
            yield Found(
                "/planned",
                f"{entry.ref} is planned while {other.ref} holds for {hit}: {window.reason}",
                "gitsm change schedule finds a free time",
                related(f"{other.ref} holds", other),
            )

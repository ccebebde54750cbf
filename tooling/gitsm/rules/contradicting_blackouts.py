"""Two blackouts of one thing say the same about exemptions.

Where one blackout lets emergency changes through and another, which holds at the same time for the same things, does
not, the exemption has no effect. Whoever relies on it finds out in the emergency.

Bad:

```yaml
kind: window
id: db-freeze
type: blackout
at: {start: 2026-12-20T00:00:00+01:00, end: 2026-12-27T00:00:00+01:00}
applies_to: {cis: [booking-db]}
exempt: [emergency]
reason: Few people at work.
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
kind: window
id: db-freeze
type: blackout
at: {start: 2026-12-20T00:00:00+01:00, end: 2026-12-27T00:00:00+01:00}
applies_to: {cis: [booking-db]}
exempt: [emergency]
reason: Few people at work.
---
kind: window
id: winter-freeze
type: blackout
at: {start: 2026-12-18T00:00:00+01:00, end: 2027-01-04T00:00:00+01:00}
applies_to: {all: true}
exempt: [emergency]
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
from gitsm.service_level.calendars import merged, shared
from gitsm.service_level.occurrences import occurrences
from gitsm.service_level.selection import covers
from gitsm.snapshot import Entry
from gitsm_schemas.changes import Window

SEVERITY = Severity.WARNING
KINDS = ("window",)
REACH = "windows"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each exemption that another blackout takes back."""
    window = entry.record
    if not isinstance(window, Window) or window.type != "blackout" or not window.exempt:
        return
    start, end = world.midnight, world.midnight + AHEAD
    open_ = merged(occurrences(window, start, end))
    for other, freeze in world.windows:
        taken = [kind for kind in window.exempt if kind not in freeze.exempt]
        if freeze.type != "blackout" or other.ref == entry.ref or not taken or not covers(freeze, window, world.ground):
            continue
        both = next(shared(open_, merged(occurrences(freeze, start, end))), None)
        if both is not None:
            kinds = ", ".join(taken)
            yield Found(
                "/exempt",
                f"{entry.ref} exempts {kinds} changes, and {other.ref} does not from {both[0]:%Y-%m-%d %H:%M} UTC on",
                f"exempt {kinds} from both, or from neither",
                related(f"{other.ref} binds them", other, "/exempt" if freeze.exempt else ""),
            )

"""Ids of dated records begin with their date.

So two branches never race for a number, and a list sorts itself: `chg-2026-11-22-upgrade-pg-main`.

Bad:

```yaml
kind: outage
id: booking-down
type: outage
affects: [service:booking]
start: 2026-07-18T08:55:00+02:00
---
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: pipeline
criticality: most_critical
next_review: 2027-03-01
```

Good:

```yaml
kind: outage
id: out-2026-07-18-booking
type: outage
affects: [service:booking]
start: 2026-07-18T08:55:00+02:00
---
kind: service
id: booking
name: Booking
class: business_service
description: Sells passages.
owner: desk
phase: pipeline
criticality: most_critical
next_review: 2027-03-01
```
"""

import re
from collections.abc import Iterator
from datetime import date

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
KINDS = ("change", "release", "incident", "outage", "problem", "improvement")
REACH = "self"


_PREFIXES = {
    "change": "chg",
    "release": "rel",
    "incident": "inc",
    "outage": "out",
    "problem": "prb",
    "improvement": "imp",
}


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find ids that do not begin with their kind's letters and a day of the calendar."""
    prefix = _PREFIXES[entry.kind]
    match = re.match(rf"{prefix}-([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})-[a-z0-9]", entry.id)
    if match is None or not _is_day(match[1]):
        yield Found(
            "/id",
            f"{entry.id} does not begin with its date",
            f"call it {prefix}-{world.as_of.isoformat()}-… or of the day it is about",
        )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

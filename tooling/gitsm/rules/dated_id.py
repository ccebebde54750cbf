"""The id of a dated record starts with its date.

`chg-2026-11-22-upgrade-pg-main`: two branches never race for a number, and files sort by time. It concerns changes
(chg), incidents (inc), outages (out), problems (prb), releases (rel) and improvements (imp).

Bad:

```yaml
kind: outage
id: booking-down
type: outage
affects: [ci:booking-db]
start: 2026-07-18T08:55:00+02:00
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
kind: outage
id: out-2026-07-18-booking-down
type: outage
affects: [ci:booking-db]
start: 2026-07-18T08:55:00+02:00
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

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
REACH = "self"
_PREFIXES: Final = {
    "change": "chg",
    "incident": "inc",
    "outage": "out",
    "problem": "prb",
    "release": "rel",
    "improvement": "imp",
    "request": "req",
}
KINDS = tuple(_PREFIXES)
_DATED: Final = re.compile(r"([a-z]+)-([0-9]{4}-[0-9]{2}-[0-9]{2})-[a-z0-9]")


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an id without its prefix or without a day of the calendar."""
    match, prefix = _DATED.match(entry.id), _PREFIXES[entry.kind]
    if match and match[1] == prefix and _is_day(match[2]):
        return
    yield Found(
        "/id",
        f"the id of this {entry.kind} does not begin with {prefix}- and its date",
        f"call it, for example, {prefix}-{world.as_of}-{_rest(entry.id, prefix)}; gitsm rename sees to the references",
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _rest(name: str, prefix: str) -> str:
    return re.sub(r"^[0-9-]+", "", name.removeprefix(f"{prefix}-")) or "what-it-is"

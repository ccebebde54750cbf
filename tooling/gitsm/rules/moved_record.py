"""What was renamed is gone under its old id.

`moved` tells history and other branches where a record is now. While the old id still stands for a record, or two
records claim it, nobody can follow.

Bad:

```yaml
kind: ci
id: booking-database
class: database_instance
name: Booking database
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
moved: {from: booking-db}
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
kind: ci
id: booking-database
class: database_instance
name: Booking database
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
moved: {from: booking-db}
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("*",)
REACH = "names"


def suspects(world: World) -> Iterator[str]:
    """List the records that were renamed."""
    for entries in world.moved.values():
        yield from (entry.ref for entry in entries)


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a rename from an id that is still in use or that another record claims."""
    if entry.record is None or entry.record.moved is None:
        return
    before = f"{entry.kind}:{entry.record.moved.from_}"
    first = world.moved[before][0]
    if before == entry.ref:
        yield Found("/moved/from", f"{entry.ref} was not renamed: it is its own former id", "remove moved")
    elif before in world.snapshot:
        yield Found(
            "/moved/from",
            f"{before} was renamed to {entry.ref} and is still there",
            f"remove {before}, or remove moved where the two are different things",
            related("still here", world.get(before), "/id"),
        )
    elif first is not entry:
        yield Found(
            "/moved/from",
            f"{entry.ref} and {first.ref} were both {before}",
            "keep moved in the one that replaces it",
            related("the other one", first, "/moved/from"),
        )

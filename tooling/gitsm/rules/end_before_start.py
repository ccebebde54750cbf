"""What starts ends later.

A period that ends before it starts, or as it starts, holds no time: a window that never opens, an outage that never
was. Agreements count whole days, so one may last a single day. An incident is known and taken no earlier than it
began, and over no earlier than it was taken and users could work again.

Bad:

```yaml
kind: outage
id: out-2026-07-18-booking
type: outage
affects: [ci:booking-db]
start: 2026-07-18T10:20:00+02:00
end: 2026-07-18T08:55:00+02:00
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
id: out-2026-07-18-booking
type: outage
affects: [ci:booking-db]
start: 2026-07-18T08:55:00+02:00
end: 2026-07-18T10:20:00+02:00
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
from typing import Any, Final

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.record import Record

SEVERITY = Severity.ERROR
REACH = "self"
_PAIRS: Final = {
    "agreement": (("starts", "ends", False),),
    "change": (("planned/start", "planned/end", True), ("actual/start", "actual/end", True)),
    "window": (("at/start", "at/end", True),),
    "outage": (("start", "end", True),),
    "incident": (
        ("started_at", "detected_at", False),
        ("started_at", "acknowledged_at", False),
        ("started_at", "restored_at", False),
        ("started_at", "resolved_at", False),
        ("detected_at", "acknowledged_at", False),
        ("acknowledged_at", "resolved_at", False),
        ("restored_at", "resolved_at", False),
        ("resolved_at", "closed_at", False),
    ),
    "request": (("requested_at", "approved_at", False), ("requested_at", "closed_at", False)),
}
"""By kind: what comes first, what comes later, and whether it must be later than, not only as late as, the first."""
KINDS = tuple(_PAIRS)


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is asked alike
    """Report every later time that is not later; of an incident's times each once."""
    reported: set[str] = set()
    for first, later, strictly in _PAIRS[entry.kind]:
        start, end = _at(entry.record, first), _at(entry.record, later)
        if start is None or end is None or later in reported:
            continue
        if end < start or (strictly and end == start):
            reported.add(later)
            yield Found(
                f"/{later}",
                f"{_spoken(later)} is {'as' if end == start else 'before'} {_spoken(first)}",
                "correct one of them; mind their offsets from UTC"
                if entry.kind != "agreement"
                else "correct one of them",
                related(_spoken(first), entry, f"/{first}"),
            )


def _at(record: Record | None, path: str) -> Any:  # noqa: ANN401  # a day or a moment
    value: Any = record
    for name in path.split("/"):
        value = getattr(value, name, None)
    return value


def _spoken(path: str) -> str:
    return path.replace("/", " ")

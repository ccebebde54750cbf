"""What ends does so after it starts.

An interval that runs backwards is counted as nothing, or as a negative outage.

Bad:

```yaml
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: outage
id: out-2026-07-18-booking
type: outage
affects: [ci:web-1]
start: 2026-07-18T10:20:00+02:00
end: 2026-07-18T08:55:00+02:00
```

Good:

```yaml
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: outage
id: out-2026-07-18-booking
type: outage
affects: [ci:web-1]
start: 2026-07-18T08:55:00+02:00
end: 2026-07-18T10:20:00+02:00
```
"""

from collections.abc import Iterator
from datetime import date

from gitsm.diagnostics import Related, Severity, Spot
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Agreement
from gitsm_schemas.changes import Change, Window
from gitsm_schemas.operations import Incident, Outage

SEVERITY = Severity.ERROR
KINDS = ("agreement", "change", "window", "outage", "incident")
REACH = "self"


Pair = tuple[str, date | None, str, date | None]


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is called alike
    """Find intervals that end before, or when, they start, and incidents whose times run backwards."""
    is_incident = isinstance(entry.record, Incident)
    for first, start, last, end in _pairs(entry.record):
        if start is None or end is None:
            continue
        backwards = end < start if is_incident or isinstance(entry.record, Agreement) else end <= start
        if backwards:
            name = last.rpartition("/")[2]
            related = (Related("it starts here", Spot(entry.path, first)),)
            yield Found(last, f"{name} is not after {first.rpartition('/')[2]}", "mend one of the two", related)


def _pairs(record: object) -> list[Pair]:
    if isinstance(record, Agreement):
        return [("/starts", record.starts, "/ends", record.ends)]
    if isinstance(record, Outage):
        return [("/start", record.start, "/end", record.end)]
    if isinstance(record, Window):
        return [("/at/start", record.at.start, "/at/end", record.at.end)] if record.at else []
    if isinstance(record, Change):
        named = (("planned", record.planned), ("actual", record.actual))
        return [(f"/{name}/start", span.start, f"/{name}/end", span.end) for name, span in named if span]
    assert isinstance(record, Incident)
    times = ("started_at", "detected_at", "acknowledged_at", "restored_at", "resolved_at")
    pairs = (("started_at", "detected_at"), ("detected_at", "acknowledged_at"), ("started_at", "restored_at"),
             ("restored_at", "resolved_at"), ("started_at", "resolved_at"))  # fmt: skip
    known = {name: getattr(record, name) for name in times}
    return [(f"/{one}", known[one], f"/{other}", known[other]) for one, other in pairs]

"""Nothing operational depends on what is at its end of life.

What is retired is switched off some day; whoever still hangs on it finds out then.

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
depends_on: [ci:pg-old]
---
kind: ci
id: pg-old
name: Pg old
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: end_of_life/retired
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
lifecycle: end_of_life/retired
depends_on: [ci:pg-old]
---
kind: ci
id: pg-old
name: Pg old
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: end_of_life/retired
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.catalogue import Service, ServiceOffering
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find relations along which failure travels, from something in use to something at its end."""
    record = entry.record
    if isinstance(record, Ci) and record.stage != "operational":
        return
    if isinstance(record, Service | ServiceOffering) and record.phase != "catalog":
        return
    for edge in world.edges.get(entry.ref, ()):
        target = world.snapshot.record(edge.target)
        gone = (isinstance(target, Ci) and target.stage == "end_of_life") or (
            isinstance(target, Service | ServiceOffering) and target.phase == "retired"
        )
        if gone and edge.carries == "target_to_source":
            yield Found(
                edge.pointer,
                f"{entry.ref} is in use and {edge.relation.replace('_', ' ')} {edge.target}, which is retired",
                "move it to a successor first",
                world.related(edge.target, "it is retired here", "/lifecycle" if isinstance(target, Ci) else "/phase"),
            )

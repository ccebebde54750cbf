"""Production does not hang on anything less.

Test systems are changed and switched off without asking production.

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
depends_on: [ci:pg-test]
---
kind: ci
id: pg-test
name: Pg test
class: server
owner: desk
environment: test
criticality: less_critical
lifecycle: operational/in_use
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
depends_on: [ci:pg-main]
---
kind: ci
id: pg-main
name: Pg main
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.WARNING
KINDS = ("ci",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find relations along which a failure outside production reaches production."""
    assert isinstance(entry.record, Ci)
    if entry.record.environment != "production":
        return
    for edge in world.edges.get(entry.ref, ()):
        target = world.snapshot.record(edge.target)
        if not isinstance(target, Ci) or target.environment in {"production", "disaster_recovery"}:
            continue
        if edge.carries == "target_to_source":
            yield Found(
                edge.pointer,
                f"{entry.ref} is in production and hangs on {edge.target} in {target.environment}",
                "name the production one",
                world.related(edge.target, f"it is in {target.environment}", "/environment"),
            )

"""A record that was renamed left its old id behind.

`moved` tells history and other branches that one record became another. While the old one is still there it is a
copy, not a rename.

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
kind: ci
id: web-2
name: Web 2
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
moved: {from: web-1}
```

Good:

```yaml
kind: ci
id: web-2
name: Web 2
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
moved: {from: web-1}
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = (
    "team",
    "supplier",
    "customer",
    "calendar",
    "service",
    "service_offering",
    "agreement",
    "request_offering",
    "knowledge_article",
    "ci",
    "ci_class",
    "change",
    "change_model",
    "release",
    "window",
    "incident",
    "outage",
    "problem",
    "improvement",
    "policy",
)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find renamed records whose old id still stands."""
    assert entry.record is not None
    if entry.record.moved is None:
        return
    old = f"{entry.kind}:{entry.record.moved.from_}"
    if old in world.snapshot:
        yield Found(
            "/moved/from", f"{old} is still there", "remove it, or remove moved", world.related(old, "the old record")
        )

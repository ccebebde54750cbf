"""Every reference names a record that exists.

A reference that leads nowhere hides a dependency: whoever asks what a failure reaches gets too short an answer. A
record that is there but could not be read counts as existing, so that one mistake gives one message.

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
depends_on: [ci:pg-mian]
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
class: database_instance
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World, references
from gitsm.snapshot import Entry
from gitsm_schemas.classes import built_in

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


_BUILT_IN = frozenset(f"ci_class:{name}" for name in built_in())


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find references to records that are not there."""
    assert entry.record is not None
    for where, ref in references(entry.record):
        if ref not in world.snapshot and ref not in _BUILT_IN:
            near = world.snapshot.near(ref)
            hint = f"did you mean {' or '.join(near)}?" if near else "write that record, or remove the reference"
            yield Found(where, f"there is no {ref}", hint)

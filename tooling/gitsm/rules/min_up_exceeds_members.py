"""A redundancy group cannot need more than it has.

Such a group is down from the start.

Bad:

```yaml
kind: ci
id: app-1
name: App 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on:
  - any_of: [ci:web-1, ci:web-2]
    min_up: 3
---
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
```

Good:

```yaml
kind: ci
id: app-1
name: App 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on:
  - any_of: [ci:web-1, ci:web-2]
    min_up: 1
---
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
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("ci", "service", "service_offering")
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find groups and clusters that need more members than there are."""
    for group in world.groups.get(entry.ref, ()):
        if group.spare < 0 and isinstance(group.min_up, int):
            where = group.pointer if group.relation == "member_of" else f"{group.pointer}/min_up"
            yield Found(
                where,
                f"{group.min_up} members must be up, but there are {len(group.members)}",
                f"write a min_up of at most {len(group.members)}, or add members",
            )

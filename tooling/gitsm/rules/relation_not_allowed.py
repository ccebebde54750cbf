"""A relation goes only where the class allows.

A class may say what its CIs can be related to; its descendants inherit that. Where no class says anything, every
relation is allowed.

Bad:

```yaml
kind: ci_class
id: vessel_server
parent: server
description: A server aboard.
relations: {powered_by: [power_source]}
---
kind: ci
id: bridge-1
name: Bridge 1
class: vessel_server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
powered_by: [ci:web-1]
---
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci_class
id: vessel_server
parent: server
description: A server aboard.
relations: {powered_by: [power_source]}
---
kind: ci
id: bridge-1
name: Bridge 1
class: vessel_server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
powered_by: [ci:generator]
---
kind: ci
id: generator
name: Generator
class: power_source
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
from gitsm_schemas.classes import is_a
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find relations to classes that the subject's class does not admit."""
    assert isinstance(entry.record, Ci)
    rules = world.classes.get(entry.record.class_)
    if rules is None or not rules.relations:
        return
    for edge in world.edges.get(entry.ref, ()):
        allowed = rules.relations.get(edge.relation)
        target = world.snapshot.record(edge.target)
        if allowed is None or not isinstance(target, Ci):
            continue
        if not any(is_a(target.class_, name, world.classes) for name in allowed):
            yield Found(
                edge.pointer,
                f"a {rules.name} may not be {edge.relation} a {target.class_}",
                f"its class allows {', '.join(allowed)}",
            )

"""Nothing contains, runs on or is hosted on itself, however far around.

A chain that comes back to its start cannot be true of parts and hosts.

Bad:

```yaml
kind: ci
id: vm-1
name: Vm 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [ci:vm-2]
---
kind: ci
id: vm-2
name: Vm 2
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [ci:vm-1]
```

Good:

```yaml
kind: ci
id: vm-1
name: Vm 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [ci:vm-2]
---
kind: ci
id: vm-2
name: Vm 2
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
KINDS = ("ci",)
REACH = "closure"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find cycles of part_of, runs_on and hosted_on; each is told once, at its first member."""
    for relation in ("part_of", "runs_on", "hosted_on"):
        for cycle in world.cycles_of(relation):
            if cycle[0] == entry.ref:
                edge = next(
                    edge for edge in world.edges[entry.ref] if edge.relation == relation and edge.target == cycle[1]
                )
                way = " → ".join((*cycle, cycle[0]))
                yield Found(edge.pointer, f"{relation} goes in a circle: {way}", "remove the relation that is not true")

"""A CI is related to the classes that its own class allows.

Classes say what their CIs may point at, by relation; a class inherits what its ancestors say. Where no class of the
chain says anything about a relation, it is allowed.

Bad:

```yaml
kind: ci_class
id: vessel
parent: facility
description: A ship of the fleet.
relations: {powered_by: [power_source]}
---
kind: ci
id: tern-of-bergen
class: vessel
name: Tern of bergen
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
powered_by: [ci:booking-db]
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
kind: ci_class
id: vessel
parent: facility
description: A ship of the fleet.
relations: {powered_by: [power_source]}
---
kind: ci
id: tern-of-bergen
class: vessel
name: Tern of bergen
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
powered_by: [ci:shaft-generator]
---
kind: ci
id: shaft-generator
class: power_source
name: Shaft generator
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.classes import is_a
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "neighbours"


def suspects(world: World) -> Iterator[str]:
    """List the CIs whose class says anything about relations."""
    ruled = {name for name, rules in world.classes.items() if rules.relations}
    if ruled:
        yield from (ref for ref, fields in world.cis if fields["class_"] in ruled)


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every relation to a class that is not allowed."""
    rules = world.classes.get(entry.record.class_) if isinstance(entry.record, Ci) else None
    if rules is None or not rules.relations:
        return
    for edge in world.edges(entry.ref):
        allowed, target = rules.relations.get(edge.relation), world.ci(edge.target)
        if allowed is None or target is None or any(is_a(target.class_, one, world.classes) for one in allowed):
            continue
        yield Found(
            edge.pointer,
            f"a {rules.name} cannot {_spoken(edge.relation)} a {target.class_}",
            f"{edge.relation} of a {rules.name} names {' or '.join(allowed) or 'nothing'}",
            related("its class", world.get(edge.target), "/class"),
        )


def _spoken(relation: str) -> str:
    words = relation.replace("_", " ")
    return words if words.startswith(("depends", "runs", "connects", "sends", "manages")) else f"be {words}"

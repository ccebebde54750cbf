"""An alias means one record.

Imports, search and triage find records by the names people use. A name that two records claim, or that is the id of
another record of the kind, finds the wrong one half of the time. Upper and lower case are the same.

Bad:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [ticket shop]
---
kind: ci
id: booking-web
class: web_server
name: Booking web
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [Ticket Shop]
```

Good:

```yaml
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [ticket shop]
---
kind: ci
id: booking-web
class: web_server
name: Booking web
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
aliases: [ticket shop pages]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("*",)
REACH = "names"


def suspects(world: World) -> Iterator[str]:
    """List the records with aliases."""
    yield from (entry.ref for entry in world.aliased)


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an alias that an earlier record claims, or that is another record's id."""
    own: set[str] = set()
    for index, alias in enumerate(entry.record.aliases if entry.record else ()):
        name, where = alias.casefold(), f"/aliases/{index}"
        claims = world.aliases[name]
        namesake = world.get(f"{entry.kind}:{name}")
        if name in own:
            yield Found(where, f"the alias {alias} stands here twice", "remove one of them")
        elif claims[0] is not entry:
            yield Found(
                where,
                f"{entry.ref} and {claims[0].ref} have the alias {alias}",
                "leave it to one of them",
                related("the other one", claims[0], "/aliases"),
            )
        elif namesake is not None and namesake is not entry:
            yield Found(
                where,
                f"the alias {alias} is the id of {namesake.ref}",
                "choose another alias",
                related("that record", namesake, "/id"),
            )
        own.add(name)

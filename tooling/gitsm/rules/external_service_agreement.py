"""What a supplier runs for us is covered by an underpinning agreement.

Without one nobody outside owes anything, whatever is promised inside. It concerns every CI of class external_service,
or of a class that refines it, until its end of life; an agreement that has ended does not count.

Bad:

```yaml
kind: ci
id: sms-gateway
class: external_service
name: Sms gateway
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci
id: sms-gateway
class: external_service
name: Sms gateway
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: agreement
id: northsat-ua
type: ua
provider: desk
supplier: northsat
covers: [ci:sms-gateway]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.9%}]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.classes import EXTERNAL

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "neighbours"


def suspects(world: World) -> Iterator[str]:
    """List the CIs that suppliers run."""
    external = {name for name, rules in world.classes.items() if EXTERNAL in rules.chain}
    yield from (ref for ref, fields in world.cis if fields["class_"] in external)


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an external service that no agreement in force underpins."""
    if not world.external(entry.ref):
        return
    behind = [each for each in world.agreements.get(entry.ref, ()) if each[1].is_underpinning]
    if any(world.in_force(agreement) for _, agreement in behind):
        return
    ended = max(behind, key=lambda each: (str(each[1].ends), each[0].ref), default=None)
    yield Found(
        "/class",
        f"{entry.ref} is run by a supplier, and no underpinning agreement covers it",
        f"write an agreement of type ua that covers {entry.ref}",
        related(f"this one ended on {ended[1].ends}", ended[0], "/ends") if ended else (),
    )

"""What a supplier runs for us has an underpinning agreement.

Without one nobody owes us anything when it fails, and no promise of ours that stands on it can be kept.

Bad:

```yaml
kind: ci
id: satellite-link
name: Satellite link
class: external_service
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci
id: satellite-link
name: Satellite link
class: external_service
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
---
kind: agreement
id: northsat-link
type: ua
provider: desk
supplier: northsat
covers: [ci:satellite-link]
starts: 2026-01-01
ends: 2026-12-31
review_due: 2026-11-01
calendar: always
targets: [{metric: availability, value: 99.5%}]
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.classes import EXTERNAL, is_a
from gitsm_schemas.configuration import Ci

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find external services in use that no underpinning agreement covers."""
    assert isinstance(entry.record, Ci)
    if not is_a(entry.record.class_, EXTERNAL, world.classes) or entry.record.stage != "operational":
        return
    if not any(agreement.is_underpinning for _, agreement in world.agreements.get(entry.ref, ())):
        yield Found(
            "/class",
            f"no underpinning agreement covers {entry.ref}",
            "write an agreement of type ua with its supplier that covers it",
        )

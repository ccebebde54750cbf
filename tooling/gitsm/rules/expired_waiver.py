"""A waiver is renewed or removed before it expires.

A waiver accepts a finding for a time, by somebody, for a reason. When the time is over the finding counts again, and
the waiver itself is wrong.

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
  - any_of: [ci:web-1]
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
kind: policy
id: rules
rules:
  waivers:
    - {rule: single-member-group, ref: ci:app-1, owner: desk, reason: Replaced in spring., expires: 2026-01-31}
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
  - any_of: [ci:web-1]
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
kind: policy
id: rules
rules:
  waivers:
    - {rule: single-member-group, ref: ci:app-1, owner: desk, reason: Replaced in spring., expires: 2030-01-31}
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.policies import Policy

SEVERITY = Severity.ERROR
KINDS = ("policy",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find waivers whose last day is over."""
    assert isinstance(entry.record, Policy)
    for index, waiver in enumerate(entry.record.rules.waivers if entry.record.rules else ()):
        if waiver.expires < world.as_of:
            yield Found(
                f"/rules/waivers/{index}/expires",
                f"the waiver of {waiver.rule} for {waiver.ref} expired on {waiver.expires.isoformat()}",
                f"mend {waiver.ref} and remove the waiver, or have {waiver.owner} renew it",
            )

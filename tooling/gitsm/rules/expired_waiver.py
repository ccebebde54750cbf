"""A waiver ends on its day.

A finding was accepted for a time. After that day the waiver counts no more, so the finding is back, and the waiver is
removed or decided anew.

Bad:

```yaml
kind: policy
id: rules
rules:
  waivers:
    - rule: single-member-group
      ref: ci:booking-api
      owner: desk
      reason: Replaced in spring.
      expires: 2026-03-31
---
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [{any_of: [ci:vm-1], min_up: 1}]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: policy
id: rules
rules:
  waivers:
    - rule: single-member-group
      ref: ci:booking-api
      owner: desk
      reason: Replaced in spring.
      expires: 2027-03-31
---
kind: ci
id: booking-api
class: application
name: Booking api
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
runs_on: [{any_of: [ci:vm-1], min_up: 1}]
---
kind: ci
id: vm-1
class: virtual_machine
name: Vm 1
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.policies import Policy

SEVERITY = Severity.ERROR
KINDS = ("policy",)
REACH = "self"
FIXED = True


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every waiver past its last day."""
    if not isinstance(entry.record, Policy) or entry.record.rules is None:
        return
    for index, waiver in enumerate(entry.record.rules.waivers):
        if waiver.expires < world.as_of:
            yield Found(
                f"/rules/waivers/{index}/expires",
                f"the waiver of {waiver.rule} for {waiver.ref} expired on {waiver.expires}",
                f"ask {waiver.owner} to mend the cause or to decide anew",
            )

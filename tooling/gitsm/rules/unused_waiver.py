"""A waiver waives something.

A waiver that matches no finding was forgotten when its cause was mended, or names the wrong record. It would hide the
finding when it comes back.

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
from gitsm_schemas.policies import Policy, Waiver

SEVERITY = Severity.NOTE
KINDS = ("policy",)
REACH = "verdicts"
FIXED = True


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every waiver in force whose rule has nothing to say about its record."""
    if not isinstance(entry.record, Policy) or entry.record.rules is None:
        return
    for index, waiver in enumerate(entry.record.rules.waivers):
        if waiver.expires >= world.as_of and not _matches(waiver, world):
            what = "there is no such record" if waiver.ref not in world.snapshot else "it has no such finding"
            yield Found(
                f"/rules/waivers/{index}/ref",
                f"the waiver of {waiver.rule} for {waiver.ref} waives nothing: {what}",
                "remove it",
            )


def _matches(waiver: Waiver, world: World) -> bool:
    from gitsm.rules.registry import all_rules  # the registry imports every rule, this one too

    rule, subject = all_rules().get(waiver.rule), world.get(waiver.ref)
    if rule is None or rule.fixed:
        return True  # `unknown-rule` and `fixed-rule` say what is wrong with it
    if rule.reach == "history":
        return True  # what it waives is in no tree
    if subject is None or subject.record is None or not rule.judges(subject):
        return False
    return any(True for _ in rule.check(subject, world))

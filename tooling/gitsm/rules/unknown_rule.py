"""Policy speaks of rules and records that exist.

A misspelt rule in a policy decides nothing, and nobody notices.

Bad:

```yaml
kind: policy
id: rules
rules:
  severity: {single-member-gruop: error}
```

Good:

```yaml
kind: policy
id: rules
rules:
  severity: {single-member-group: error}
```
"""

from collections.abc import Iterator
from difflib import get_close_matches
from pkgutil import iter_modules

import gitsm.rules as registry
from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.policies import Policy

SEVERITY = Severity.ERROR
KINDS = ("policy",)
REACH = "neighbours"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find rules and waived records that a policy names and that are not there."""
    assert isinstance(entry.record, Policy)
    if entry.record.rules is None:
        return
    known = {module.name.replace("_", "-") for module in iter_modules(registry.__path__)}
    named = [(f"/rules/severity/{rule}", rule) for rule in entry.record.rules.severity]
    named += [(f"/rules/waivers/{index}/rule", waiver.rule) for index, waiver in enumerate(entry.record.rules.waivers)]
    for where, rule in named:
        if rule not in known:
            near = get_close_matches(rule, known, n=1)
            yield Found(
                where,
                f"there is no rule {rule}",
                f"did you mean {near[0]}?" if near else "gitsm rule lists them",
                at_key=True,
            )
    for index, waiver in enumerate(entry.record.rules.waivers):
        if waiver.ref not in world.snapshot:
            yield Found(f"/rules/waivers/{index}/ref", f"there is no {waiver.ref}", "remove the waiver")

"""A policy names rules that exist.

A misspelt rule changes nothing: what was to be an error stays a warning, and nobody notices.

Bad:

```yaml
kind: policy
id: rules
rules: {severity: {dependancy-cycle: warning}}
```

Good:

```yaml
kind: policy
id: rules
rules: {severity: {dependency-cycle: warning}}
```
"""

from collections.abc import Iterator
from difflib import get_close_matches

from gitsm.diagnostics import Severity, pointer
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.policies import Policy

SEVERITY = Severity.ERROR
KINDS = ("policy",)
REACH = "self"
FIXED = True


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is asked alike
    """Report every rule that does not exist."""
    from gitsm.rules.manual import manual  # the manual imports every rule, this one too

    if not isinstance(entry.record, Policy) or entry.record.rules is None:
        return
    known, rules = manual(), entry.record.rules
    named = [(pointer(("rules", "severity", rule)), rule, True) for rule in rules.severity]
    named += [(f"/rules/waivers/{index}/rule", waiver.rule, False) for index, waiver in enumerate(rules.waivers)]
    for where, rule, at_key in named:
        if rule not in known:
            near = get_close_matches(rule, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "gitsm rule lists them"
            yield Found(where, f"there is no rule {rule}", hint, at_key=at_key)

"""What guards the records themselves cannot be relaxed.

A file that cannot be read holds no record, whatever a policy says; and rules about policies cannot be put off by a
policy. Such rules stay errors, and have no waivers.

Bad:

```yaml
kind: policy
id: rules
rules: {severity: {duplicate-key: "off"}}
```

Good:

```yaml
kind: policy
id: rules
rules: {severity: {dependency-cycle: "off"}}
```
"""

from collections.abc import Iterator

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
    """Report every attempt to relax or waive what is fixed."""
    from gitsm.rules.manual import manual  # the manual imports every rule, this one too

    if not isinstance(entry.record, Policy) or entry.record.rules is None:
        return
    fixed = {page.id for page in manual().values() if page.fixed}
    for rule in entry.record.rules.severity:
        if rule in fixed:
            where = pointer(("rules", "severity", rule))
            yield Found(where, f"the severity of {rule} is fixed", "remove it", at_key=True)
    for index, waiver in enumerate(entry.record.rules.waivers):
        if waiver.rule in fixed:
            yield Found(f"/rules/waivers/{index}/rule", f"{waiver.rule} cannot be waived", "mend its cause instead")

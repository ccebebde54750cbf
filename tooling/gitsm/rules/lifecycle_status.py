"""A lifecycle names a stage and a status of that stage.

Reports count by stage; a status in the wrong stage is counted twice or not at all.

Bad:

```yaml
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/retired
```

Good:

```yaml
kind: ci
id: web-1
name: Web 1
class: server
owner: desk
environment: production
criticality: less_critical
lifecycle: end_of_life/retired
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.configuration import LIFECYCLE, Ci

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is called alike
    """Find stages that do not exist, and statuses that belong to another stage."""
    assert isinstance(entry.record, Ci)
    stage, status = entry.record.stage, entry.record.status
    if stage not in LIFECYCLE:
        yield Found("/lifecycle", f"there is no stage {stage}", f"the stages are {', '.join(LIFECYCLE)}")
    elif status not in LIFECYCLE[stage]:
        home = next((name for name, statuses in LIFECYCLE.items() if status in statuses), None)
        hint = f"did you mean {home}/{status}?" if home else f"{stage} has {', '.join(LIFECYCLE[stage])}"
        yield Found("/lifecycle", f"{status} is no status of {stage}", hint)

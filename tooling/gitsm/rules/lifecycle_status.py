"""A CI's status belongs to the stage of its life.

Reports count by stage; a status that belongs to another stage is counted in the wrong place.

Bad:

```yaml
kind: ci
id: booking-db
class: database_instance
name: Booking db
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/retired
```

Good:

```yaml
kind: ci
id: booking-db
class: database_instance
name: Booking db
owner: desk
environment: production
criticality: less_critical
lifecycle: end_of_life/retired
```
"""

from collections.abc import Iterator
from difflib import get_close_matches

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.configuration import LIFECYCLE, Ci

SEVERITY = Severity.ERROR
KINDS = ("ci",)
REACH = "self"
_VALID = frozenset(f"{stage}/{status}" for stage, statuses in LIFECYCLE.items() for status in statuses)


def suspects(world: World) -> Iterator[str]:
    """List the CIs with a lifecycle that does not exist."""
    yield from (ref for ref, fields in world.cis if fields["lifecycle"] not in _VALID)


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is asked alike
    """Report a stage that does not exist, or a status that is not the stage's."""
    record = entry.record
    if not isinstance(record, Ci) or record.lifecycle in _VALID:
        return
    if record.stage not in LIFECYCLE:
        near = get_close_matches(record.stage, LIFECYCLE, n=1)
        hint = f"did you mean {near[0]}?" if near else f"the stages are {', '.join(LIFECYCLE)}"
        yield Found("/lifecycle", f"there is no stage {record.stage}", hint)
        return
    homes = [stage for stage, statuses in LIFECYCLE.items() if record.status in statuses]
    hint = f"{record.stage} has {', '.join(LIFECYCLE[record.stage])}"
    if homes:
        hint = f"{record.status} belongs to {homes[0]}; {hint}"
    yield Found("/lifecycle", f"{record.status} is no status of {record.stage}", hint)

"""What an import could not take over is looked at by a person.

An import leaves a remark, with the line of its source, for whatever it could not turn into a record's fields. Mend the
source and import again, or remove the remark once nothing is missing. References that lead nowhere are told by
`unknown-reference`.

Bad:

```yaml
kind: service
id: registry
name: Registry
class: technology_management_service
description: Keeps images.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
source:
  system: runbooks
  id: registry
  path: catalogue.yml
  line: 31
  remarks:
    - {line: 59, what: an entry of depends_on that says nothing}
```

Good:

```yaml
kind: service
id: registry
name: Registry
class: technology_management_service
description: Keeps images.
owner: desk
phase: pipeline
criticality: less_critical
next_review: 2027-03-01
source: {system: runbooks, id: registry, path: catalogue.yml, line: 31}
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.NOTE
KINDS = ("*",)
REACH = "self"


def check(entry: Entry, world: World) -> Iterator[Found]:  # noqa: ARG001  # every rule is asked alike
    """Report each remark."""
    source = entry.record.source if entry.record else None
    for index, remark in enumerate(source.remarks if source else ()):
        if remark.ref is None and source is not None:
            yield Found(
                f"/source/remarks/{index}",
                f"{source.path or source.system}:{remark.line}: {remark.what}",
                "mend it there and import again, or remove the remark",
            )

"""Every CI class refines another one, up to the root.

A class whose parent is unknown, or which is its own ancestor, asks nothing of its CIs: nobody would notice.

Bad:

```yaml
kind: ci_class
id: vessel
parent: sight
description: A ship.
```

Good:

```yaml
kind: ci_class
id: vessel
parent: site
description: A ship.
```
"""

from collections.abc import Iterator
from difflib import get_close_matches

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.configuration import CiClass

SEVERITY = Severity.ERROR
KINDS = ("ci_class",)
REACH = "closure"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find classes that do not lead to the root."""
    assert isinstance(entry.record, CiClass)
    if entry.record.id in world.classes:
        return
    parent = entry.record.parent
    if f"ci_class:{parent}" in world.snapshot:
        yield Found(
            "/parent", f"the parents of {entry.record.id} never reach the root", "name a parent that is built in"
        )
        return
    near = get_close_matches(parent, world.classes, n=1)
    yield Found(
        "/parent", f"there is no class {parent}", f"did you mean {near[0]}?" if near else "name a class that exists"
    )

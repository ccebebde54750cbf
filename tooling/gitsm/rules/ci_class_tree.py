"""Every class refines a known one, and none refines itself.

CIs inherit what their class chain asks of them. A chain that breaks off or runs in a circle asks for nothing, so
everything would pass.

Bad:

```yaml
kind: ci_class
id: vessel
parent: ship
description: A ship of the fleet.
```

Good:

```yaml
kind: ci_class
id: vessel
parent: site
description: A ship of the fleet.
```
"""

from collections.abc import Iterator
from difflib import get_close_matches

from gitsm.diagnostics import Severity, pointer
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.classes import built_in
from gitsm_schemas.configuration import CiClass
from gitsm_schemas.relations import RELATIONS

SEVERITY = Severity.ERROR
KINDS = ("ci_class",)
REACH = "steering"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report an unknown parent, a circle, and relation rules about what does not exist."""
    record = entry.record
    assert isinstance(record, CiClass)
    parents: dict[str, str | None] = built_in()
    if record.id in parents:
        if record.parent != parents[record.id]:
            message = f"{record.id} is built in, and its parent is {parents[record.id] or 'none'}"
            yield Found("/parent", message, f"write `parent: {parents[record.id]}`, or give the class another id")
    else:
        own = {each.id: getattr(each.record, "parent", None) for each in world.snapshot.of_kind("ci_class")}
        yield from _chain(record, {**own, **parents})
    yield from _relations(record, world)


def _chain(record: CiClass, parents: dict[str, str | None]) -> Iterator[Found]:
    if record.parent not in parents:
        yield Found("/parent", f"there is no class {record.parent}", _near(record.parent, parents))
        return
    chain: list[str] = [record.id]
    step: str | None = record.parent
    while step is not None and step not in chain:
        chain.append(step)
        step = parents.get(step)
    if step == record.id:
        yield Found("/parent", f"the class refines itself: {' > '.join((*chain, record.id))}", "break the circle")


def _relations(record: CiClass, world: World) -> Iterator[Found]:
    known = {*world.classes, *(each.id for each in world.snapshot.of_kind("ci_class"))}
    for name, classes in record.relations.items():
        if name not in RELATIONS:
            where = pointer(("relations", name))
            yield Found(where, f"there is no relation {name}", _near(name, RELATIONS), at_key=True)
        for index, each in enumerate(classes):
            if each not in known:
                where = pointer(("relations", name, index))
                yield Found(where, f"there is no class {each}", _near(each, known))


def _near(name: str, known: object) -> str:
    assert hasattr(known, "__iter__")
    near = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {near[0]}?" if near else "gitsm schema lists what there is"

"""Every reference names a record that exists.

Records are judged as a closed world: what a record names must stand in the same tree, or the catalogue promises
something about nothing. A record that cannot be read still counts as there, so one mistake gives one message.

Bad:

```yaml
kind: ci
id: booking-api
class: application
name: Booking API
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:bookings-db]
---
kind: ci
id: booking-db
class: database_instance
name: Booking database
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```

Good:

```yaml
kind: ci
id: booking-api
class: application
name: Booking API
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
depends_on: [ci:booking-db]
---
kind: ci
id: booking-db
class: database_instance
name: Booking database
owner: desk
environment: production
criticality: less_critical
lifecycle: operational/in_use
```
"""

from collections.abc import Iterator
from difflib import get_close_matches

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found, related
from gitsm.rules.references import Mention, mentions, named
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas import KINDS as EVERY_KIND
from gitsm_schemas.record import Record

SEVERITY = Severity.ERROR
KINDS = ("*",)
REACH = "names"


def suspects(world: World) -> Iterator[str]:
    """List the records of a model whose records name anything that is missing."""
    for kind in EVERY_KIND:
        entries = [entry for entry in world.snapshot.of_kind(kind) if entry.record is not None]
        missing = {ref for ref in named(entry.record for entry in entries if entry.record) if _is_missing(ref, world)}
        if missing:
            for entry in entries:
                if entry.record and any(mention.ref in missing for mention in mentions(entry.record)):
                    yield entry.ref


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report every reference to nothing."""
    if entry.record is None:
        return
    for mention in mentions(entry.record):
        if _is_missing(mention.ref, world):
            kind, _, name = mention.ref.partition(":")
            moved = world.moved.get(mention.ref, ())
            yield Found(
                mention.pointer,
                f"there is no {kind.replace('_', ' ')} {name}",
                _told(entry.record, mention.ref) + _hint(mention, world),
                tuple(one for other in moved for one in related("it was renamed here", other, "/moved/from")),
            )


def _told(record: Record, ref: str) -> str:
    """Say where an import found a reference."""
    source = record.source
    lines = [remark.line for remark in source.remarks if remark.ref == ref] if source else []
    return f"{source.path or source.system}:{lines[0]} names it; " if source and lines else ""


def _is_missing(ref: str, world: World) -> bool:
    if ref in world.snapshot.entries or ":" not in ref:
        return False
    kind, _, name = ref.partition(":")
    return kind != "ci_class" or name not in world.classes


def _hint(mention: Mention, world: World) -> str:
    kind, _, name = mention.ref.partition(":")
    moved = world.moved.get(mention.ref)
    near: tuple[str, ...]
    if moved:
        return f"it is called {_as_written(moved[0].ref, mention)} now"
    if kind == "ci_class":
        near = tuple(f"ci_class:{each}" for each in get_close_matches(name, sorted(world.classes), n=2))
    else:
        near = tuple(ref for ref in world.near(mention.ref) if ref.partition(":")[0] in mention.kinds)
    if near:
        return f"did you mean {' or '.join(_as_written(ref, mention) for ref in near)}?"
    return f"write a record {mention.ref}, or remove the reference"


def _as_written(ref: str, mention: Mention) -> str:
    return ref.partition(":")[2] if len(mention.kinds) == 1 else ref

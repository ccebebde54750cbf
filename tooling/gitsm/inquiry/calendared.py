"""What history adds to the change calendar: when each entry was committed last, and which changes were called off."""

from datetime import datetime

from gitsm.change.calendar import KEPT, Remembered, Stamp
from gitsm.load.records import parse
from gitsm.snapshot import Snapshot
from gitsm.sources.repository import Repository
from gitsm.sources.touches import touches
from gitsm_schemas.changes import Change


def remembered(repository: Repository, snapshot: Snapshot, start: str, now: datetime) -> Remembered:
    """Tell when each change and window was committed last, and which changes were removed of late.

    Args:
        repository: whose history it is.
        snapshot: the records as they are.
        start: the commit that history is read back from, hex.
        now: what counts as now.
    """
    known = touches(repository, start)
    head = repository.commit(start).at
    entries = [entry for kind in ("change", "window") for entry in snapshot.of_kind(kind)]
    stamps = {
        entry.ref: Stamp(touch.count, touch.last) if (touch := known.get(entry.path)) else Stamp(0, head)
        for entry in entries
    }
    late = {path: each for path, each in known.items() if each.gone and now - KEPT <= each.last}
    gone: list[Change] = []
    contents = repository.repo.contents(str(each.gone) for each in late.values())
    for path, (oid, content) in zip(late, contents, strict=True):
        entry, _ = parse(path, oid, content)
        if entry is not None and isinstance(entry.record, Change) and entry.ref not in snapshot:
            gone.append(entry.record)
            stamps[entry.ref] = Stamp(late[path].count, late[path].last)
    return Remembered(stamps, tuple(gone))

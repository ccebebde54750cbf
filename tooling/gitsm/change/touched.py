"""What a change touches, read from its edits."""

from collections.abc import Iterable, Iterator

from gitsm.change.plainly import Touched, declares
from gitsm.diff.compare import Edit
from gitsm.graph.estate import PARTS
from gitsm.snapshot import Snapshot
from gitsm_schemas import KINDS
from gitsm_schemas.record import Part


def touched(edits: Iterable[Edit], head: Snapshot) -> Touched:
    """List what a change touches: by its edits, and by what its change records declare and exclude.

    Args:
        edits: what differs.
        head: the records afterwards; those of the edits are enough.
    """
    whole, barriers = _touched(edits, head)
    return Touched(whole.edited, whole.sources - barriers, barriers)


def with_excluded(edits: Iterable[Edit], head: Snapshot) -> Touched | None:
    """List what a change touches, whatever its change records exclude; None where they exclude nothing."""
    whole, barriers = _touched(edits, head)
    return whole if barriers else None


def _touched(edits: Iterable[Edit], head: Snapshot) -> tuple[Touched, frozenset[str]]:
    """List what is touched, and what is excluded; what is edited is hit, whatever a record says of it."""
    known = tuple(edits)
    worked_on = {edit.ref for edit in known if edit.ref.partition(":")[0] in PARTS and edit.operational}
    declared: set[str] = set()
    barriers: set[str] = set()
    for edit in known:
        entry = head.get(edit.ref)
        if entry is not None and entry.kind == "change" and edit.action != "removed":
            found, excluded = declares(entry.data or {})
            declared |= found
            barriers |= excluded
    everything = Touched(frozenset(edit.ref for edit in known), frozenset(worked_on | declared))
    return everything, frozenset(barriers - worked_on)


def silent_keys() -> dict[str, list[str]]:
    """List, by kind of what can fail, the keys whose edits cannot alter what runs."""
    return {kind: sorted(_silent(KINDS[kind])) for kind in PARTS}


def _silent(model: type[Part]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if not extra.get("x-gitsm-operational", True):
            yield info.alias or name

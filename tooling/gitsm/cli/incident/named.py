"""The incident that a verb is about."""

from pathlib import Path
from typing import TYPE_CHECKING

from gitsm.cli.trees import meant
from gitsm.errors import UnknownRecordError

if TYPE_CHECKING:
    from gitsm.snapshot import Entry, Snapshot
    from gitsm_schemas.operations import Incident


def incident(snapshot: "Snapshot", text: str) -> "tuple[Entry, Incident]":
    """Find an incident by reference, id, alias or the name of its file.

    Raises:
        UnknownRecordError: when there is none, or it cannot be read.
    """
    from gitsm_schemas.operations import Incident

    name = Path(text).stem if text.endswith((".yaml", ".yml")) else text
    ref = f"incident:{name}" if f"incident:{name}" in snapshot else meant(snapshot, name)
    entry = snapshot.entries[ref]
    if not isinstance(entry.record, Incident):
        raise UnknownRecordError(f"incident:{name.rpartition(':')[2]}", snapshot.near(f"incident:{name}"))
    return entry, entry.record

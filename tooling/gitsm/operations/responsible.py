"""Who works on something: the support group of what is hurt, else its owner."""

from collections.abc import Iterable, Iterator

from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Service, ServiceOffering
from gitsm_schemas.configuration import Ci


def responsible(snapshot: Snapshot, refs: Iterable[str]) -> tuple[str, ...]:
    """List the teams that work on some CIs, services or offerings, each once, in the order of what they work on.

    Args:
        snapshot: the records.
        refs: what is hurt, what is nearest to the cause first.
    """
    return tuple(dict.fromkeys(team for ref in refs for team in _of(snapshot, ref)))


def _of(snapshot: Snapshot, ref: str) -> Iterator[str]:
    record = snapshot.record(ref)
    if isinstance(record, Ci):
        yield record.support_group or record.owner
    elif isinstance(record, Service):
        yield record.owner
    elif isinstance(record, ServiceOffering):
        if record.owner is not None:
            yield record.owner
        else:
            yield from _of(snapshot, record.service)

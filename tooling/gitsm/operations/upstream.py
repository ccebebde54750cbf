"""What something needs, directly or not, and how far away it is."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gitsm.graph.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is needed: the steps to it, and the way, the one who needs it first."""

    ref: str
    path: tuple[str, ...]

    @property
    def distance(self) -> int:
        """Steps away."""
        return len(self.path) - 1


def upstream(wiring: Wiring, starts: Iterable[str]) -> Mapping[str, Need]:
    """Find everything whose failure can reach some records, the records themselves included, nearest first."""
    found: dict[str, Need] = {}
    pending: deque[tuple[str, tuple[str, ...]]]
    pending = deque((ref, (ref,)) for ref in dict.fromkeys(starts) if ref in wiring)
    while pending:
        ref, path = pending.popleft()
        if ref in found:
            continue
        found[ref] = Need(ref, path)
        causes = [arc.cause for arc in wiring.arcs.get(ref, ())]
        causes += [member for group in wiring.groups.get(ref, ()) for member in group.members]
        causes += wiring.offerings.get(ref, ())
        pending.extend((cause, (*path, cause)) for cause in sorted(set(causes)) if cause in wiring)
    return found

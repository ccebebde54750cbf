"""What a record is related to, seen from both ends."""

from dataclasses import dataclass

from gitsm.graph.edges import edges_of
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.relations import RELATIONS


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """One relation of a record.

    Attributes:
        relation: its name as seen from the record: `depends_on`, or `used_by` where it is written in the other one.
        ref: the other record; it may not exist.
        outgoing: whether the record itself states it.
    """

    relation: str
    ref: str
    outgoing: bool


def neighbours(snapshot: Snapshot, entry: Entry) -> tuple[Neighbour, ...]:
    """List the relations of a record in both directions, by name."""
    found = {Neighbour(edge.relation, edge.target, outgoing=True) for edge in edges_of(entry)}
    for other in snapshot:
        found |= {
            Neighbour(RELATIONS[edge.relation].inverse, other.ref, outgoing=False)
            for edge in edges_of(other)
            if edge.target == entry.ref
        }
    return tuple(sorted(found))

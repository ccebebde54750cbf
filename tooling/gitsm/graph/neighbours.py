"""What a record is related to, seen from both ends."""

from dataclasses import dataclass

from gitsm.graph.edges import edges_in
from gitsm.graph.estate import Estate
from gitsm_schemas.flow import RELATIONS


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


def neighbours(estate: Estate, ref: str) -> tuple[Neighbour, ...]:
    """List the relations of a record in both directions, by name."""
    found = {Neighbour(edge.relation, edge.target, outgoing=True) for edge in edges_in(ref, estate.get(ref) or {})}
    for other in estate.referrers(ref):
        found |= {
            Neighbour(RELATIONS[edge.relation].inverse, other, outgoing=False)
            for edge in edges_in(other, estate.get(other) or {})
            if edge.target == ref
        }
    return tuple(sorted(found))

"""The records around one: what it needs, and what needs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from gitsm.graph.edges import edges_in, lender
from gitsm.graph.estate import Estate
from gitsm.snapshot import Plain
from gitsm_schemas.flow import RELATIONS, Strength

MOST_NODES: Final = 500
"""More records than these are no picture."""
Side = Literal["needs", "needed_by"]
OFFERS: Final = "service"
"""The relation of an offering to its service; it is a field, not one of the relations between parts."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A relation between two records, as it is written in the first."""

    source: str
    target: str
    relation: str
    strength: Strength
    group: str | None = None
    """JSON Pointer of the redundancy group in the source that the target is a member of."""

    def other(self, ref: str) -> str:
        """Name the end that is not this one."""
        return self.target if self.source == ref else self.source


@dataclass(frozen=True, slots=True)
class Node:
    """A record in the surroundings.

    Attributes:
        ref: the record.
        name: what people call it; None where it does not say, or does not exist.
        owner: who answers for it.
        exists: whether there is such a record.
        steps: how far it is from the middle.
    """

    ref: str
    name: str | None
    owner: str | None
    exists: bool
    steps: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A record with what is around it.

    Attributes:
        root: the record in the middle.
        depth: how many steps were taken.
        nodes: every record met, the nearest first.
        needs: by record, the links to what it needs, as far as steps were taken that way; most it states itself, but a
            cluster needs what says to be a member of it, and data is needed where it is sent to.
        needed_by: by record, the links to what needs it, as far as steps were taken that way.
        left_out: how many records more there would have been at the steps taken; at least so many.
    """

    root: str
    depth: int
    nodes: tuple[Node, ...]
    needs: dict[str, tuple[Link, ...]]
    needed_by: dict[str, tuple[Link, ...]]
    left_out: int

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link, each once, in order."""
        return tuple(sorted({link for side in (self.needs, self.needed_by) for each in side.values() for link in each}))


Known = dict[str, tuple[Link, ...]]
"""By record, the links that stand in it, as far as somebody has looked."""


def surroundings(
    estate: Estate,
    root: str,
    depth: int,
    sides: tuple[Side, ...] = ("needs", "needed_by"),
    known: Known | None = None,
) -> Surroundings:
    """Look around a record.

    Args:
        estate: the records.
        root: the one in the middle.
        depth: how many steps to take in each direction.
        sides: the directions.
        known: what looking around the same estate has told before; it is added to.
    """
    known = {} if known is None else known
    steps = {root: 0}
    found: dict[Side, dict[str, tuple[Link, ...]]] = {"needs": {}, "needed_by": {}}
    left_out: set[str] = set()
    for side in sides:
        edge, seen = [root], {root}
        for step in range(1, depth + 1):
            further: list[str] = []
            for ref in edge:
                links = sorted(set(_links(estate, ref, side, known)))
                for link in links:
                    other = link.other(ref)
                    if other not in steps and len(steps) >= MOST_NODES:
                        left_out.add(other)
                        continue
                    steps.setdefault(other, step)
                    if other not in seen:
                        seen.add(other)
                        further.append(other)
                found[side][ref] = tuple(link for link in links if link.other(ref) in steps)
            edge = further
    nodes = tuple(_node(estate, ref, far) for ref, far in sorted(steps.items(), key=lambda item: (item[1], item[0])))
    return Surroundings(root, depth, nodes, found["needs"], found["needed_by"], len(left_out))


def _links(estate: Estate, ref: str, side: Side, known: Known) -> Iterator[Link]:
    for link in _stated(estate, ref, known):
        if _reversed(link) is (side == "needed_by"):
            yield link
    for other in estate.referrers(ref):
        for link in _stated(estate, other, known):
            if link.target == ref and _reversed(link) is (side == "needs"):
                yield link


def _reversed(link: Link) -> bool:
    """Tell whether a link is written in what is needed."""
    return link.relation in RELATIONS and RELATIONS[link.relation].flow == "source_to_target"


def _stated(estate: Estate, ref: str, known: Known) -> tuple[Link, ...]:
    """List the links that stand in a record."""
    if ref not in known:
        known[ref] = tuple(_read(ref, estate.get(ref) or {}))
    return known[ref]


def _read(ref: str, data: Plain) -> Iterator[Link]:
    for edge in edges_in(ref, data):
        yield Link(ref, edge.target, edge.relation, edge.strength, edge.group)
    service = lender(ref, data)
    if service:
        yield Link(ref, service, OFFERS, "hard")


def _node(estate: Estate, ref: str, steps: int) -> Node:
    data = estate.get(ref)
    name, owner = (data or {}).get("name"), (data or {}).get("owner")
    return Node(
        ref,
        name if isinstance(name, str) else None,
        owner.rpartition(":")[2] if isinstance(owner, str) else None,
        data is not None,
        steps,
    )

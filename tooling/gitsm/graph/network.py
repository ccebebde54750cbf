"""How failure can travel: the graph that propagation runs on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gitsm.graph.edges import Edge, Group, all_edges, all_groups
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import ServiceOffering

CATALOG: Final = "catalog"


class Arc(NamedTuple):
    """Failure travels from `cause` to its holder, by itself and not through a group."""

    cause: str
    soft: bool
    relation: str


class Redundancy(NamedTuple):
    """The holder fails when fewer than `needed` of the members are up."""

    members: tuple[str, ...]
    needed: float
    relation: str


@dataclass(frozen=True, slots=True)
class Network:
    """Who is reached by whose failure.

    Attributes:
        nodes: every record that takes part, in order.
        arcs: by holder, what reaches it directly.
        groups: by holder, its redundancy groups.
        offerings: by service, its offerings in the catalogue; such a service is judged by them (domain.md §8.1).
        reached: by node, the holders whose state hangs on it; sorted.
    """

    nodes: tuple[str, ...]
    arcs: Mapping[str, tuple[Arc, ...]]
    groups: Mapping[str, tuple[Redundancy, ...]]
    offerings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        nodes: Iterable[str],
        arcs: Mapping[str, Iterable[Arc]],
        groups: Mapping[str, Iterable[Redundancy]],
        offerings: Mapping[str, Iterable[str]] | None = None,
    ) -> "Network":
        """Index a network."""
        arcs_of = {holder: tuple(sorted(set(each))) for holder, each in arcs.items()}
        groups_of = {holder: tuple(sorted(set(each))) for holder, each in groups.items()}
        offered = {service: tuple(sorted(set(each))) for service, each in (offerings or {}).items()}
        reached: dict[str, set[str]] = {}
        for holder, each in arcs_of.items():
            for arc in each:
                reached.setdefault(arc.cause, set()).add(holder)
        for holder, redundancies in groups_of.items():
            for group in redundancies:
                for member in group.members:
                    reached.setdefault(member, set()).add(holder)
        for service, each_offering in offered.items():
            for offering in each_offering:
                reached.setdefault(offering, set()).add(service)
        return cls(
            tuple(sorted(set(nodes))),
            arcs_of,
            groups_of,
            offered,
            {node: tuple(sorted(to)) for node, to in reached.items()},
        )


def network(snapshot: Snapshot) -> Network:
    """Compile the relations of a snapshot; a reference that leads nowhere carries nothing."""
    return compile_network(snapshot, all_edges(snapshot), all_groups(snapshot))


def compile_network(snapshot: Snapshot, edges: Iterable[Edge], groups: Iterable[Group]) -> Network:
    """Compile edges and groups between the records of a snapshot."""
    arcs: dict[str, list[Arc]] = {}
    found: dict[str, list[Redundancy]] = {}
    for edge in edges:
        cause, effect = edge.cause, edge.effect
        if cause is None or effect is None or edge.group is not None or edge.relation == "member_of":
            continue
        if cause in snapshot and effect in snapshot and cause != effect:
            arcs.setdefault(effect, []).append(Arc(cause, edge.strength == "soft", edge.relation))
    for group in groups:
        members = tuple(member for member in group.members if member in snapshot and member != group.owner)
        if members and group.owner in snapshot:
            found.setdefault(group.owner, []).append(Redundancy(members, float(group.needed), group.relation))
    offerings: dict[str, list[str]] = {}
    for entry, offering in snapshot.records(ServiceOffering):
        if offering.phase == CATALOG and offering.service in snapshot:
            offerings.setdefault(offering.service, []).append(entry.ref)
    return Network.of(snapshot.entries, arcs, found, offerings)

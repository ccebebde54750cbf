"""How failure can travel: the graph that propagation runs on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from gitsm.graph.wiring import Arc, Lazily, Wiring

__all__ = ["Arc", "Network", "Redundancy", "network"]


class Redundancy(NamedTuple):
    """The holder fails when fewer than `needed` of the members are up."""

    members: tuple[str, ...]
    needed: float
    relation: str


@dataclass(frozen=True, slots=True)
class Network:
    """Who is reached by whose failure.

    Attributes:
        arcs: by holder, what reaches it directly.
        groups: by holder, its redundancy groups.
        offerings: by service, its offerings in the catalogue; such a service is judged by them (domain.md §8.1).
        reached: by node, the holders whose state hangs on it; sorted.
    """

    arcs: Mapping[str, tuple[Arc, ...]] | Lazily[tuple[Arc, ...]]
    groups: Mapping[str, tuple[Redundancy, ...]] | Lazily[tuple[Redundancy, ...]]
    offerings: Mapping[str, tuple[str, ...]] | Lazily[tuple[str, ...]] = field(default_factory=dict)
    reached: Mapping[str, tuple[str, ...]] | Lazily[tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        arcs: Mapping[str, Iterable[Arc]],
        groups: Mapping[str, Iterable[Redundancy]],
        offerings: Mapping[str, Iterable[str]] | None = None,
    ) -> "Network":
        """Index a network that is given whole."""
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
        return cls(arcs_of, groups_of, offered, {node: tuple(sorted(to)) for node, to in reached.items()})


def network(wiring: Wiring) -> Network:
    """Look at a wiring as a network; a reference that leads nowhere carries nothing."""

    def groups(holder: str) -> tuple[Redundancy, ...] | None:
        found = set()
        for group in wiring.groups.get(holder, ()):
            members = tuple(member for member in group.members if member in wiring and member != holder)
            if members:
                found.add(Redundancy(members, float(group.needed), group.relation))
        return tuple(sorted(found)) or None

    return Network(wiring.arcs, Lazily(groups), wiring.offerings, wiring.reached)

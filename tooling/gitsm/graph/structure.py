"""What each record needs to be up."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gitsm.graph.wiring import Lazily, Wiring
from gitsm_schemas.notation import NotationError, fraction


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is up when enough of its members are."""

    members: tuple[str, ...]
    needed: Decimal


@dataclass(frozen=True, slots=True)
class Structure:
    """What each node needs to be up.

    Attributes:
        own: by component, the share of time it is up by itself. A node that is not in it either is none (a service, a
            cluster) or is unknown.
        unknown: components nobody gave a figure.
        needs: by node, the nodes that must be up.
        groups: by node, the groups that must hold.
        soft: by node, what it uses and can do without; not part of the figure.
    """

    own: Mapping[str, Decimal] | Lazily[Decimal]
    unknown: frozenset[str] | Lazily[bool]
    needs: Mapping[str, tuple[str, ...]] | Lazily[tuple[str, ...]]
    groups: Mapping[str, tuple[Need, ...]] | Lazily[tuple[Need, ...]]
    soft: Mapping[str, tuple[str, ...]] | Lazily[tuple[str, ...]] = field(default_factory=dict)

    def below(self, node: str) -> tuple[str, ...]:
        """List what a node stands on directly, members of its groups included."""
        members = (member for need in self.groups.get(node, ()) for member in need.members)
        return (*self.needs.get(node, ()), *members)


def structure(wiring: Wiring) -> Structure:
    """Read what each record needs from its relations.

    A cluster is as available as its members let it be: without a figure of its own it counts as its members only. A
    service with offerings in the catalogue is up as long as one of them is (domain.md §8.1); without its own needs it
    is degraded at worst.
    """

    def arcs(node: str, *, soft: bool) -> tuple[str, ...] | None:
        if node in wiring.offerings:
            return tuple(sorted({arc.cause for arc in wiring.arcs.get(node, ()) if soft})) or None
        return tuple(sorted({arc.cause for arc in wiring.arcs.get(node, ()) if arc.soft is soft})) or None

    def groups(node: str) -> tuple[Need, ...] | None:
        offered = wiring.offerings.get(node)
        if offered:
            return (Need(offered, Decimal(1)),)
        found = wiring.groups.get(node, ())
        return (
            tuple(Need(tuple(member for member in group.members if member in wiring), group.needed) for group in found)
            or None
        )

    def figure(node: str) -> Decimal | None:
        data = wiring.data(node) if node.startswith("ci:") else None
        return share(data.get("availability")) if data is not None else None

    def unknown(node: str) -> bool | None:
        is_cluster = any(group.relation == "member_of" for group in wiring.groups.get(node, ()))
        return (node.startswith("ci:") and node in wiring and figure(node) is None and not is_cluster) or None

    return Structure(
        Lazily(figure),
        Lazily(unknown),
        Lazily(lambda node: arcs(node, soft=False)),
        Lazily(groups),
        Lazily(lambda node: arcs(node, soft=True)),
    )


def share(written: object) -> Decimal | None:
    """Read an availability; None for what is none."""
    try:
        return None if written is None else fraction(written)
    except NotationError:
        return None


def hard_closure(parts: Structure, root: str) -> frozenset[str]:
    """Find everything a node hangs on by hard relations, itself included."""
    seen = {root}
    pending = [root]
    while pending:
        node = pending.pop()
        for below in parts.below(node):
            if below not in seen:
                seen.add(below)
                pending.append(below)
    return frozenset(seen)


def in_order(parts: Structure, root: str, known: Collection[str] = ()) -> tuple[tuple[str, ...], bool]:
    """List the hard closure of a node, what is needed before what needs it, and tell whether that is possible.

    Args:
        parts: the structure.
        root: the node.
        known: what is left out, with all that stands below it and nothing else.

    Returns:
        The nodes, the root last; and whether no circle is among them. In a circle the order begins anywhere.
    """
    order: list[str] = []
    open_, done, straight = {root}, set[str](), True
    pending = [(root, iter(parts.below(root)))]
    while pending:
        node, below = pending[-1]
        for each in below:
            if each in open_:
                straight = False
            elif each not in done and each not in known:
                open_.add(each)
                pending.append((each, iter(parts.below(each))))
                break
        else:
            pending.pop()
            open_.discard(node)
            done.add(node)
            order.append(node)
    return tuple(order), straight


def highest_first(parts: Structure, roots: Iterable[str]) -> Iterator[str]:
    """List some nodes, what stands on others before these; in a circle the order begins anywhere."""
    seen: dict[str, None] = {}
    wanted = dict.fromkeys(roots)
    for root in wanted:
        if root not in seen:
            seen.update(dict.fromkeys(in_order(parts, root, seen)[0]))
    yield from (node for node in reversed(seen) if node in wanted)

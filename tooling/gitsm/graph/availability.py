"""Composite availability of what hangs on many components (domain.md §8.2)."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from itertools import product
from typing import Final

from gitsm.graph.edges import Edge, Group, all_edges, all_groups
from gitsm.snapshot import Snapshot
from gitsm_schemas.configuration import Ci

MOST_SHARED: Final = 12
"""Up to so many shared components every combination is gone through: 2¹² states."""
SAMPLES: Final = 20_000
_PRECISION: Final = 60
_ONE: Final = Decimal(1)


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

    own: Mapping[str, Decimal]
    unknown: frozenset[str]
    needs: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[Need, ...]]
    soft: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composite:
    """The availability of a node with everything it hangs on.

    Attributes:
        value: the share of time it is up; None when an input is unknown.
        method: `exact`, or `sampled` when too many components are shared.
        components: what went in, in order.
        missing: components nobody gave a figure.
        soft: what it uses and can do without.
    """

    value: Decimal | None
    method: str
    components: tuple[str, ...]
    missing: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()


def structure(snapshot: Snapshot) -> Structure:
    """Read what each record needs from its relations.

    A cluster is as available as its members let it be: without a figure of its own it counts as its members only.
    """
    edges, groups = list(all_edges(snapshot)), list(all_groups(snapshot))
    return build(snapshot, edges, groups)


def build(snapshot: Snapshot, edges: list[Edge], groups: list[Group]) -> Structure:
    """Build the structure from edges and groups."""
    clusters = {group.owner for group in groups if group.relation == "member_of"}
    figures = {entry.ref: ci.availability for entry, ci in snapshot.records(Ci)}
    needs: dict[str, set[str]] = {}
    soft: dict[str, set[str]] = {}
    for edge in edges:
        cause, effect = edge.cause, edge.effect
        if cause is None or effect is None or edge.group or edge.relation == "member_of" or cause not in snapshot:
            continue
        (soft if edge.strength == "soft" else needs).setdefault(effect, set()).add(cause)
    found: dict[str, list[Need]] = {}
    for group in groups:
        members = tuple(member for member in group.members if member in snapshot)
        found.setdefault(group.owner, []).append(Need(members, group.needed))
    return Structure(
        {ref: figure for ref, figure in figures.items() if figure is not None},
        frozenset(ref for ref, figure in figures.items() if figure is None and ref not in clusters),
        {node: tuple(sorted(each)) for node, each in needs.items()},
        {node: tuple(each) for node, each in found.items()},
        {node: tuple(sorted(each)) for node, each in soft.items()},
    )


def composite(parts: Structure, root: str) -> Composite:
    """Compute the availability of a node with its hard closure.

    Serial components multiply, each once; a group holds when enough members are up. Components that several members of
    groups stand on are conditioned on, so that two nodes on one host are not taken for independent.
    """
    closure = hard_closure(parts, root)
    soft = tuple(sorted({ref for node in closure for ref in parts.soft.get(node, ())} - closure))
    components = tuple(sorted(node for node in closure if node in parts.own))
    missing = tuple(sorted(closure & parts.unknown))
    if missing:
        return Composite(None, "exact", components, missing, soft)
    shared = _shared(parts, root)
    with localcontext() as context:
        context.prec = _PRECISION
        if len(shared) <= MOST_SHARED:
            value, method = _conditioned(parts, root, shared), "exact"
        else:
            value, method = _sampled(parts, root, components), "sampled"
        return Composite(+value, method, components, (), soft)


def hard_closure(parts: Structure, root: str) -> frozenset[str]:
    """Find everything a node hangs on by hard relations, itself included."""
    seen = {root}
    pending = [root]
    while pending:
        node = pending.pop()
        for below in (
            *parts.needs.get(node, ()),
            *(ref for need in parts.groups.get(node, ()) for ref in need.members),
        ):
            if below not in seen:
                seen.add(below)
                pending.append(below)
    return frozenset(seen)


def _mandatory(parts: Structure, root: str) -> frozenset[str]:
    """Find what must be up whatever the groups do."""
    seen = {root}
    pending = [root]
    while pending:
        for below in parts.needs.get(pending.pop(), ()):
            if below not in seen:
                seen.add(below)
                pending.append(below)
    return frozenset(seen)


def _shared(parts: Structure, root: str) -> tuple[str, ...]:
    """Find the components that more than one member of the groups stands on.

    A component below a member, and below a group nested in that member, is met twice on one way only: that is no
    sharing.
    """
    always = _mandatory(parts, root)
    slots: list[tuple[str, frozenset[str]]] = []
    for node in sorted(hard_closure(parts, root)):
        slots += [(node, hard_closure(parts, member)) for need in parts.groups.get(node, ()) for member in need.members]
    met: dict[str, list[int]] = {}
    for index, (_, below) in enumerate(slots):
        for node in below:
            met.setdefault(node, []).append(index)
    return tuple(
        sorted(node for node, where in met.items() if node in parts.own and node not in always and _meets(slots, where))
    )


def _meets(slots: list[tuple[str, frozenset[str]]], where: list[int]) -> bool:
    return any(
        slots[one][0] not in slots[other][1] and slots[other][0] not in slots[one][1]
        for position, one in enumerate(where)
        for other in where[position + 1 :]
    )


def _conditioned(parts: Structure, root: str, shared: tuple[str, ...]) -> Decimal:
    total = Decimal(0)
    for states in product((True, False), repeat=len(shared)):
        fixed = dict(zip(shared, states, strict=True))
        weight = _ONE
        for ref, is_up in fixed.items():
            weight *= parts.own[ref] if is_up else _ONE - parts.own[ref]
        if weight:
            total += weight * _up(parts, root, fixed)
    return total


def _up(parts: Structure, root: str, fixed: Mapping[str, bool]) -> Decimal:
    """Compute how probably a node is up when the shared components are as given and all others independent."""
    return _serial(parts, root, fixed, frozenset())


def _serial(parts: Structure, node: str, fixed: Mapping[str, bool], sure: frozenset[str]) -> Decimal:
    must = _mandatory(parts, node) - sure
    value = _ONE
    for ref in sorted(must):
        if ref in fixed:
            if not fixed[ref]:
                return Decimal(0)
        else:
            value *= parts.own.get(ref, _ONE)
    known = sure | must
    for ref in sorted(must):
        for need in parts.groups.get(ref, ()):
            chances = [_ONE if member in known else _serial(parts, member, fixed, known) for member in need.members]
            value *= at_least(chances, need.needed)
    return value


def at_least(chances: list[Decimal], needed: Decimal) -> Decimal:
    """Compute how probably at least so many of independent things are up, by the number that are."""
    number_up = [_ONE]
    for chance in chances:
        number_up = [
            (number_up[count] * (_ONE - chance) if count < len(number_up) else Decimal(0))
            + (number_up[count - 1] * chance if count else Decimal(0))
            for count in range(len(number_up) + 1)
        ]
    return sum((weight for count, weight in enumerate(number_up) if count >= needed), Decimal(0))


def _sampled(parts: Structure, root: str, components: tuple[str, ...]) -> Decimal:
    chance = random.Random(root)  # noqa: S311  # the same figure for the same record, no secret
    shares = [(ref, float(parts.own[ref])) for ref in components]
    held = 0
    for _ in range(SAMPLES):
        states = {ref: chance.random() < share for ref, share in shares}
        held += is_up(parts, root, states)
    return Decimal(held) / SAMPLES


def is_up(parts: Structure, root: str, states: Mapping[str, bool]) -> bool:
    """Tell whether a node is up when its components are as given."""
    pending = [root]
    seen = {root}
    while pending:
        node = pending.pop()
        if not states.get(node, True):
            return False
        for need in parts.groups.get(node, ()):
            if sum(is_up(parts, member, states) for member in need.members) < need.needed:
                return False
        for below in parts.needs.get(node, ()):
            if below not in seen:
                seen.add(below)
                pending.append(below)
    return True

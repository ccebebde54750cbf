"""Composite availability of what hangs on many components (domain.md §8.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import product
from typing import Final

from gitsm.graph.sampling import sampled
from gitsm.graph.structure import Structure, hard_closure, in_order

MOST_SHARED: Final = 12
"""Up to so many shared components every combination is gone through: 2¹² states."""
MOST_WORK: Final = 400_000
"""So many components times states are gone through; beyond, the figure is sampled."""
_PRECISION: Final = 60
_ONE: Final = Decimal(1)


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


def composite(parts: Structure, root: str) -> Composite:
    """Compute the availability of a node with its hard closure.

    Serial components multiply, each once; a group holds when enough members are up. Components that several members of
    groups stand on are conditioned on, so that two nodes on one host are not taken for independent.
    """
    closure = hard_closure(parts, root)
    soft = tuple(sorted({ref for node in closure for ref in parts.soft.get(node, ())} - closure))
    components = tuple(sorted(node for node in closure if node in parts.own))
    missing = tuple(sorted(node for node in closure if node in parts.unknown))
    if missing:
        return Composite(None, "exact", components, missing, soft)
    shared = _shared(parts, root)
    with localcontext() as context:
        context.prec = _PRECISION
        if len(shared) <= MOST_SHARED and len(closure) << len(shared) <= MOST_WORK:
            value, method = _conditioned(parts, root, shared), "exact"
        else:
            value, method = sampled(parts, root), "sampled"
        return Composite(+value, method, components, (), soft)


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
    """Find the components that more than one member of the groups stands on; at most one more than can be gone through.

    A component below a member, and below a group nested in that member, is met twice on one way only: that is no
    sharing.
    """
    order, straight = in_order(parts, root)
    owners = [node for node in order for need in parts.groups.get(node, ()) for _ in need.members]
    members = [member for node in order for need in parts.groups.get(node, ()) for member in need.members]
    if not members:
        return ()
    met = _met(parts, order, members, straight=straight)
    always = _mandatory(parts, root)
    found: list[str] = []
    for node in order:
        if node in parts.own and node not in always and _apart(met[node], owners, met):
            found.append(node)
            if len(found) > MOST_SHARED:
                break
    return tuple(sorted(found))


def _met(parts: Structure, order: tuple[str, ...], members: list[str], *, straight: bool) -> dict[str, int]:
    """Tell for each node below which places in groups it lies: place number n is bit n."""
    met = dict.fromkeys(order, 0)
    for place, member in enumerate(members):
        met[member] |= 1 << place
    changed = True
    while changed:
        changed = False
        for node in reversed(order):
            for below in parts.below(node):
                if met[node] & ~met[below]:
                    met[below] |= met[node]
                    changed = not straight
    return met


def _apart(places: int, owners: list[str], met: Mapping[str, int]) -> bool:
    """Tell whether two of these places lie beside each other, neither below a group that the other is in."""
    for one in _bits(places):
        beside = places & ~met[owners[one]] & ~(1 << one)
        if any(not met[owners[other]] >> one & 1 for other in _bits(beside)):
            return True
    return False


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


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

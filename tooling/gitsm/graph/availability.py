"""Composite availability of what hangs on many components (domain.md §8.2)."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from math import ceil
from typing import Final

from gitsm.graph.diagram import UP, Diagrams, TooLargeError
from gitsm.graph.sampling import sampled
from gitsm.graph.structure import Structure, hard_closure, in_order

_PRECISION: Final = 60
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Composite:
    """The availability of a node with everything it hangs on.

    Attributes:
        value: the share of time it is up; None when an input is unknown.
        method: `exact`, or `sampled` when too much is shared to go through.
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

    What must be up whatever the groups do multiplies, each component once. Whether the groups hold is a decision
    diagram of everything below them, so that two nodes on one host are not taken for independent; where that grows
    beyond what can be gone through, the figure is sampled.
    """
    closure = hard_closure(parts, root)
    soft = tuple(sorted({ref for node in closure for ref in parts.soft.get(node, ())} - closure))
    components = tuple(sorted(node for node in closure if node in parts.own))
    missing = tuple(sorted(node for node in closure if node in parts.unknown))
    if missing:
        return Composite(None, "exact", components, missing, soft)
    with localcontext() as context:
        context.prec = _PRECISION
        try:
            value, method = _exact(parts, root), "exact"
        except TooLargeError:
            value, method = sampled(parts, root), "sampled"
        return Composite(+value, method, components, (), soft)


def _exact(parts: Structure, root: str) -> Decimal:
    must = _mandatory(parts, root)
    value = _ONE
    for node in must:
        value *= parts.own.get(node, _ONE)
    order, straight = in_order(parts, root)
    # What is met first from above is asked first: neighbours in the graph are neighbours in the diagram.
    asked = [node for node in reversed(order) if node in parts.own and node not in must]
    number = {node: index for index, node in enumerate(asked)}
    diagrams = Diagrams(len(asked))
    up = dict.fromkeys(order, UP)
    changed = True
    while changed:
        changed = False
        for node in order:
            held = diagrams.variable(number[node]) if node in number else UP
            for below in parts.needs.get(node, ()):
                held = diagrams.both(held, UP if below in must else up[below])
            for need in parts.groups.get(node, ()):
                members = [UP if member in must else up[member] for member in need.members]
                held = diagrams.both(held, diagrams.at_least(ceil(need.needed), members))
            if held != up[node]:
                up[node] = held
                changed = not straight
    whole = UP
    for node in must:
        whole = diagrams.both(whole, up[node])
    return value * diagrams.chance(whole, [parts.own[node] for node in asked])


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

"""Composite availability of what hangs on many components (domain.md §8.2)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from math import ceil, prod
from typing import Final

from gitsm.graph.diagram import UP, Diagrams, TooLargeError
from gitsm.graph.sampling import sampled
from gitsm.graph.single_points import SinglePoints
from gitsm.graph.structure import Need, Structure, hard_closure, in_order

_PRECISION: Final = 60
MOST_VARIABLES: Final = 600
"""Diagrams of more components are deeper than Python recurses."""
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
    """Compute the availability of one node with its hard closure."""
    return Composites(parts).of(root)


class Composites:
    """The availabilities of the nodes of one structure, each computed once.

    Args:
        parts: the structure.
        like: another one, whose diagrams are used for nodes that stand on the same in the same way.
    """

    def __init__(self, parts: Structure, like: "Composites | None" = None) -> None:
        self.single_points = SinglePoints(parts)
        self._parts = parts
        self._like = like
        self._known: dict[str, Composite] = {}
        self._forms: dict[str, _Form] = {}
        self._alike: dict[frozenset[str], _Form] = {}

    def of(self, root: str) -> Composite:
        """Compute the availability of a node; sampled where its diagram grows beyond what can be gone through."""
        if root not in self._known:
            self._known[root] = self._composite(root)
        return self._known[root]

    def _composite(self, root: str) -> Composite:
        parts = self._parts
        closure = hard_closure(parts, root)
        soft = tuple(sorted({ref for node in closure for ref in parts.soft.get(node, ())} - closure))
        components = tuple(sorted(node for node in closure if node in parts.own))
        missing = tuple(sorted(node for node in closure if node in parts.unknown))
        if missing:
            return Composite(None, "exact", components, missing, soft)
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                value, method = self._form(root).value(parts.own.__getitem__), "exact"
            except TooLargeError:
                value, method = sampled(parts, root), "sampled"
            return Composite(+value, method, components, (), soft)

    def ceiling(self, root: str) -> Decimal | None:
        """Compute how available a node is at most: as if components nobody gave a figure never failed.

        Returns:
            The share of time; None where the diagram is too large: a sample is no bound.
        """
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                return +self._form(root).value(self._parts.own.__getitem__)
            except TooLargeError:
                return None

    def serial(self, root: str) -> tuple[tuple[str, ...], Decimal] | None:
        """Name what must be up in any case, and compute the share of time in which the groups below hold.

        The node's availability is the product of both; None where the diagram is too large.
        """
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                return self._form(root).serial(self._parts.own.__getitem__)
            except TooLargeError:
                return None

    def slopes(self, root: str) -> dict[str, Decimal]:
        """Compute by component how much of the node's availability a change of the component's own is worth.

        Z. W. Birnbaum's importance (1969). The node's availability is linear in that of each component, so the figure
        holds for a change of any size. Empty where the diagram is too large.
        """
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                return self._form(root).slopes(self._parts.own.__getitem__)
            except TooLargeError:
                return {}

    def _form(self, root: str) -> "_Form":
        if root in self._forms:
            return self._forms[root]
        order, straight = in_order(self._parts, root)
        known = self._like._forms.get(root) if self._like else None  # noqa: SLF001  # of its own kind
        if known is None or _spec(known.parts, known.order) != _spec(self._parts, order):
            # An offering stands on what its service stands on: what has neither a figure nor a group alters nothing.
            must = self.single_points.of(root)
            counting = frozenset(filter(self._counts, must))
            known = self._alike.get(counting) or _form(self._parts, order, must, straight=straight)
            self._alike[counting] = known
            known = replace(known, order=order)
        self._forms[root] = known
        return known

    def _counts(self, node: str) -> bool:
        return node in self._parts.own or bool(self._parts.groups.get(node))


Spec = tuple[tuple[str, bool, tuple[str, ...], tuple[Need, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """How a node hangs on its components, whatever their availabilities are.

    Attributes:
        parts: what the nodes below need; the form holds as long as that is the same.
        order: these nodes.
        always: what must be up in any case.
        names: by variable of the diagram, the components that are up or down together as far as the node goes.
        diagrams: where the diagram stands.
        whole: whether the groups hold.
    """

    parts: Structure
    order: tuple[str, ...]
    always: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    diagrams: Diagrams
    whole: int

    def value(self, own: Callable[[str], Decimal]) -> Decimal:
        """Put availabilities in."""
        always, held = self.serial(own)
        return prod((own(name) for name in always), start=_ONE) * held

    def serial(self, own: Callable[[str], Decimal]) -> tuple[tuple[str, ...], Decimal]:
        """Tell what must be up in any case, and how often the groups hold."""

        def share(number: int) -> Decimal:
            return prod((own(name) for name in self.names[number]), start=_ONE)

        return self.always, self.diagrams.chance(self.whole, share)

    def slopes(self, own: Callable[[str], Decimal]) -> dict[str, Decimal]:
        """Tell by component how steeply the value rises with its availability."""

        def others(names: tuple[str, ...], name: str) -> Decimal:
            return prod((own(other) for other in names if other != name), start=_ONE)

        def share(number: int) -> Decimal:
            return others(self.names[number], "")

        certain, held = others(self.always, ""), self.diagrams.chance(self.whole, share)
        found = {name: others(self.always, name) * held for name in self.always}
        for number, slope in self.diagrams.slopes(self.whole, share).items():
            found |= {name: certain * slope * others(self.names[number], name) for name in self.names[number]}
        return found


def _spec(parts: Structure, order: tuple[str, ...]) -> Spec:
    return tuple((node, node in parts.own, parts.needs.get(node, ()), parts.groups.get(node, ())) for node in order)


def _form(parts: Structure, order: tuple[str, ...], must: frozenset[str], *, straight: bool) -> _Form:
    """Make the diagram of a node.

    What must be up in any case is left out of it. What only one thing needs is one with that thing. The deepest is
    asked first, because most stands on it.
    """
    folded = _folded(parts, order, must) if straight else {node: (node,) for node in order if node not in must}
    names = {node: tuple(name for name in each if name in parts.own) for node, each in folded.items()}
    asked = [node for node in order if names.get(node)]
    if len(asked) > MOST_VARIABLES:
        raise TooLargeError
    diagrams = Diagrams()
    own = {node: diagrams.variable(index) for index, node in enumerate(asked)}
    up = dict.fromkeys(order, UP)
    changed = True
    while changed:
        changed = False
        for node in order:
            held = [own.get(node, UP), *(up[below] for below in parts.needs.get(node, ()) if below not in must)]
            for need in parts.groups.get(node, ()):
                members = [UP if member in must else up[member] for member in need.members]
                held.append(diagrams.at_least(ceil(need.needed), members))
            now = diagrams.all_of(held)
            if now != up[node]:
                up[node] = now
                changed = not straight
    always = tuple(sorted(node for node in must if node in parts.own))
    whole = diagrams.all_of(up[node] for node in must)
    diagrams.finish()
    return _Form(parts, order, always, tuple(names[node] for node in asked), diagrams, whole)


def _folded(parts: Structure, order: tuple[str, ...], must: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Join what only one thing needs with that thing: they matter together or not at all."""
    above: dict[str, list[str]] = {}
    for node in order:
        for below in parts.needs.get(node, ()):
            above.setdefault(below, []).append(node)
        for need in parts.groups.get(node, ()):
            for member in need.members:
                above.setdefault(member, []).extend(("", ""))
    found: dict[str, tuple[str, ...]] = {}
    for node in order:
        if node in must:
            continue
        joined = [below for below in parts.needs.get(node, ()) if above[below] == [node] and below in found]
        found[node] = (node, *(name for below in joined for name in found.pop(below)))
    return found

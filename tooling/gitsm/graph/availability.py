"""Composite availability of what hangs on many components (domain.md §8.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from math import prod
from typing import Final

from gitsm.graph.diagram import TooLargeError
from gitsm.graph.forms import Form, Forms
from gitsm.graph.sampling import sampled
from gitsm.graph.single_points import SinglePoints
from gitsm.graph.structure import Structure, hard_closure, highest_first, in_order

_PRECISION: Final = 60
_KEPT: Final = 50
"""So many digits are told; the others hang on the order in which things were computed."""
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Composite:
    """The availability of a node with everything it hangs on.

    Attributes:
        value: the share of time it is up; None when an input is unknown.
        method: `exact`, or `sampled` when too much is shared to go through.
        missing: components nobody gave a figure.
    """

    value: Decimal | None
    method: str
    missing: tuple[str, ...] = ()


def composite(parts: Structure, root: str) -> Composite:
    """Compute the availability of one node with its hard closure."""
    return Composites(parts).of(root)


class Composites:
    """The availabilities of the nodes of one structure, each computed once.

    Args:
        parts: the structure.
        like: another one, whose forms are used for nodes that stand on the same in the same way.
    """

    def __init__(self, parts: Structure, like: "Composites | None" = None) -> None:
        self.single_points = SinglePoints(parts)
        self._parts = parts
        self._like = like
        self._known: dict[str, Composite] = {}
        self._missing: dict[str, frozenset[str]] = {}
        self._figures: dict[str, _Figures] = {}
        self._lent: dict[Forms, _Figures | None] = {}

    def together(self, roots: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """List nodes that will be asked for by what shares much: best asked then, and let go before the next.

        Args:
            roots: the nodes.
        """
        wanted = frozenset(roots)
        for root in highest_first(self._parts, sorted(wanted)):
            if root in self._figures or root in self._known:
                continue
            found = self._borrowed(root) or _Figures(Forms(self._parts, root), self._parts)
            nodes = tuple(sorted((found.forms.told & wanted) - self._figures.keys() - self._known.keys()))
            self._figures |= dict.fromkeys(nodes, found)
            yield nodes

    def let_go(self, roots: Iterable[str]) -> None:
        """Keep no more of some nodes than their availabilities."""
        for root in roots:
            self._figures.pop(root, None)
        self._lent.clear()

    def of(self, root: str) -> Composite:
        """Compute the availability of a node; sampled where its diagram grows beyond what can be gone through."""
        if root not in self._known:
            self._known[root] = self._composite(root)
        return self._known[root]

    def _composite(self, root: str) -> Composite:
        missing = self._without_figure(root)
        if missing:
            return Composite(None, "exact", tuple(sorted(missing)))
        value = self.ceiling(root)
        return Composite(sampled(self._parts, root), "sampled") if value is None else Composite(value, "exact")

    def _without_figure(self, root: str) -> frozenset[str]:
        """Find the components below a node that nobody gave a figure."""
        if root not in self._missing:
            unknown = self._parts.unknown
            order, straight = in_order(self._parts, root, self._missing)
            if not straight:
                return frozenset(node for node in hard_closure(self._parts, root) if node in unknown)
            for node in order:
                below = frozenset().union(*(self._missing[each] for each in self._parts.below(node)))
                self._missing[node] = below | {node} if node in unknown else below
        return self._missing[root]

    def ceiling(self, root: str) -> Decimal | None:
        """Compute how available a node is at most: as if components nobody gave a figure never failed.

        Returns:
            The share of time; None where the diagram is too large: a sample is no bound.
        """
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                figures, form = self._form(root)
            except TooLargeError:
                return None
            value = prod(map(figures.share, form.always), start=_ONE) * figures.held(form)
            context.prec = _KEPT
            return +value

    def serial(self, root: str) -> tuple[tuple[str, ...], Decimal] | None:
        """Name what must be up in any case, and compute the share of time in which the groups below hold.

        The node's availability is the product of both; None where the diagram is too large.
        """
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                figures, form = self._form(root)
            except TooLargeError:
                return None
            always = (name for number in form.always for name in figures.forms.names[number])
            return tuple(sorted(always)), figures.held(form)

    def slopes(self, root: str) -> dict[str, Decimal]:
        """Compute by component how much of the node's availability a change of the component's own is worth.

        Z. W. Birnbaum's importance (1969). The node's availability is linear in that of each component, so the figure
        holds for a change of any size. Empty where the diagram is too large.
        """
        with localcontext() as context:
            context.prec = _PRECISION
            try:
                figures, form = self._form(root)
            except TooLargeError:
                return {}
            return figures.slopes(form)

    def _form(self, root: str) -> tuple["_Figures", Form]:
        figures = self._figures.get(root) or self._borrowed(root) or _Figures(Forms(self._parts, root), self._parts)
        self._figures[root] = figures
        try:
            return figures, figures.forms.of(root)
        except TooLargeError:
            if figures.forms.root == root:
                raise
        # It may be something else above or beside it that is too large.
        figures = self._figures[root] = _Figures(Forms(self._parts, root), self._parts)
        return figures, figures.forms.of(root)

    def _borrowed(self, root: str) -> "_Figures | None":
        """Take the forms of the other structure where they hold in this one, too."""
        theirs = self._like._figures.get(root) if self._like else None  # noqa: SLF001  # of its own kind
        if theirs is None:
            return None
        forms = theirs.forms
        if forms not in self._lent:
            self._lent[forms] = _Figures(forms, self._parts) if forms.hold_in(self._parts) else None
        return self._lent[forms]


class _Figures:
    """Forms with the availabilities of one structure put in.

    Attributes:
        forms: the forms.
        share: tells of a variable how often it is up.
    """

    def __init__(self, forms: Forms, parts: Structure) -> None:
        self.forms = forms
        self._own = parts.own
        self.share = cache(self._share)
        self._chances: list[Decimal] = []

    def _share(self, number: int) -> Decimal:
        return prod((self._own[name] for name in self.forms.names[number]), start=_ONE)

    def held(self, form: Form) -> Decimal:
        """Compute how often the groups hold."""
        if form.groups is None:
            return Decimal(0)
        known = self.forms.circuit.chances(self._chances, self.share)
        return prod((known[step] for step in form.groups), start=_ONE)

    def slopes(self, form: Form) -> dict[str, Decimal]:
        """Tell by component how steeply the value rises with its availability."""
        held = self.held(form)
        by_number = {number: held * self._others(form.always, number) for number in form.always}
        if form.groups:
            certain = prod(map(self.share, form.always), start=_ONE)
            steep = self.forms.circuit.slopes(form.groups, self._chances, self.share)
            by_number |= {number: certain * slope for number, slope in steep.items()}
        found = {}
        for number, slope in by_number.items():
            names = self.forms.names[number]
            for name in names:
                found[name] = slope * prod((self._own[other] for other in names if other != name), start=_ONE)
        return found

    def _others(self, numbers: tuple[int, ...], number: int) -> Decimal:
        return prod((self.share(other) for other in numbers if other != number), start=_ONE)

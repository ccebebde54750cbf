"""How nodes hang on components, whatever the availabilities of these are (domain.md §8.2)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from math import ceil
from operator import and_
from typing import Final, NamedTuple

from gitsm.graph.circuit import Circuit, Parts
from gitsm.graph.diagram import DOWN, UP, Diagrams, TooLargeError
from gitsm.graph.single_points import SinglePoints
from gitsm.graph.structure import Need, Structure, in_order

MOST_VARIABLES: Final = 600
"""Diagrams of more components are deeper than Python recurses."""


class _Held(NamedTuple):
    """What must hold for a node: variables, as bits, and diagrams. A variable in the bits may still be asked there."""

    always: int
    diagrams: frozenset[int]


@dataclass(frozen=True, slots=True)
class Form:
    """How a node hangs on its components.

    Attributes:
        always: the variables that must be up in any case.
        groups: the steps of the circuit that tell whether the groups hold; None where they never do.
    """

    always: tuple[int, ...]
    groups: Parts | None


class Forms:
    """The forms of a node and of what it stands on; what several of them share is gone through once.

    What must be up in any case is kept apart from the diagrams. What only one thing needs is one variable with that
    thing. The deepest is asked first, because most stands on it.

    Args:
        parts: the structure; the forms hold for any other in which what it tells of these nodes is the same.
        root: the node.

    Attributes:
        root: the node.
        told: the nodes whose forms can be asked.
        circuit: the steps that forms speak of.
        names: by variable, the components that are up or down together as far as the node goes.
    """

    def __init__(self, parts: Structure, root: str) -> None:
        self._parts = parts
        self.root = root
        self._order, self._straight = in_order(parts, root)
        self._spec = tuple(_spec(parts, self._order))
        folded = _folded(parts, self._order) if self._straight else {node: (node,) for node in self._order}
        self.told = frozenset(folded) if self._straight else {root}
        self.names: list[tuple[str, ...]] = []
        self._number: dict[str, int] = {}
        for node, names in folded.items():
            counting = tuple(name for name in names if name in parts.own)
            if counting:
                self._number[node] = len(self.names)
                self.names.append(counting)
        self._diagrams = Diagrams()
        self.circuit = Circuit(self._diagrams)
        self._held: dict[str, _Held] = {}
        self._known: dict[str, Form] = {}

    def hold_in(self, parts: Structure) -> bool:
        """Tell whether the forms hold in another structure, too."""
        return all(one == other for one, other in zip(self._spec, _spec(parts, self._order), strict=True))

    def of(self, node: str) -> Form:
        """Find the form of a node.

        Raises:
            TooLargeError: when it cannot be gone through.
        """
        if node not in self._known:
            self._known[node] = self._form(self._straightly(node) if self._straight else self._round())
        return self._known[node]

    def _form(self, held: _Held) -> Form:
        rest = [self._diagrams.given(each, held.always) for each in held.diagrams]
        return Form(tuple(_bits(held.always)), self.circuit.all_of(rest))

    def _straightly(self, node: str) -> _Held:
        """Go up from what stands on nothing."""
        for each in self._order[len(self._held) :]:
            if node in self._held:
                break
            self._held[each] = self._made(each)
        return self._held[node]

    def _made(self, node: str) -> _Held:
        number = self._number.get(node)
        always, diagrams = 0 if number is None else 1 << number, frozenset[int]()
        for held in self._below(node):
            always |= held.always
            diagrams |= held.diagrams
        return _Held(always, diagrams)

    def _below(self, node: str) -> Iterator[_Held]:
        yield from (self._held[below] for below in self._parts.needs.get(node, ()))
        yield from map(self._group, self._parts.groups.get(node, ()))

    def _group(self, need: Need) -> _Held:
        """Keep apart what the group cannot do without: what too many of its members need, or all of them."""
        wanted, members = ceil(need.needed), [self._held[member] for member in need.members]
        if wanted <= 0:
            return _Held(0, frozenset())
        if wanted > len(members):
            return _Held(0, frozenset({DOWN}))
        always = _shared([each.always for each in members], len(members) - wanted)
        common = frozenset.intersection(*(each.diagrams for each in members))
        found = self._diagrams.at_least(wanted, self._apart(members, always, common))
        return _Held(always, common | ({found} - {UP}))

    def _apart(self, members: list[_Held], always: int, common: frozenset[int]) -> list[int]:
        """Make the diagram of each member of a group, without what is common to them."""
        made = self._diagrams
        rests = [[made.given(one, each.always | always) for one in each.diagrams - common] for each in members]
        own = [each.always & ~always for each in members]
        every = reduce(int.__or__, [*own, *(made.about[one] for rest in rests for one in rest)], 0)
        if every.bit_count() > MOST_VARIABLES:
            raise TooLargeError
        return [made.all_of([*map(made.variable, _bits(bits)), *rest]) for bits, rest in zip(own, rests, strict=True)]

    def _round(self) -> _Held:
        """Start with everything up, and go through a circle until nothing changes."""
        parts, made = self._parts, self._diagrams
        must = SinglePoints(parts).of(self.root)
        asked = [node for node in self._order if node in self._number and node not in must]
        if len(asked) > MOST_VARIABLES:
            raise TooLargeError
        own = {node: made.variable(self._number[node]) for node in asked}
        up = dict.fromkeys(self._order, UP)
        changed = True
        while changed:
            changed = False
            for node in self._order:
                held = [own.get(node, UP), *(up[below] for below in parts.needs.get(node, ()) if below not in must)]
                for need in parts.groups.get(node, ()):
                    members = [UP if member in must else up[member] for member in need.members]
                    held.append(made.at_least(ceil(need.needed), members))
                now = made.all_of(held)
                if now != up[node]:
                    up[node] = now
                    changed = True
        always = sum(1 << self._number[node] for node in must if node in self._number)
        return _Held(always, frozenset(up[node] for node in must))


def _bits(mask: int) -> Iterator[int]:
    """List which bits are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _shared(masks: list[int], spare: int) -> int:
    """Find the bits that are set in more masks than can be spared."""
    if spare == len(masks) - 1:
        return reduce(and_, masks)
    counted = Counter(bit for mask in masks for bit in _bits(mask))
    return sum(1 << bit for bit, count in counted.items() if count > spare)


def _spec(parts: Structure, order: Iterable[str]) -> Iterator[tuple[bool, tuple[str, ...], tuple[Need, ...]]]:
    return ((node in parts.own, parts.needs.get(node, ()), parts.groups.get(node, ())) for node in order)


def _folded(parts: Structure, order: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Join components that only one component needs with that: they matter together or not at all."""
    above: dict[str, list[str]] = {}
    for node in order:
        for below in parts.needs.get(node, ()):
            above.setdefault(below, []).append(node)
        for need in parts.groups.get(node, ()):
            for member in need.members:
                above.setdefault(member, []).extend(("", ""))
    found: dict[str, tuple[str, ...]] = {}
    for node in order:
        needs = parts.needs.get(node, ()) if node in parts.own else ()
        joined = [below for below in needs if above[below] == [node] and below in parts.own and below in found]
        found[node] = (node, *(name for below in joined for name in found.pop(below)))
    return found

"""How available something is at least, without going through what its groups share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, prod
from typing import Final

from gitsm.graph.structure import Need, Structure

# J. D. Esary, F. Proschan and D. W. Walkup, "Association of Random Variables" (1967): what grows with the same
# components is up together at least as often as if each were on its own, so products are never too high.

_SPARE: Final = 1e-9
"""Floats are that much too high at most."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that must hold, a component or a group: how often it does, and the components it hangs on."""

    share: float
    below: frozenset[str]


_Parts = Mapping[str, _Part]


class Floors:
    """Lower bounds of availability of the nodes of one structure.

    A group whose members share nothing but what all of them need is exact; of any other the best members count.

    Args:
        parts: the structure.
    """

    def __init__(self, parts: Structure) -> None:
        self._structure = parts
        self._known: dict[str, _Parts | None] = {}
        self._groups: dict[Need, _Parts | None] = {}

    def of(self, root: str) -> float | None:
        """Compute a share of time that a node is up at least; None where a figure is missing, or in a circle."""
        held = self._held(root)
        return None if held is None else prod(part.share for part in held.values()) - _SPARE

    def _held(self, node: str) -> _Parts | None:
        """List what must hold for a node; None where that cannot be told."""
        if node not in self._known:
            self._known[node] = None  # in a circle nothing is told
            self._known[node] = None if node in self._structure.unknown else self._made(node)
        return self._known[node]

    def _made(self, node: str) -> _Parts | None:
        found: dict[str, _Part] = {}
        own = self._structure.own.get(node)
        if own is not None:
            found[node] = _Part(float(own), frozenset({node}))
        for below in self._structure.needs.get(node, ()):
            held = self._held(below)
            if held is None:
                return None
            found.update(held)
        for need in self._structure.groups.get(node, ()):
            held = self._group(need)
            if held is None:
                return None
            found.update(held)
        return found

    def _group(self, need: Need) -> _Parts | None:
        if need not in self._groups:
            members = [self._held(member) for member in need.members]
            known = [each for each in members if each is not None]
            self._groups[need] = _grouped(ceil(need.needed), need, known) if len(known) == len(members) else None
        return self._groups[need]


def _grouped(wanted: int, need: Need, members: list[_Parts]) -> _Parts:
    """List what must hold for a group: what all members need, and enough of what each needs besides."""
    if wanted <= 0:
        return {}
    common = (
        {name: part for name, part in members[0].items() if all(name in each for each in members)} if members else {}
    )
    rest = [[part for name, part in each.items() if name not in common] for each in members]
    shares = [prod(part.share for part in each) for each in rest]
    below = [frozenset().union(*(part.below for part in each)) for each in rest]
    share = _at_least(wanted, shares) if _apart(below) else _best(wanted, shares)
    return {**common, f"{wanted} of {' '.join(need.members)}": _Part(share, frozenset().union(*below))}


def _apart(sets: Iterable[frozenset[str]]) -> bool:
    """Tell whether no two sets have anything in common."""
    seen: set[str] = set()
    for each in sets:
        if not seen.isdisjoint(each):
            return False
        seen |= each
    return True


def _best(wanted: int, shares: list[float]) -> float:
    """Compute how often the best are all up; they are enough."""
    return prod(sorted(shares, reverse=True)[:wanted]) if wanted <= len(shares) else 0.0


def _at_least(wanted: int, shares: list[float]) -> float:
    """Compute how often so many are up, each on its own."""
    seen = [1.0, *[0.0] * len(shares)]
    for share in shares:
        for count in range(len(shares), 0, -1):
            seen[count] = seen[count] * (1 - share) + seen[count - 1] * share
        seen[0] *= 1 - share
    return sum(seen[wanted:])

"""What brings a record down all by itself."""

from collections import Counter
from collections.abc import Iterator
from math import floor

from gitsm.graph.structure import Need, Structure, in_order


class SinglePoints:
    """What each node of one structure cannot do without, whatever its groups do.

    That is what it needs, and what so many members of a group cannot do without that the group cannot either. Only the
    nearest of the latter are kept, because those behind them follow: memory grows with the structure, not with its
    depth.

    Args:
        parts: the structure.
    """

    def __init__(self, parts: Structure) -> None:
        self._parts = parts
        self._shared: dict[str, tuple[str, ...]] = {}
        self._straight = True

    def of(self, root: str) -> frozenset[str]:
        """Find the nodes whose failure alone brings a node down, the node itself among them."""
        if root not in self._shared:
            self._look_below(root)
        return self._without_fail(root)

    def _look_below(self, root: str) -> None:
        order, straight = in_order(self._parts, root, self._shared)
        self._straight = self._straight and straight
        self._shared.update(dict.fromkeys(order, ()))
        holders = [node for node in order if self._parts.groups.get(node)]
        changed = True
        while changed:
            changed = False
            for node in holders:
                found = self._common(node)
                # In a circle nothing is behind another: all are kept.
                now = tuple(sorted(self._nearest(found) if self._straight else found))
                if now != self._shared[node]:
                    self._shared[node] = now
                    changed = not straight

    def _without_fail(self, root: str) -> frozenset[str]:
        seen = {root}
        pending = [root]
        while pending:
            for below in self._below(pending.pop()):
                if below not in seen:
                    seen.add(below)
                    pending.append(below)
        return frozenset(seen)

    def _below(self, node: str) -> Iterator[str]:
        yield from self._parts.needs.get(node, ())
        yield from self._shared[node]

    def _common(self, holder: str) -> set[str]:
        return {node for need in self._parts.groups.get(holder, ()) for node in self._breaking(need)}

    def _breaking(self, need: Need) -> Iterator[str]:
        """List what alone brings more members of a group down than it can spare."""
        spare = max(floor(len(need.members) - need.needed), 0)
        down = Counter(node for member in need.members for node in self._without_fail(member))
        return (node for node, count in down.items() if count > spare)

    def _nearest(self, found: set[str]) -> set[str]:
        """Leave out what stands behind another one."""
        return found.difference(*(self._below(node) for node in found))

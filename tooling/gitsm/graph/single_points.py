"""What brings a record down all by itself."""

from math import floor
from typing import Final

from gitsm.graph.sampling import at_least
from gitsm.graph.structure import Structure, in_order

_AT_ONCE: Final = 4096
"""So many components are followed at once: for 100,000 nodes 50 MB."""


def single_points(parts: Structure, root: str) -> set[str]:
    """Find the CIs whose failure alone brings a record down, the record itself left out."""
    order, straight = in_order(parts, root)
    candidates = [node for node in order if node.startswith("ci:") and node != root]
    found: set[str] = set()
    for start in range(0, len(candidates), _AT_ONCE):
        chunk = candidates[start : start + _AT_ONCE]
        down = _down(parts, order, {node: 1 << number for number, node in enumerate(chunk)}, straight=straight)
        found.update(node for number, node in enumerate(chunk) if down >> number & 1)
    return found


def _down(parts: Structure, order: tuple[str, ...], bits: dict[str, int], *, straight: bool) -> int:
    """Find whose failure alone brings the last node down."""
    down = dict.fromkeys(order, 0)
    changed = True
    while changed:
        changed = False
        for node in order:
            hit = bits.get(node, 0)
            for below in parts.needs.get(node, ()):
                hit |= down[below]
            for need in parts.groups.get(node, ()):
                spare = floor(len(need.members) - need.needed)
                hit |= at_least(max(spare, 0) + 1, (down[member] for member in need.members), 0)
            if hit != down[node]:
                down[node] = hit
                changed = not straight
    return down[order[-1]]

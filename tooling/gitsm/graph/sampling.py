"""Availability by trying: many random moments at once, each a bit of a number."""

import random
from collections.abc import Iterable
from decimal import Decimal
from math import ceil, log
from typing import Final

from gitsm.graph.structure import Structure, in_order

SAMPLES: Final = 20_000
_MOST_BITS: Final = 400_000_000
"""So many bits are held at once: 50 MB."""


def sampled(parts: Structure, root: str) -> Decimal:
    """Estimate how often a node is up, by 20,000 random moments; the same for the same node and inputs."""
    order, straight = in_order(parts, root)
    chance = random.Random(root)  # noqa: S311  # the same figure for the same record, no secret
    at_once = max(1, min(SAMPLES, _MOST_BITS // len(order)))
    held = 0
    for start in range(0, SAMPLES, at_once):
        count = min(at_once, SAMPLES - start)
        moments = {node: _moments(float(parts.own[node]), count, chance) for node in order if node in parts.own}
        held += _up(parts, order, moments, count, straight=straight).bit_count()
    return Decimal(held) / SAMPLES


def _moments(share: float, count: int, chance: random.Random) -> int:
    """Draw the moments at which a component is up."""
    if share <= 0:
        return 0
    up = (1 << count) - 1
    if share >= 1:
        return up
    # From one failure to the next: rare ones are drawn as fast as they are rare.
    step, moment = log(share), 0
    while (moment := moment + int(log(1.0 - chance.random()) / step)) < count:
        up ^= 1 << moment
        moment += 1
    return up


def _up(parts: Structure, order: tuple[str, ...], moments: dict[str, int], count: int, *, straight: bool) -> int:
    """Find the moments at which the last node is up."""
    every = (1 << count) - 1
    up = dict.fromkeys(order, every)
    changed = True
    while changed:
        changed = False
        for node in order:
            held = moments.get(node, every)
            for below in parts.needs.get(node, ()):
                held &= up[below]
            for need in parts.groups.get(node, ()):
                held &= at_least(ceil(need.needed), (up[member] for member in need.members), every)
            if held != up[node]:
                up[node] = held
                changed = not straight
    return up[order[-1]]


def at_least(needed: int, masks: Iterable[int], every: int) -> int:
    """Find the bits that are set in at least so many of the masks; `every` where none is needed."""
    if needed <= 0:
        return every
    seen = [0] * needed
    for mask in masks:
        for level in range(needed - 1, 0, -1):
            seen[level] |= seen[level - 1] & mask
        seen[0] |= mask
    return seen[-1]

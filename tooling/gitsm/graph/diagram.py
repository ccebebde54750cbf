"""Binary decision diagrams: when a thing is up, as a graph of questions about what it hangs on."""

# R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986): reduced and ordered, so that what is
# shared is counted once, and the chance of being up is a walk over the questions.

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

DOWN: Final = 0
UP: Final = 1
MOST_QUESTIONS: Final = 100_000
MOST_VARIABLES: Final = 600
"""Deeper than that Python does not recurse."""


class TooLargeError(Exception):
    """A diagram that grows beyond what can be gone through."""


class Diagrams:
    """Diagrams over the same variables, sharing their questions.

    Args:
        count: how many variables there are; they are asked for in the order of their numbers.

    Raises:
        TooLargeError: when there are too many; also from its methods.
    """

    def __init__(self, count: int) -> None:
        if count > MOST_VARIABLES:
            raise TooLargeError
        self._last = count
        self._asked = [count, count]
        self._low = [DOWN, UP]
        self._high = [DOWN, UP]
        self._known: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._either: dict[tuple[int, int], int] = {}

    def variable(self, number: int) -> int:
        """Ask whether one variable is up."""
        return self._question(number, DOWN, UP)

    def _question(self, number: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (number, low, high)
        if key not in self._known:
            if len(self._asked) >= MOST_QUESTIONS:
                raise TooLargeError
            self._known[key] = len(self._asked)
            self._asked.append(number)
            self._low.append(low)
            self._high.append(high)
        return self._known[key]

    def both(self, one: int, other: int) -> int:
        """Ask whether both are up."""
        if other in (one, UP):
            return one
        if DOWN in {one, other} or one == UP:
            return DOWN if DOWN in {one, other} else other
        return self._combined(self._both, self.both, one, other)

    def either(self, one: int, other: int) -> int:
        """Ask whether at least one is up."""
        if other in (one, DOWN):
            return one
        if UP in {one, other} or one == DOWN:
            return UP if UP in {one, other} else other
        return self._combined(self._either, self.either, one, other)

    def _combined(self, known: dict[tuple[int, int], int], combine: object, one: int, other: int) -> int:
        assert callable(combine)
        key = (one, other) if one < other else (other, one)
        if key not in known:
            number = min(self._asked[one], self._asked[other])
            lows = [self._low[each] if self._asked[each] == number else each for each in key]
            highs = [self._high[each] if self._asked[each] == number else each for each in key]
            known[key] = self._question(number, combine(*lows), combine(*highs))
        return known[key]

    def at_least(self, needed: int, members: Iterable[int]) -> int:
        """Ask whether at least so many are up."""
        if needed <= 0:
            return UP
        seen = [UP, *[DOWN] * needed]
        for member in members:
            for level in range(needed, 0, -1):
                seen[level] = self.either(seen[level], self.both(member, seen[level - 1]))
        return seen[needed]

    def chance(self, root: int, shares: Sequence[Decimal]) -> Decimal:
        """Compute how probably a diagram ends in `up`.

        Args:
            root: the diagram.
            shares: by variable, how probably it is up.
        """
        known = {DOWN: Decimal(0), UP: Decimal(1)}
        # A question is made after those it leads to, so their numbers are in a good order.
        for node in sorted(self._below(root)):
            share = shares[self._asked[node]]
            known[node] = share * known[self._high[node]] + (1 - share) * known[self._low[node]]
        return known[root]

    def _below(self, root: int) -> set[int]:
        found: set[int] = set()
        pending = [root]
        while pending:
            node = pending.pop()
            if node > UP and node not in found:
                found.add(node)
                pending += (self._low[node], self._high[node])
        return found

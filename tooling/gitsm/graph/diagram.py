"""Binary decision diagrams: when a thing is up, as a graph of questions about what it hangs on."""

# R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986): reduced and ordered, so that what is
# shared is counted once, and the chance of being up is a walk over the questions.

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Final

DOWN: Final = 0
UP: Final = 1
MOST_QUESTIONS: Final = 200_000
"""Some 25 MB."""
_LAST: Final = 1 << 60


class TooLargeError(Exception):
    """A diagram that grows beyond what can be gone through."""


class Diagrams:
    """Diagrams over the same variables, sharing their questions; variables are asked in the order of their numbers.

    Raises:
        TooLargeError: from its methods, when there are too many questions.
    """

    def __init__(self) -> None:
        self._asked = [_LAST, _LAST]
        self._low = [DOWN, UP]
        self._high = [DOWN, UP]
        self._known: dict[tuple[int, int, int], int] = {}
        self._both: dict[int, int] = {}
        self._either: dict[int, int] = {}

    def variable(self, number: int) -> int:
        """Ask whether one variable is up."""
        return self._question(number, DOWN, UP)

    def _question(self, number: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (number, low, high)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self._asked)
            if found >= MOST_QUESTIONS:
                raise TooLargeError
            self._asked.append(number)
            self._low.append(low)
            self._high.append(high)
        return found

    def both(self, one: int, other: int) -> int:
        """Ask whether both are up."""
        if other in (one, UP):
            return one
        if one == UP:
            return other
        return DOWN if DOWN in (one, other) else self._combined(self._both, self.both, one, other)

    def either(self, one: int, other: int) -> int:
        """Ask whether at least one is up."""
        if other in (one, DOWN):
            return one
        if one == DOWN:
            return other
        return UP if UP in (one, other) else self._combined(self._either, self.either, one, other)

    def _combined(self, known: dict[int, int], combine: Callable[[int, int], int], one: int, other: int) -> int:
        """Go down both diagrams together; written out, because this is the hot loop."""
        if one > other:
            one, other = other, one
        key = one << 32 | other
        found = known.get(key)
        if found is not None:
            return found
        asked, low, high = self._asked, self._low, self._high
        number, also = asked[one], asked[other]
        if number == also:
            result = self._question(number, combine(low[one], low[other]), combine(high[one], high[other]))
        elif number < also:
            result = self._question(number, combine(low[one], other), combine(high[one], other))
        else:
            result = self._question(also, combine(one, low[other]), combine(one, high[other]))
        known[key] = result
        return result

    def all_of(self, members: Iterable[int]) -> int:
        """Ask whether all are up."""
        found = UP
        # What is asked last is taken first: then each step only puts something on top.
        for member in sorted(members, key=lambda each: -self._asked[each]):
            found = self.both(member, found)
        return found

    def at_least(self, needed: int, members: Iterable[int]) -> int:
        """Ask whether at least so many are up."""
        if needed <= 0:
            return UP
        seen = [UP, *[DOWN] * needed]
        for member in members:
            for level in range(needed, 0, -1):
                seen[level] = self.either(seen[level], self.both(member, seen[level - 1]))
        return seen[needed]

    def finish(self) -> None:
        """Let go of what only the making of diagrams needs; what is made can still be asked."""
        self._known.clear()
        self._both.clear()
        self._either.clear()

    def chance(self, root: int, share: Callable[[int], Decimal]) -> Decimal:
        """Compute how probably a diagram ends in `up`.

        Args:
            root: the diagram.
            share: tells of a variable how probably it is up.
        """
        return self._chances(root, share)[root]

    def ways(self, node: int) -> tuple[int, int, int]:
        """Tell which variable a question asks, and where one goes from there when it is down and when it is up."""
        return self._asked[node], self._low[node], self._high[node]

    def slopes(self, root: int, share: Callable[[int], Decimal]) -> dict[int, Decimal]:
        """Compute by variable how steeply the chance rises with the variable's own.

        A question counts as much as it is probable that one comes to it; every question stands above the ones it leads
        to, so their numbers give the order.
        """
        share = cache(share)
        known = self._chances(root, share)
        weight = {root: Decimal(1)}
        found: dict[int, Decimal] = {}
        for node in sorted(known.keys() - {DOWN, UP}, reverse=True):
            here, number = weight[node], self._asked[node]
            low, high, up = self._low[node], self._high[node], share(number)
            found[number] = found.get(number, Decimal(0)) + here * (known[high] - known[low])
            weight[high] = weight.get(high, Decimal(0)) + here * up
            weight[low] = weight.get(low, Decimal(0)) + here * (1 - up)
        return found

    def _chances(self, root: int, share: Callable[[int], Decimal]) -> dict[int, Decimal]:
        known = {DOWN: Decimal(0), UP: Decimal(1)}
        shares: dict[int, Decimal] = {}
        pending = [root]
        while pending:
            node = pending[-1]
            low, high = self._low[node], self._high[node]
            open_ = [below for below in (low, high) if below not in known]
            if node in known:
                pending.pop()
            elif open_:
                pending += open_
            else:
                number = self._asked[node]
                if number not in shares:
                    shares[number] = share(number)
                up = shares[number]
                known[node] = up * known[high] + (1 - up) * known[low]
                pending.pop()
        return known

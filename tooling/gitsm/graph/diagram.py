"""Binary decision diagrams: when a thing is up, as a graph of questions about what it hangs on."""

# R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986): reduced and ordered, so that what is
# shared is asked once.

from collections.abc import Iterable
from typing import Final

DOWN: Final = 0
UP: Final = 1
MOST_QUESTIONS: Final = 200_000
"""Some 30 MB."""
_LAST: Final = 1 << 60


class TooLargeError(Exception):
    """A diagram that grows beyond what can be gone through."""


class Diagrams:
    """Diagrams over the same variables, sharing their questions; variables are asked in the order of their numbers.

    Attributes:
        asked: by question, the variable it asks.
        low: by question, where one goes from there when that is down.
        high: by question, where one goes when it is up.
        about: by question, every variable that it or a question below it asks, as bits.

    Raises:
        TooLargeError: from its methods, when there are too many questions.
    """

    def __init__(self) -> None:
        self.asked = [_LAST, _LAST]
        self.low = [DOWN, UP]
        self.high = [DOWN, UP]
        self.about = [0, 0]
        self._known: dict[tuple[int, int, int], int] = {}
        self._both: dict[int, int] = {}
        self._either: dict[int, int] = {}
        self._given: dict[tuple[int, int], int] = {}

    def variable(self, number: int) -> int:
        """Ask whether one variable is up."""
        return self._question(number, DOWN, UP)

    def _question(self, number: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (number, low, high)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.asked)
            if found >= MOST_QUESTIONS:
                raise TooLargeError
            self.asked.append(number)
            self.low.append(low)
            self.high.append(high)
            self.about.append(self.about[low] | self.about[high] | 1 << number)
        return found

    # The two that follow are the hot loops: each goes down both diagrams together, and is written out.

    def both(self, one: int, other: int) -> int:
        """Ask whether both are up."""
        if one > other:
            one, other = other, one
        if one <= UP or one == other:
            return other if one else DOWN
        key = one << 32 | other
        found = self._both.get(key)
        if found is None:
            number, also = self.asked[one], self.asked[other]
            if number == also:
                low = self.both(self.low[one], self.low[other])
                found = self._question(number, low, self.both(self.high[one], self.high[other]))
            elif number < also:
                found = self._question(number, self.both(self.low[one], other), self.both(self.high[one], other))
            else:
                found = self._question(also, self.both(one, self.low[other]), self.both(one, self.high[other]))
            self._both[key] = found
        return found

    def either(self, one: int, other: int) -> int:
        """Ask whether at least one is up."""
        if one > other:
            one, other = other, one
        if one <= UP or one == other:
            return UP if one == UP else other
        key = one << 32 | other
        found = self._either.get(key)
        if found is None:
            number, also = self.asked[one], self.asked[other]
            if number == also:
                low = self.either(self.low[one], self.low[other])
                found = self._question(number, low, self.either(self.high[one], self.high[other]))
            elif number < also:
                found = self._question(number, self.either(self.low[one], other), self.either(self.high[one], other))
            else:
                found = self._question(also, self.either(one, self.low[other]), self.either(one, self.high[other]))
            self._either[key] = found
        return found

    def given(self, root: int, up: int) -> int:
        """Ask the same where some variables are known to be up.

        Args:
            root: the diagram.
            up: the variables, as bits.
        """
        heeded = up & self.about[root]
        if not heeded:
            return root
        key = (root, heeded)
        found = self._given.get(key)
        if found is None:
            number, high = self.asked[root], self.given(self.high[root], heeded)
            found = high if heeded >> number & 1 else self._question(number, self.given(self.low[root], heeded), high)
            self._given[key] = found
        return found

    def all_of(self, members: Iterable[int]) -> int:
        """Ask whether all are up."""
        found = UP
        # What is asked last is taken first: then each step only puts something on top.
        for member in sorted(members, key=lambda each: -self.asked[each]):
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

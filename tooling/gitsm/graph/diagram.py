"""Binary decision diagrams: when a thing is up, as a graph of questions about what it hangs on."""

# R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation" (1986): reduced and ordered, so that what is
# shared is counted once, and the chance of being up is a walk over the questions.

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from math import prod
from typing import Final

DOWN: Final = 0
UP: Final = 1
MOST_QUESTIONS: Final = 200_000
"""Some 25 MB."""
MOST_SETS: Final = 20_000
"""Sets of diagrams that are looked at before they are joined instead."""
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
        self._supports = [0, 0]
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

    def chance_of_all(self, roots: Iterable[int], share: Callable[[int], Decimal]) -> Decimal:
        """Compute how probably all of some diagrams end in `up`, without joining them.

        Diagrams that ask nothing in common are independent: their chances multiply. Those that do are asked their
        first question together, and fall apart the further one goes.

        Raises:
            TooLargeError: when they do not fall apart; joining them may be possible.
        """
        together = _Together(self, share)
        return together.chance(tuple(sorted(set(roots) - {UP})))

    def supports(self) -> list[int]:
        """Tell of every question which variables it and those below it ask, as the bits of a number."""
        for node in range(len(self._supports), len(self._asked)):
            below = self._supports[self._low[node]] | self._supports[self._high[node]]
            self._supports.append(below | 1 << self._asked[node])
        return self._supports

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


class _Together:
    """The chances of several diagrams at once, each set of them computed once."""

    def __init__(self, diagrams: Diagrams, share: Callable[[int], Decimal]) -> None:
        self._diagrams = diagrams
        self._share = cache(share)
        self._supports = diagrams.supports()
        self._known: dict[tuple[int, ...], Decimal] = {(): Decimal(1)}

    def chance(self, roots: tuple[int, ...]) -> Decimal:
        """Compute how probably all end in `up`; they are sorted, and none is `up` already."""
        found = self._known.get(roots)
        if found is not None:
            return found
        if roots[0] == DOWN:
            return Decimal(0)
        if len(self._known) >= MOST_SETS:
            raise TooLargeError
        sets = self._apart(roots)
        value = self._asked(roots) if len(sets) == 1 else prod(map(self.chance, sets), start=Decimal(1))
        self._known[roots] = value
        return value

    def _asked(self, roots: tuple[int, ...]) -> Decimal:
        """Ask the first question of all that ask it."""
        ways = [(root, *self._diagrams.ways(root)) for root in roots]
        number = min(way[1] for way in ways)
        low = {down if asked == number else root for root, asked, down, _ in ways}
        high = {up if asked == number else root for root, asked, _, up in ways}
        share = self._share(number)
        up = self.chance(tuple(sorted(high - {UP})))
        return share * up + (1 - share) * self.chance(tuple(sorted(low - {UP})))

    def _apart(self, roots: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Put together what asks something in common."""
        sets: list[tuple[int, tuple[int, ...]]] = []
        for root in roots:
            bits = self._supports[root]
            members: tuple[int, ...] = (root,)
            apart = []
            for others, theirs in sets:
                if others & bits:
                    bits, members = bits | others, (*theirs, *members)
                else:
                    apart.append((others, theirs))
            sets = [*apart, (bits, members)]
        return [tuple(sorted(members)) for _, members in sets]

"""How probably several conditions hold at once, without joining them: they are split wherever they fall apart."""

# Once what they share is decided, conditions have nothing to do with each other any more, and their chances multiply.
# A. Darwiche, "Decomposable Negation Normal Form" (2001): what is kept is a circuit of sums and products, for whose
# evaluation a walk is enough, and for whose derivatives a second one.

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from math import prod
from typing import Final, NamedTuple

from gitsm.graph.diagram import DOWN, UP, Diagrams, TooLargeError

MOST_STEPS: Final = 200_000
_ONE: Final = Decimal(1)

Parts = tuple[int, ...]
"""Steps that have no variable in common; together they hold as often as the product of their chances."""


class _Step(NamedTuple):
    """A question about a variable, and what has to hold then; None where nothing helps."""

    number: int
    low: Parts | None
    high: Parts


class _Ways(NamedTuple):
    """A step before what follows it is known: each part as its diagrams."""

    number: int
    low: list[Parts] | None
    high: list[Parts]


class Circuit:
    """The conditions of some diagrams, as steps; a step comes after those it leads to.

    Args:
        diagrams: where the diagrams stand.

    Raises:
        TooLargeError: from its methods, when there are too many steps.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._steps: list[_Step] = []
        self._known: dict[Parts, int] = {}

    def all_of(self, roots: Iterable[int]) -> Parts | None:
        """Find the steps that tell whether all of some diagrams end in `up`; None where they never do."""
        asked = {*roots}
        return None if DOWN in asked else tuple(map(self._step, self._apart(asked)))

    def _step(self, together: Parts) -> int:
        known, steps = self._known, self._steps
        pending: list[tuple[Parts, _Ways | None]] = [(together, None)]
        while pending:
            now, ways = pending.pop()
            if now in known:
                continue
            if ways is None:
                ways = self._ways(now)
                missing = [part for part in (*(ways.low or ()), *ways.high) if part not in known]
                if missing:
                    pending.append((now, ways))
                    pending += [(part, None) for part in missing]
                    continue
            if len(steps) >= MOST_STEPS:
                raise TooLargeError
            known[now] = len(steps)
            low = None if ways.low is None else tuple(known[part] for part in ways.low)
            steps.append(_Step(ways.number, low, tuple(known[part] for part in ways.high)))
        return known[together]

    def _ways(self, together: Parts) -> _Ways:
        """Decide the first variable that any of some diagrams asks."""
        asked, low, high = self._diagrams.asked, self._diagrams.low, self._diagrams.high
        number = min([asked[root] for root in together])
        first = [root for root in together if asked[root] == number]
        rest = [root for root in together if asked[root] != number]
        without = [low[root] for root in first]
        up = self._apart({*rest, *[high[root] for root in first]})
        return _Ways(number, None if DOWN in without else self._apart({*rest, *without}), up)

    def _apart(self, roots: set[int]) -> list[Parts]:
        """Sort diagrams into parts that have no variable in common."""
        roots.discard(UP)
        about, members = self._diagrams.about, sorted(roots)
        seen = about[members[0]] if members else 0
        for root in members:
            if not about[root] & seen:
                break
            seen |= about[root]
        else:
            return [tuple(members)] if members else []  # most often they hang together
        parts: list[tuple[int, list[int]]] = []
        for root in members:
            bits, joined = about[root], [root]
            beside = [part for part in parts if part[0] & bits]
            parts = [part for part in parts if not part[0] & bits]
            for also, others in beside:
                bits |= also
                joined = others + joined
            parts.append((bits, joined))
        return [tuple(sorted(joined)) for _, joined in parts]

    def chances(self, known: list[Decimal], share: Callable[[int], Decimal]) -> list[Decimal]:
        """Compute how probably each step holds.

        Args:
            known: what was computed with the same shares before; it is added to.
            share: tells of a variable how probably it is up.
        """
        for step in self._steps[len(known) :]:
            up = share(step.number)
            chance = up
            for part in step.high:
                chance *= known[part]
            if step.low is not None:
                without = 1 - up
                for part in step.low:
                    without *= known[part]
                chance += without
            known.append(chance)
        return known

    def slopes(self, parts: Parts, known: list[Decimal], share: Callable[[int], Decimal]) -> dict[int, Decimal]:
        """Compute by variable how steeply the chance that some parts all hold rises with the variable's own.

        A step counts as much as it is probable that one comes to it and everything beside it holds.

        Args:
            parts: the parts.
            known: the chances of all steps.
            share: tells of a variable how probably it is up.
        """
        weight = dict(_beside(parts, known))
        found: dict[int, Decimal] = {}
        for index in range(max(parts, default=-1), -1, -1):
            here = weight.get(index)
            if here is None:
                continue
            number, low, high = self._steps[index]
            up, without = share(number), _product(low, known)
            found[number] = found.get(number, Decimal(0)) + here * (_product(high, known) - without)
            for part, others in _beside(high, known):
                weight[part] = weight.get(part, Decimal(0)) + here * up * others
            for part, others in _beside(low or (), known):
                weight[part] = weight.get(part, Decimal(0)) + here * (1 - up) * others
        return found


def _product(parts: Parts | None, known: list[Decimal]) -> Decimal:
    return Decimal(0) if parts is None else prod((known[part] for part in parts), start=_ONE)


def _beside(parts: Parts, known: list[Decimal]) -> Iterator[tuple[int, Decimal]]:
    """Tell of each part how probably all others hold."""
    for part in parts:
        yield part, prod((known[other] for other in parts if other != part), start=_ONE)

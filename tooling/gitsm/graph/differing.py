"""The relations of a tree that differs little from one whose relations are known: only what differs is read again."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from gitsm.graph.edges import Group
from gitsm.graph.estate import Estate, Overlay
from gitsm.graph.structure import Structure, structure
from gitsm.graph.wiring import Arc, Lazily, Wiring
from gitsm.snapshot import Plain


class Differing(Wiring):
    """As `Wiring`, of estates of which most is known.

    Args:
        known: the relations of an estate.
        aside: every record that has others than there, or may.
        first: where a record's data is looked for first.
        more: further estates.

    Attributes:
        aside: see above.
    """

    def __init__(self, known: Wiring, aside: Collection[str], first: Estate, *more: Estate) -> None:
        super().__init__(first, *more)
        self._before = known
        self.aside = aside

    def data(self, ref: str) -> Plain | None:
        """Find a record's data, in the first estate that has it."""
        return super().data(ref) if ref in self.aside else self._before.data(ref)

    def _arcs(self, holder: str) -> Iterator[Arc]:
        yield from super()._arcs(holder) if holder in self.aside else self._before.arcs.get(holder, ())

    def _groups(self, holder: str) -> Iterator[Group]:
        yield from super()._groups(holder) if holder in self.aside else self._before.groups.get(holder, ())

    def _offerings(self, service: str) -> Iterator[str]:
        yield from super()._offerings(service) if service in self.aside else self._before.offerings.get(service, ())

    def _reached(self, node: str) -> Iterator[str]:
        yield from (holder for holder in self._before.reached.get(node, ()) if holder not in self.aside)
        yield from (holder for holder in self._hanging.get(node, ()) if holder != node)

    @cached_property
    def _hanging(self) -> Mapping[str, Collection[str]]:
        """By node, what hangs on it of what is read again."""
        found: dict[str, set[str]] = {}
        for holder in self.aside:
            causes = {arc.cause for arc in self.arcs.get(holder, ())}
            causes.update(*(group.members for group in self.groups.get(holder, ())))
            causes.update(self.offerings.get(holder, ()))
            for cause in causes:
                found.setdefault(cause, set()).add(holder)
        return found


def beside(known: Wiring, base: Estate, head: Estate, *more: Estate) -> Wiring:
    """Look at the relations of a tree, of which those of another tree are known.

    Args:
        known: the relations of the other.
        base: the other tree.
        head: the tree.
        more: further trees that are looked at together with it; none but the other.
    """
    if not isinstance(head, Overlay) or head.base is not base:
        return Wiring(head, *more)  # what differs can only be told by looking at both whole
    both = Wiring(head, base)
    return Differing(known, head.hidden.union(*(both.beside(ref) for ref in head.hidden)), head, *more)


def structure_beside(wiring: Wiring, known: Structure) -> Structure:
    """Read what each record needs, as `structure` does, where it may need something else than is known."""
    here = structure(wiring)
    if not isinstance(wiring, Differing):
        return here

    def at(node: str) -> Structure:
        return here if node in wiring.aside else known

    return Structure(
        Lazily(lambda node: at(node).own.get(node)),
        Lazily(lambda node: (node in at(node).unknown) or None),
        Lazily(lambda node: at(node).needs.get(node)),
        Lazily(lambda node: at(node).groups.get(node)),
        Lazily(lambda node: at(node).soft.get(node)),
    )

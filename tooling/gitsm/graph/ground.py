"""What a record reaches, hangs on and is: an estate as somebody looks at it who plans work."""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Final

from gitsm.graph.edges import lender
from gitsm.graph.estate import Estate
from gitsm.graph.network import Network, network
from gitsm.graph.propagation import Level, propagate
from gitsm.graph.wiring import Wiring
from gitsm_schemas.classes import built_in

_MOST_CLASSES: Final = 64
"""A class with more ancestors goes in a circle; the rule `ci-class-tree` reports it."""


class Ground:
    """An estate; what was once computed is kept.

    Args:
        estate: the records.
        wiring: their relations, where somebody has looked at them already.
    """

    def __init__(self, estate: Estate, wiring: Wiring | None = None) -> None:
        self.estate = estate
        self.wiring = wiring or Wiring(estate)
        self._needs: dict[str, frozenset[str]] = {}

    @cached_property
    def network(self) -> Network:
        """How failure travels."""
        return network(self.wiring)

    def reached(self, touched: Collection[str], barriers: Collection[str] = ()) -> dict[str, Level]:
        """Find what is hit, and how badly, while some records are worked on; themselves included."""
        sources = {ref: Level.DOWN for ref in touched if ref in self.wiring and ref not in barriers}
        return propagate(self.network, sources, barriers)

    def needs(self, ref: str) -> frozenset[str]:
        """List everything that a record hangs on, itself included."""
        if ref not in self._needs:
            found, pending = {ref}, [ref]
            while pending:
                new = set(self._direct(pending.pop())) - found
                found |= new
                pending += new
            self._needs[ref] = frozenset(found)
        return self._needs[ref]

    def _direct(self, ref: str) -> Iterator[str]:
        yield from (arc.cause for arc in self.network.arcs.get(ref, ()))
        for group in self.network.groups.get(ref, ()):
            yield from group.members
        yield from self.network.offerings.get(ref, ())

    def service(self, ref: str) -> str | None:
        """Name the service that an offering is of; None for what is no offering."""
        return lender(ref, self.estate.get(ref) or {})

    def classes(self, ref: str) -> tuple[str, ...]:
        """List the class of a CI and what it refines, nearest first."""
        name = (self.estate.get(ref) or {}).get("class") if ref.startswith("ci:") else None
        return self.chain(name) if isinstance(name, str) else ()

    def chain(self, name: str) -> tuple[str, ...]:
        """List a class and what it refines, nearest first."""
        found: list[str] = []
        step: object = name
        while isinstance(step, str) and step not in found and len(found) < _MOST_CLASSES:
            found.append(step)
            step = self._parents.get(step) or (self.estate.get(f"ci_class:{step}") or {}).get("parent")
        return tuple(found)

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return built_in()

"""What is reached when something fails, whose that is, and which customers notice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from gitsm.graph.answering import answering
from gitsm.graph.edges import lender
from gitsm.graph.estate import listed
from gitsm.graph.network import network
from gitsm.graph.propagation import Hit, Level, hits
from gitsm.graph.wiring import Wiring
from gitsm.snapshot import Plain

_CUSTOMER: Final = ("customer",)


@dataclass(frozen=True, slots=True)
class Affected:
    """One record that is reached."""

    hit: Hit
    kind: str
    name: str
    owner: str | None
    criticality: str | None

    @property
    def ref(self) -> str:
        """The record."""
        return self.hit.ref

    @property
    def level(self) -> Level:
        """How badly it is hit."""
        return self.hit.level


def affected(wiring: Wiring, sources: Mapping[str, Level], barriers: Collection[str] = ()) -> tuple[Affected, ...]:
    """List what fails with some records, worst and nearest first, the records themselves left out."""
    return tuple(_named(wiring, hit) for hit in hits(network(wiring), sources, barriers) if hit.ref not in sources)


def _named(wiring: Wiring, hit: Hit) -> Affected:
    data = wiring.data(hit.ref) or {}
    criticality = data.get("criticality") or _of_service(wiring, hit.ref, data).get("criticality")
    name = data.get("name")
    return Affected(
        hit,
        hit.ref.partition(":")[0],
        name if isinstance(name, str) else hit.ref,
        answering(hit.ref, wiring.data),
        criticality if isinstance(criticality, str) else None,
    )


def _of_service(wiring: Wiring, ref: str, data: Plain) -> Plain:
    """Find the data of an offering's service; empty for what is no offering."""
    service = lender(ref, data)
    return (wiring.data(service) if service else None) or {}


def owners(wiring: Wiring, sources: Collection[str], reached: Collection[Affected]) -> tuple[str, ...]:
    """List the teams that answer for what fails and what is reached."""
    found = {one.owner for one in reached if one.owner}
    found |= {owner for ref in sources if (owner := answering(ref, wiring.data))}
    return tuple(sorted(found))


def customers(wiring: Wiring, reached: Collection[Affected]) -> tuple[str, ...]:
    """List the customers of what is reached; an offering without any has those of its service."""
    found: set[str] = set()
    for one in reached:
        data = wiring.data(one.ref) or {}
        theirs = listed(data.get("customers"), _CUSTOMER)
        found |= set(theirs or listed(_of_service(wiring, one.ref, data).get("customers"), _CUSTOMER))
    return tuple(sorted(found))

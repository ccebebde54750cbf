"""What fails when something fails."""

from collections.abc import Collection
from dataclasses import dataclass

from gitsm.change.reach import Affected, affected, customers, owners
from gitsm.errors import UnknownRecordError
from gitsm.graph.estate import PARTS, Estate, near
from gitsm.graph.propagation import Level
from gitsm.graph.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Simulation:
    """What fails when something fails."""

    sources: tuple[str, ...]
    level: Level
    affected: tuple[Affected, ...]
    owners: tuple[str, ...]
    customers: tuple[str, ...]


def simulate(estate: Estate, refs: Collection[str], level: Level = Level.DOWN) -> Simulation:
    """Compute what fails if some records fail.

    Raises:
        UnknownRecordError: when a reference names no record that can fail.
    """
    for ref in refs:
        if estate.get(ref) is None or ref.partition(":")[0] not in PARTS:
            raise UnknownRecordError(ref, near(estate, ref))
    wiring = Wiring(estate)
    reached = affected(wiring, dict.fromkeys(refs, level))
    return Simulation(
        tuple(sorted(set(refs))), level, reached, owners(wiring, refs, reached), customers(wiring, reached)
    )

"""Which promises a change breaks or mends, besides their availability (domain.md §8.4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from gitsm.service_level.obstacles import obstacles
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.shortfall import Shortfall
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, Service, ServiceOffering
from gitsm_schemas.configuration import Ci, CiClass

_PROMISING: Final = frozenset({"sla", "ola"})
_Key = tuple[str, str, str, str]
"""Agreement, target, what is in the way, whose it is."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that something stands in the way of, only before a change or only after it.

    Attributes:
        ref: the agreement.
        target: the target in words; empty where it concerns all of them.
        verdict: broken by the change, or mended.
        short: what is in the way, with its figures and a remedy.
    """

    ref: str
    target: str
    verdict: Literal["broken", "mended"]
    short: Shortfall


def beside(snapshot: Snapshot) -> set[str]:
    """List what the records of a snapshot look at without standing on it: calendars, teams, classes, services."""
    found: set[str] = set()
    for entry in snapshot:
        record = entry.record
        if isinstance(record, Agreement):
            found |= {record.calendar, record.provider}
        elif isinstance(record, Service):
            found |= {record.owner, *record.supporting_teams, *((record.support.hours,) if record.support else ())}
        elif isinstance(record, ServiceOffering):
            found |= {record.service, record.service_hours}
        elif isinstance(record, Ci):
            found.add(f"ci_class:{record.class_}")
        elif isinstance(record, CiClass) and record.parent:
            found.add(f"ci_class:{record.parent}")
    return {ref for ref in found if ref not in snapshot}


def altered(before: Snapshot, after: Snapshot, agreements: Collection[str], as_of: date) -> tuple[Promise, ...]:
    """Compare what stands in the way of some agreements before and after a change.

    Args:
        before: the records that tell, as `needed` lists them.
        after: the same of the tree afterwards.
        agreements: the agreements.
        as_of: the day that counts as today; what ended before it promises nothing.
    """
    old, new = _found(before, agreements, as_of), _found(after, agreements, as_of)
    broken = [Promise(key[0], key[1], "broken", new[key]) for key in sorted(new.keys() - old.keys())]
    gone = [key for key in sorted(old.keys() - new.keys()) if after.record(key[0]) is not None]
    return (*broken, *(Promise(key[0], key[1], "mended", old[key]) for key in gone))


def _found(snapshot: Snapshot, agreements: Collection[str], as_of: date) -> dict[_Key, Shortfall]:
    portfolio = Portfolio.of(snapshot)
    found: dict[_Key, Shortfall] = {}
    for ref in sorted(agreements):
        agreement = portfolio.agreement(ref)
        if agreement is None or agreement.type not in _PROMISING or (agreement.ends and agreement.ends < as_of):
            continue
        for target, short in obstacles(portfolio, agreement, as_of):
            found.setdefault((ref, target, short.kind, short.ref), short)
    return found

"""Which agreements an edit can break or mend, and which records tell: asked of estates, without the models."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from gitsm.graph.estate import PARTS, Estate, listed
from gitsm.graph.network import network
from gitsm.graph.propagation import Level, propagate
from gitsm.graph.structure import hard_closure, structure
from gitsm.graph.wiring import Wiring
from gitsm.service_level.carrying import units
from gitsm.snapshot import Plain
from gitsm_schemas.flow import RELATIONS
from gitsm_schemas.notation import reference

_EVERYWHERE: Final = frozenset({"calendar", "team", "ci_class"})
"""Kinds that any promise may look at: hours, somebody on call, what a supplier runs."""
_OFFERED: Final = ("service", "service_offering")
_STANDS: Final = frozenset({*RELATIONS, "min_up", "class", "lifecycle"})
"""What of a CI a promised time, a calendar or a term can hang on."""
_OFFERING: Final = ("service_offering",)
_PROMISING: Final = frozenset({"sla", "ola"})


def asked(before: Estate, after: Estate, edited: Collection[str]) -> frozenset[str]:
    """List the agreements with customers and teams that some edits can break or mend, and maybe more."""
    kinds = {ref.partition(":")[0] for ref in edited}
    if kinds & _EVERYWHERE:
        found = {ref for each in (before, after) for ref in each.refs() if ref.startswith("agreement:")}
    else:
        above = _above(Wiring(after, before), _seeds(before, after, edited))
        found = {ref for one in above for each in (before, after) for ref in each.referrers(one)}
        found |= set(edited)
    return frozenset(ref for ref in found if ref.startswith("agreement:") and _ours(before, after, ref))


def _ours(before: Estate, after: Estate, ref: str) -> bool:
    return any((each.get(ref) or {}).get("type") in _PROMISING for each in (before, after))


def _above(wiring: Wiring, seeds: Collection[str]) -> set[str]:
    """List what hangs on some records in any way, those included."""
    present = dict.fromkeys((ref for ref in seeds if ref in wiring), Level.DOWN)
    return set(seeds).union(propagate(network(wiring), present)) if present else set(seeds)


def _seeds(before: Estate, after: Estate, edited: Collection[str]) -> set[str]:
    """List what runs and is looked at otherwise by those who stand on it."""
    found: set[str] = set()
    for ref in edited:
        kind = ref.partition(":")[0]
        old, new = before.get(ref), after.get(ref)
        if kind == "ci" and not _alike(old, new):
            found.add(ref)
        for estate, data in ((before, old), (after, new)):
            found |= _looked_at(kind, ref, data, estate)
    return found


def _alike(old: Plain | None, new: Plain | None) -> bool:
    return old is not None and new is not None and all(old.get(key) == new.get(key) for key in _STANDS)


def _looked_at(kind: str, ref: str, data: Plain | None, estate: Estate) -> set[str]:
    if data is None:
        return set()
    if kind in _OFFERED:
        return {ref, *_delivering(estate, [ref])}
    if kind == "agreement":
        covers = listed(data.get("covers"), PARTS)
        return {*covers, *_delivering(estate, covers)}
    offering = reference(data.get("offering"), _OFFERING) if kind == "request_offering" else None
    return {offering} if offering else set()


def _delivering(estate: Estate, refs: Collection[str]) -> Iterator[str]:
    """List what delivers services and offerings: an agreement of a team about them is about that, too."""
    wiring = Wiring(estate)
    for ref in units(wiring, refs):
        yield from (arc.cause for arc in wiring.arcs.get(ref, ()) if arc.relation == "delivered_by")
        yield from (
            one for group in wiring.groups.get(ref, ()) if group.relation == "delivered_by" for one in group.members
        )


def needed(estate: Estate, agreements: Collection[str]) -> set[str]:
    """List the records that tell whether some agreements can be kept: what they stand on, and who promises that.

    What those records name besides (`beside`) belongs to it, too.
    """
    wiring = Wiring(estate)
    parts = structure(wiring)
    found = set(agreements)
    for ref in agreements:
        covers = listed((estate.get(ref) or {}).get("covers"), PARTS)
        found = found.union(covers, *(hard_closure(parts, one) for one in units(wiring, covers)))
    found |= _named_in(estate, found, _OFFERED)
    found |= {service for ref in found if (service := _service(estate, ref))}
    found |= _named_in(estate, found, _OFFERED)
    found |= _named_in(estate, found, ("agreement",))
    found |= (
        {ref for ref in estate.refs() if ref.startswith("request_offering:")} if _fulfilling(estate, found) else set()
    )
    return {ref for ref in found if estate.get(ref) is not None}


def _named_in(estate: Estate, refs: Collection[str], kinds: tuple[str, ...]) -> set[str]:
    return {other for ref in refs for other in estate.referrers(ref) if other.partition(":")[0] in kinds}


def _service(estate: Estate, ref: str) -> str | None:
    data = estate.get(ref) if ref.startswith("service_offering:") else None
    return reference(data.get("service"), ("service",)) if data else None


def _fulfilling(estate: Estate, refs: Collection[str]) -> bool:
    targets = ((estate.get(ref) or {}).get("targets") for ref in refs if ref.startswith("agreement:"))
    return any(
        isinstance(each, Mapping) and each.get("metric") == "fulfilment"
        for found in targets
        if isinstance(found, list)
        for each in found
    )

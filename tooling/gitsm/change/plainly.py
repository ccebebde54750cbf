"""What a change touches, told from plain data where that is beyond doubt."""

# Models know when two ways to write a value mean the same, and cost 0.2 s; most edits are no such case.

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.graph.estate import PARTS
from gitsm.snapshot import Plain
from gitsm_schemas.flow import CI, SERVICES
from gitsm_schemas.notation import reference

_HEEDED: Final = ("agreement", "change")
"""Kinds of which every edit matters, that of a part that runs apart."""
_NAMING: Final = frozenset({"kind", "id", "moved"})
_NOTATION: Final = re.compile(r"[0-9]+(?:\.[0-9]+)? ?(?:%|s|min|h|d|w)\Z|P[0-9T]|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
"""What can be written in more than one way: shares, durations and moments."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches.

    Attributes:
        edited: every record that means something else afterwards.
        sources: what runs and is touched: edited, added, removed, or declared by a change record; taken to fail.
        barriers: what a change record excludes, with a reason.
    """

    edited: frozenset[str]
    sources: frozenset[str]
    barriers: frozenset[str] = frozenset()


def declares(change: Plain) -> tuple[set[str], set[str]]:
    """List what a change record declares to touch, and what it excludes."""
    found: set[str] = set()
    barriers: set[str] = set()
    items = change.get("affected")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            ref = reference(item.get("ci"), CI) or reference(item.get("service"), SERVICES)
            if ref:
                (barriers if item.get("impact_code") == "not_impacted" else found).add(ref)
    return found, barriers


def plainly_touched(
    before: Mapping[str, Plain], after: Mapping[str, Plain], silent: Mapping[str, Collection[str]]
) -> Touched | None:
    """List what a change touches, as `gitsm.change.touched` would.

    Args:
        before: the data of the records that differ, by reference, as it was.
        after: as it is.
        silent: by kind, the keys that cannot alter what runs.

    Returns:
        What is touched; `edited` may hold parts that only read otherwise. None where the models have to be asked.
    """
    edited: set[str] = set()
    sources: set[str] = set()
    declared: set[str] = set()
    barriers: set[str] = set()
    for ref in before.keys() | after.keys():
        kind, old, new = ref.partition(":")[0], before.get(ref), after.get(ref)
        keys = _differing(old, new)
        heeded = keys if kind in _HEEDED else [key for key in keys if kind in PARTS and key not in silent.get(kind, ())]
        if old is not None and new is not None and not all(_surely(old.get(key), new.get(key)) for key in heeded):
            return None
        if keys:
            edited.add(ref)
        if heeded and kind in PARTS:
            sources.add(ref)
        if heeded and kind == "change" and new is not None:
            found, excluded = declares(new)
            declared |= found
            barriers |= excluded
    barriers -= sources  # what is edited is hit, whatever a record says of it
    return Touched(frozenset(edited), frozenset(sources | (declared - barriers)), frozenset(barriers))


def _differing(old: Plain | None, new: Plain | None) -> list[str]:
    """List the keys that are written differently; for what is new or gone, all."""
    if old is None or new is None:
        return list(old or new or ("kind",))
    return [key for key in old.keys() | new.keys() if old.get(key) != new.get(key) and key not in _NAMING]


def _surely(old: Any, new: Any) -> bool:  # noqa: ANN401  # any value of a record
    """Tell whether two values that are written differently mean different things, without doubt."""
    if isinstance(old, list | None) and isinstance(new, list | None):
        return _names(old) != _names(new)
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    same = old.rpartition(":")[2] == new.rpartition(":")[2]
    return not same and not (_NOTATION.match(old) and _NOTATION.match(new) and _unit(old) != _unit(new))


def _unit(text: str) -> str:
    """Take the unit of `99.95%` or `4h`: two with one unit differ by their figures."""
    match = re.fullmatch(r"[1-9][0-9]*(?:\.[0-9]*[1-9])?(%|s|min|h|d|w)", text, re.ASCII)
    return match[1] if match else text


def _names(items: list[Any] | None) -> set[str]:
    """List what the entries of a list name, with or without their kinds."""
    found: set[str] = set()
    for item in items or ():
        named = [item]
        if isinstance(item, dict):
            members = item.get("any_of")
            named = [item.get("target"), *(members if isinstance(members, list) else ())]
        found |= {name.rpartition(":")[2] for name in named if isinstance(name, str)}
    return found

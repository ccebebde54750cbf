"""Three versions of a record made one, field by field: what git's merge of lines cannot tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from gitsm.diff.values import canonical, named, order_matters, plain
from gitsm.snapshot import Entry, Plain
from gitsm_schemas import KINDS
from gitsm_schemas.record import Part, Record

_NOTHING: Final[dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Merge:
    """What two versions of a record come to.

    Attributes:
        entry: the record that holds what both did; None where it is gone. Where both did different things to one part,
            that part is as the first one left it.
        clashes: JSON Pointers of those parts; an item of a list is named by what it is. The whole record, `""`, where
            one removed what the other edited.
    """

    entry: Entry | None
    clashes: tuple[str, ...] = ()


def alike(one: Entry | None, other: Entry | None) -> bool:
    """Tell whether two versions of a record mean the same, however they are written."""
    if one is None or other is None:
        return one is other
    return one.blob == other.blob or canonical(_values(one), {}) == canonical(_values(other), {})


def merge(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Merge:
    """Merge two versions of a record that come from a third.

    Parts that only one of them edited are taken from it; what both edited alike is no clash. Lists are merged by their
    items, unless their order means something.

    Args:
        base: the version both come from; None where both add it.
        ours: one of them; None where it removes it.
        theirs: the other one.
    """
    if alike(ours, theirs) or alike(base, theirs):
        return Merge(ours)
    if alike(base, ours):
        return Merge(theirs)
    if ours is None or theirs is None:
        return Merge(ours or theirs, ("",))
    clashes: list[str] = []
    was = {} if base is None else _values(base)
    merged = _mappings(was, _values(ours), _values(theirs), "", clashes)
    data = {"kind": ours.kind, "id": ours.id, **{name: value for name, value in merged.items() if _says(value)}}
    return Merge(_entry(ours, theirs, data), tuple(sorted(clashes)))


def _says(value: object) -> bool:
    return value is not None and value not in ([], {})


def _entry(ours: Entry, theirs: Entry, data: Plain) -> Entry:
    return Entry(ours.ref, ours.path, f"{ours.blob}+{theirs.blob}", _record(ours.kind, data), data)


def _record(kind: str, data: Plain) -> Record | None:
    try:
        return KINDS[kind].model_validate(data)
    except ValidationError:
        return None


def _values(entry: Entry) -> Mapping[str, Any]:
    """Take the values of a record as its model reads them; as they are written, where it has a fault."""
    record = entry.record
    if record is None:
        return {key: value for key, value in (entry.data or _NOTHING).items() if key not in {"kind", "id"}}
    model = type(record)
    return {
        info.alias or name: getattr(record, name)
        for name, info in model.model_fields.items()
        if name not in {"kind", "id"}
    }


def _merge(base: Any, ours: Any, theirs: Any, where: str, clashes: list[str]) -> Any:  # noqa: ANN401  # any value
    mine, yours, was = (canonical(value, {}) for value in (ours, theirs, base))
    if yours in (mine, was):
        return plain(ours)
    if was == mine:
        return plain(theirs)
    if isinstance(ours, Part) and type(ours) is type(theirs):
        return _mappings(_fields(base), _fields(ours), _fields(theirs), where, clashes)
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return _mappings(base if isinstance(base, Mapping) else {}, ours, theirs, where, clashes)
    if isinstance(ours, tuple) and isinstance(theirs, tuple) and not order_matters((*ours, *theirs)):
        return _lists(base if isinstance(base, tuple) else (), ours, theirs, where, clashes)
    clashes.append(where)
    return plain(ours)


def _mappings(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], where: str, clashes: list[str]
) -> dict[str, Any]:
    found = {}
    for key in dict.fromkeys([*ours, *theirs, *base]):
        value = _merge(base.get(key), ours.get(key), theirs.get(key), f"{where}/{_escaped(key)}", clashes)
        if value is not None:
            found[key] = value
    return found


def _lists(
    base: tuple[Any, ...], ours: tuple[Any, ...], theirs: tuple[Any, ...], where: str, clashes: list[str]
) -> list[Any]:
    was = named(base, {})
    mine, yours = (_as_before(was, named(items, {})) for items in (ours, theirs))
    return list(_mappings(was, mine, yours, where, clashes).values())


def _as_before(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Call a redundancy group by the name it had where its members altered: members are what it is named by."""
    gone = [name for name, item in was.items() if hasattr(item, "any_of") and name not in now]
    names: dict[str, str] = {}
    for name, item in now.items():
        if name in was or not hasattr(item, "any_of"):
            continue
        kept = {before: len(set(item.any_of) & set(was[before].any_of)) for before in gone}
        before = max(kept, key=lambda each: (kept[each], each), default=None)
        if before is not None and kept[before]:
            names[name] = before
            gone.remove(before)
    return {names.get(name, name): item for name, item in now.items()}


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401  # a part, or nothing
    if not isinstance(value, Part):
        return {}
    return {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")

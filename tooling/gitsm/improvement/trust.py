"""Whether a CI's record can still be believed: when it was last looked at, and whether it stands there twice."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from gitsm.snapshot import Entry, Plain
from gitsm_schemas.notation import Duration

_FRIDAY: Final = 4


def stale(data: Plain, limit: Duration | None, as_of: date) -> str | None:
    """Say why a record is stale; None where it is not.

    Args:
        data: the record. What counts is `verified.at`: a commit alters a record without anybody looking at the thing.
        limit: how long a look lasts; its days are working days, Monday to Friday. None: for ever.
        as_of: the day that counts as today.
    """
    if limit is None:
        return None
    verified = data.get("verified")
    at = verified.get("at") if isinstance(verified, Mapping) else None
    try:
        day = date.fromisoformat(at) if isinstance(at, str) else None
    except ValueError:
        day = None
    if day is None:
        return "never verified"
    due = _later(day, limit)
    return f"verified {day}, due again {due}" if due < as_of else None


def _later(day: date, span: Duration) -> date:
    weeks, rest = divmod(int(span.working_days), 5)
    if span.working_days:  # from a weekend on, days count as from its Friday
        day -= timedelta(days=max(0, day.weekday() - _FRIDAY))
    found = day + timedelta(days=7 * weeks, seconds=span.seconds)
    while rest:
        found += timedelta(days=1)
        rest -= found.weekday() <= _FRIDAY
    return found


def duplicates(cis: Iterable[Entry]) -> dict[str, str]:
    """Find CIs that are there more than once: all of a set but its first, each with the one it repeats and by what.

    Two are the same thing when they share an identifier, their serial number, or class, environment and name.
    """
    first: dict[str, str] = {}
    known: dict[tuple[str, ...], str] = {}
    found: dict[str, str] = {}
    for entry in sorted(cis, key=lambda each: each.ref):
        marks = list(_marks(entry.data or {}))
        same = next((mark for mark in marks if mark in known), None)
        heads = sorted({first[known[mark]] for mark in marks if mark in known})
        head = heads[0] if heads else entry.ref
        first[entry.ref] = head
        if same is not None:
            found[entry.ref] = f"the same {same[0].replace('_', ' ')} as {known[same]}"
        for other in heads[1:]:  # one thing that joins two sets: its set has one first
            found.setdefault(other, f"the same thing as {head}, by {entry.ref}")
            first.update((ref, head) for ref, theirs in first.items() if theirs == other)
        for mark in marks:
            known.setdefault(mark, entry.ref)
    return found


def _marks(data: Plain) -> Iterator[tuple[str, ...]]:
    """List what tells a thing from all others."""
    serial, identifiers = data.get("serial"), data.get("identifiers")
    if isinstance(serial, str) and serial.strip():
        yield "serial_number", serial.strip().casefold()
    for name, value in identifiers.items() if isinstance(identifiers, Mapping) else ():
        if isinstance(value, str) and value.strip():
            yield str(name), value.strip().casefold()
    about = tuple(data.get(key) for key in ("class", "environment", "name"))
    if all(isinstance(each, str) for each in about):
        yield "name", *(str(each).strip().casefold() for each in about)

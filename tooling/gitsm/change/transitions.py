"""How a change may move between two revisions of its record, by its type (domain.md §7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gitsm.change.state import Facts, Name, state
from gitsm.diff.compare import Edit
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, ChangeType

_AGREED_FIRST: Final[Mapping[Name, frozenset[Name]]] = {
    "new": frozenset({"scheduled", "implement"}),
    "scheduled": frozenset({"scheduled", "implement", "canceled"}),
    "implement": frozenset({"implement", "review", "closed"}),
    "review": frozenset({"review", "closed"}),
    "closed": frozenset({"closed"}),
}
MOVES: Final[Mapping[ChangeType, Mapping[Name, frozenset[Name]]]] = {
    "standard": _AGREED_FIRST,
    "normal": _AGREED_FIRST,
    "emergency": {
        **_AGREED_FIRST,
        "new": frozenset({"scheduled", "implement", "review"}),
        "scheduled": frozenset({"scheduled", "implement", "review", "closed", "canceled"}),
    },
}
"""By type, from where a change stands on the target branch to where one merge may bring it. `new` is not there yet, and
`canceled` is taken back. What is before the merge is no move: a branch may be pushed as it likes."""
_WAITED: Final = frozenset[Name]({"scheduled", "implement", "canceled"})
"""Where a change may go besides that was on hold: nothing of it was done."""


@dataclass(frozen=True, slots=True)
class Illegal:
    """A move that no change of its type may make.

    Attributes:
        ref: the change as the target branch names it, or as the branch does where it is new.
        said: what is wrong, one sentence.
        remedy: what can be done instead.
    """

    ref: str
    said: str
    remedy: str


def illegal(edits: Iterable[Edit], before: Snapshot, after: Snapshot, now: datetime) -> tuple[Illegal, ...]:
    """List the moves of a branch that the type of the change does not know.

    Args:
        edits: what differs.
        before: the target branch's records.
        after: the records that would be there.
        now: an aware time.
    """
    return tuple(found for edit in edits if edit.ref.startswith("change:") for found in _of(edit, before, after, now))


def _of(edit: Edit, before: Snapshot, after: Snapshot, now: datetime) -> Iterator[Illegal]:
    name = edit.from_ref or edit.ref
    was, now_is = before.record(name), after.record(edit.ref)
    old, new = (one if isinstance(one, Change) else None for one in (was, now_is))
    if (old is None and new is None) or (old is not None and new is None and edit.ref in after):
        return  # what cannot be read is refused for that
    here, there = _at(old, "new", now), _at(new, "canceled", now)
    if new is not None and old is None and new.source is not None:
        return  # taken over from another system, with the end it had there
    if old is not None and new is not None:
        yield from _kept(name, here, old, new)
    allowed = MOVES[(old or new).type][here]  # type: ignore[union-attr]  # one of the two is there
    if old is not None and old.on_hold is not None and old.outcome is None:
        allowed |= _WAITED
    if there not in allowed and not _is_told_elsewhere(here, there, new):
        yield Illegal(name, _said(name, here, there), _REMEDIES.get((here, there), _REMEDIES.get(there, _FORWARD)))
    if (
        new is not None
        and new.actual is not None
        and new.actual.end > now
        and (old is None or old.actual != new.actual)
    ):
        said = f"{name} tells of work until {new.actual.end.isoformat()}, and that has not come"
        yield Illegal(name, said, "write down how it ended when it has")


def _at(change: Change | None, otherwise: Name, now: datetime) -> Name:
    return state(change, Facts(), now).name if change is not None else otherwise


def _kept(name: str, here: Name, old: Change, new: Change) -> Iterator[Illegal]:
    """Hold on to what a change was agreed to as, once its time has come: its duties hang on that.

    An emergency owes them from its merge on; any other change may be asked for as something else before its time.
    """
    if here == "scheduled" and (old.type != "emergency" or old.type == new.type):
        return
    if old.type != new.type:
        said = f"{name} was agreed to as {old.type}, and becomes {new.type} after the fact"
        yield Illegal(name, said, f"leave type: {old.type}; what follows from it stays due")
    if old.major and not new.major:
        yield Illegal(name, f"{name} was agreed to as a major change", "leave major: true; its review stays due")


def _is_told_elsewhere(here: Name, there: Name, new: Change | None) -> bool:
    """Tell whether it is planned for a time that is over: the gate says so of what it is asked for, with a remedy."""
    return here in {"new", "scheduled"} and there == "review" and new is not None and new.outcome is None


def _said(name: str, here: Name, there: Name) -> str:
    if here == "new":
        return f"{name} would be {there} the moment it is merged: nobody has agreed to it yet"
    if there == "canceled":
        return f"{name} is {here} on the target branch, and is taken away"
    return f"{name} is {here} on the target branch, and cannot become {there}"


_FORWARD: Final = "leave the record as the target branch has it, and ask for what is new in a change of its own"
_REMEDIES: Final[Mapping[object, str]] = {
    ("new", "closed"): "leave outcome and review out, and write them in another pull request when it is done",
    ("new", "review"): "leave outcome out, and write it in another pull request when it is done",
    ("scheduled", "closed"): "write the outcome when its time has come, or plan it for the time at which it is done",
    ("scheduled", "review"): "write the outcome when its time has come, or plan it for the time at which it is done",
    ("review", "scheduled"): "write how it ended (backed_out where nothing was done), and plan another change",
    ("review", "implement"): "write how it ended (backed_out where nothing was done), and plan another change",
    "canceled": "leave the record: what was begun is closed with an outcome, and what is closed is history",
}

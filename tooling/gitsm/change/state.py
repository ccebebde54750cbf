"""Where a change stands, told from facts of git, the forge and the clock (domain.md §7); no record stores it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from gitsm_schemas.changes import Change, ChangeType

Name = Literal["new", "assess", "authorize", "scheduled", "implement", "review", "closed", "canceled"]

STEPS: Final[Mapping[ChangeType, tuple[Name, ...]]] = {
    "standard": ("new", "assess", "scheduled", "implement", "review", "closed"),
    "normal": ("new", "assess", "authorize", "scheduled", "implement", "review", "closed"),
    "emergency": ("new", "assess", "scheduled", "implement", "review", "authorize", "closed"),
}
"""The way of each type; every one may be canceled until it is merged. A standard change is authorized by its model,
an emergency after the event."""

OUTCOME_DUE: Final = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a change besides its record.

    Attributes:
        merged: whether it is on the default branch.
        draft: whether its pull request is a draft, or there is none.
        closed: whether its pull request was closed without a merge.
        sound: whether the merged result validates.
        approved: whether all approvals hold for what would be merged now.
        free: whether no hard conflict stands in its way.
        outcome_due: how long after its window an outcome is due.
    """

    merged: bool = True
    draft: bool = False
    closed: bool = False
    sound: bool = True
    approved: bool = True
    free: bool = True
    outcome_due: timedelta = OUTCOME_DUE


@dataclass(frozen=True, slots=True)
class State:
    """Where a change stands.

    Attributes:
        name: its state.
        why: the fact that tells.
        on_hold: whether it waits.
        overdue: whether its outcome or its review should have been written by now.
    """

    name: Name
    why: str
    on_hold: bool = False
    overdue: bool = False


def state(change: Change, facts: Facts, now: datetime) -> State:
    """Tell where a change stands.

    Args:
        change: its record, as the branch or the default branch has it.
        facts: what is known besides.
        now: an aware time.
    """
    name, why = _after(change, facts, now) if facts.merged else _before(facts)
    waits = change.on_hold is not None and name not in {"closed", "canceled"}
    late = name == "review" and now >= change.planned.end + facts.outcome_due
    return State(name, why, waits, late)


def _before(facts: Facts) -> tuple[Name, str]:
    if facts.closed:
        return "canceled", "its pull request was closed without a merge"
    if facts.draft:
        return "new", "it is a draft"
    if not facts.sound:
        return "assess", "what would be merged is not valid yet"
    if not facts.approved:
        return "authorize", "approvals are missing"
    if not facts.free:
        return "authorize", "a hard conflict stands in its way"
    return "scheduled", "all approvals hold"


def _after(change: Change, facts: Facts, now: datetime) -> tuple[Name, str]:
    if change.outcome is not None:
        if needs_review(change) and change.review is None:
            return "review", "its review is not written"
        if not facts.approved:
            return "authorize", "approvals that were put off are missing"
        return "closed", f"it was {change.outcome.replace('_', ' ')}"
    if now < change.planned.start:
        return "scheduled", "its time has not come"
    if now < change.planned.end:
        return "implement", "its time is now"
    return "review", "its time is over, and no outcome is written"


def needs_review(change: Change) -> bool:
    """Tell whether what was learnt must be written down: of emergencies, major changes, and what did not succeed."""
    return change.type == "emergency" or change.major or change.outcome in {"unsuccessful", "backed_out"}

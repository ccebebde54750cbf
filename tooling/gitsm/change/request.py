"""Which change record a branch carries, and what became of earlier ones."""

from collections.abc import Iterable
from typing import Final

from gitsm.change.risk import History
from gitsm.change.teams import Directory, person
from gitsm.diff.compare import Edit
from gitsm.operations.priority import priority
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, ChangeModel
from gitsm_schemas.operations import Incident
from gitsm_schemas.policies import PriorityMatrix

LAST: Final = 10
"""So many changes of a team tell how it fares."""


def requests(edits: Iterable[Edit], after: Snapshot) -> tuple[Change, ...]:
    """List the change records that a branch asks for: those it adds or plans anew, not those it only closes."""
    found = []
    for edit in edits:
        record = after.record(edit.ref)
        if isinstance(record, Change) and record.outcome is None and edit.operational and edit.action != "removed":
            found.append(record)
    return tuple(found)


def unreadable(edits: Iterable[Edit], after: Snapshot) -> tuple[str, ...]:
    """List the change records that a branch edits and that are none, because something is wrong or missing in them."""
    refs = (edit.ref for edit in edits if edit.ref.startswith("change:"))
    return tuple(ref for ref in refs if (entry := after.get(ref)) is not None and entry.record is None)


def of_team(change: Change, tip: Snapshot, matrix: PriorityMatrix) -> History:
    """Tell what became of the last changes of the team that does a change.

    Args:
        change: the change; the teams of its assignee are asked.
        tip: the target branch's records.
        matrix: how the priority of an incident is told.
    """
    directory = Directory.of(tip)
    people = directory.people(directory.teams_of(change.assignee)) or {person(change.assignee)}
    theirs = [one for one in _finished(tip) if person(one.assignee) in people and one.id != change.id]
    return _history(theirs[-LAST:], tip, matrix)


def of_model(model: ChangeModel, tip: Snapshot, matrix: PriorityMatrix) -> History | None:
    """Tell what became of the changes of a standard model; None for a model of another type."""
    if model.type != "standard":
        return None
    return _history([one for one in _finished(tip) if one.model == model.ref], tip, matrix)


def _finished(tip: Snapshot) -> list[Change]:
    """List the changes with an outcome, in the order in which they ended."""
    found = [record for _, record in tip.records(Change) if record.outcome is not None]
    return sorted(found, key=lambda one: (one.actual.end if one.actual else one.planned.end, one.id))


def _history(changes: list[Change], tip: Snapshot, matrix: PriorityMatrix) -> History:
    ends = [one.outcome for one in changes]
    known = {one.ref for one in changes}
    caused = {incident for one in changes for incident in one.caused}
    hit = [one for _, one in tip.records(Incident) if one.caused_by in known or one.ref in caused]
    return History(
        ends.count("successful"),
        ends.count("successful_with_issues"),
        ends.count("unsuccessful") + ends.count("backed_out"),
        tuple(sorted(priority(matrix, one.impact, one.urgency) for one in hit)),
    )

"""A form that was filed, with all the files it takes; judged before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gitsm.diagnostics import Finding, Severity
from gitsm.editing.fulfil import fulfil, written
from gitsm.inquiry.checking import judged
from gitsm.load.records import Loaded
from gitsm.operations.answers import Refusal
from gitsm.operations.automation import standard_change, wanted
from gitsm.operations.filing import Filed
from gitsm.report import appeared
from gitsm.rules import judge
from gitsm.snapshot import Snapshot
from gitsm.sources import Source
from gitsm.sources.edited import Edited
from gitsm_schemas.catalogue import RequestOffering
from gitsm_schemas.changes import ChangeModel
from gitsm_schemas.notation import reference
from gitsm_schemas.organisation import Team


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a form takes.

    Attributes:
        filed: the record, and what follows from it.
        files: the new content of each file, by path.
        change: the change that fulfils it; None where nobody but people does.
        findings: what would be wrong with the tree afterwards and is not now; none may be an error.
    """

    filed: Filed
    files: Mapping[str, bytes]
    change: str | None
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether it must not be written."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def recorded(  # noqa: PLR0913, PLR0917  # a tree, a form, and who and when
    source: Source, loaded: Loaded, texts: Mapping[str, bytes], filed: Filed, assignee: str | None, now: datetime
) -> Recorded | tuple[Refusal, ...]:
    """Make up the files that record a form and, where its offering says how, fulfil it.

    Args:
        source: the tree it is recorded in.
        loaded: its records.
        texts: its files, by path.
        filed: the form.
        assignee: who carries the change out; None for the first member of the team that does the last step.
        now: when it is recorded, with an offset.

    Returns:
        The files; or why the answers do not fulfil it.

    Raises:
        EditRefusedError: when a record that is to be edited cannot be.
    """
    snapshot = loaded.snapshot
    made = _fulfilment(snapshot, texts, filed, assignee, now)
    if isinstance(made, tuple):
        return made
    files, change = made.files, made.change
    path, content = written(snapshot, {**filed.data, **({"change": change} if change else {})})
    files = {**files, path: content}
    before = judge(snapshot, now.date(), loaded.findings)
    after = judged(Edited(source, files), now.date())
    return Recorded(filed, files, f"change:{change}" if change else None, appeared(before, after.findings))


@dataclass(frozen=True, slots=True)
class _Made:
    files: dict[str, bytes]
    change: str | None


def _fulfilment(
    snapshot: Snapshot, texts: Mapping[str, bytes], filed: Filed, assignee: str | None, now: datetime
) -> "_Made | tuple[Refusal, ...]":
    offering = snapshot.record(reference(filed.data.get("offering"), ("request_offering",)) or "")
    model = snapshot.record(offering.change_model or "") if isinstance(offering, RequestOffering) else None
    if not isinstance(offering, RequestOffering) or not isinstance(model, ChangeModel) or not offering.edits:
        return _Made({}, None)
    given = {"request": filed.id, "requester": str(filed.data["requested_by"]), "today": now.date().isoformat()}
    edits, refused = wanted(offering, filed.answers, given)
    if refused:
        return refused
    who = assignee or _first_member(snapshot, [step.group for step in reversed(filed.steps)] + list(filed.groups))
    if who is None:
        return (Refusal("assignee", "nobody is named who carries the change out", "name somebody with --assignee"),)
    start = datetime.fromisoformat(str(filed.data["requested_at"]))
    change: dict[str, Any] = standard_change(
        filed.id, offering, model, edits, assignee=who, start=start, steps=filed.steps
    )
    path, content = written(snapshot, change)
    return _Made({**fulfil(snapshot, texts, edits), path: content}, change["id"])


def _first_member(snapshot: Snapshot, teams: list[str]) -> str | None:
    for ref in teams:
        team = snapshot.record(ref)
        if isinstance(team, Team) and team.members:
            return team.members[0]
    return None

"""What a branch says in somebody else's name: a record proves nobody's word, so they are asked (domain.md §8.8)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from gitsm.change.conflicts import Conflict
from gitsm.change.pieces import Piece
from gitsm.change.plainly import declares
from gitsm.change.requirements import Requirement, Tip
from gitsm.change.teams import owners, person
from gitsm.diff.compare import Edit
from gitsm.graph.estate import PARTS
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change
from gitsm_schemas.requests import Request


@dataclass(frozen=True, slots=True)
class Told:
    """What a branch alters, and what it says.

    Attributes:
        plan: its pieces.
        edits: its edits.
        after: the records that would be there.
        change: the change record that it asks for; None where there is none.
    """

    plan: tuple[Piece, ...]
    edits: tuple[Edit, ...]
    after: Snapshot
    change: Change | None


def for_claims(told: Told, tip: Tip, accepted: Collection[Conflict]) -> Iterator[Requirement]:
    """List who must agree because the branch says that they do, or that what is theirs is not hit.

    Who is said to accept a conflict cannot be just anybody: whoever answers for what it is with is asked, too.

    Args:
        told: the branch.
        tip: who decides.
        accepted: the hard conflicts that somebody is said to accept.
    """
    names = {one.id: one for one in accepted}
    for one in told.change.acknowledged_conflicts if told.change is not None else ():
        if one.conflict in names:
            why = f"accepts {one.conflict}"
            yield _person("acknowledged-conflict", why, one.by, told, tip)
            asked = _answering(names[one.conflict], tip)
            if asked and person(one.by) not in tip.directory.people(asked):
                yield Requirement("exception", f"{one.by} {why}", asked, (), 1, told.plan, whole=True, at_once=True)
    for edit in told.edits:
        record = told.after.record(edit.ref)
        if isinstance(record, Request) and record.approved_by is not None and _says_anew(edit, "/approved_by"):
            yield _person("request-approval", f"agreed to {record.ref}", record.approved_by, told, tip)
    for ref in excluded(told.edits, told.after):
        teams = owners(ref, tip.snapshot)
        if teams:
            said = f"{ref} is said not to be hit"
            yield Requirement("not-impacted", said, teams, (), 1, told.plan, whole=True, at_once=True)
    yield from _put_off(told, tip)


def _answering(conflict: Conflict, tip: Tip) -> tuple[str, ...]:
    """Name who answers for what stands against a change; nobody in particular for what stands on no target yet.

    A window or a budget is the target branch's own rule; another change of it is that of those who do it.
    """
    if conflict.other is None:
        return tip.approvals.default
    theirs = owners(conflict.other, tip.snapshot)
    return (*theirs, *tip.approvals.default) if theirs else ()


def excluded(edits: Iterable[Edit], after: Snapshot) -> tuple[str, ...]:
    """List what the change records of a branch exclude from what it reaches.

    A record that only tells how it ended excludes nothing, unless what runs is edited beside it.
    """
    known = tuple(edits)
    works = any(edit.ref.partition(":")[0] in PARTS and edit.operational for edit in known)
    found: set[str] = set()
    for edit in known:
        record, entry = after.record(edit.ref), after.get(edit.ref)
        if isinstance(record, Change) and entry is not None and (works or record.outcome is None):
            found |= declares(entry.data or {})[1]
    return tuple(sorted(found))


def edited_all_the_same(edits: Iterable[Edit], after: Snapshot) -> tuple[str, ...]:
    """List what the change records of a branch exclude though the branch edits it."""
    known = tuple(edits)
    edited = {name for edit in known if edit.operational for name in (edit.ref, edit.from_ref)}
    return tuple(ref for ref in excluded(known, after) if ref in edited)


def _says_anew(edit: Edit, pointer: str) -> bool:
    return edit.action == "added" or any(field.pointer == pointer for field in edit.fields)


def _person(rule: str, why: str, handle: str, told: Told, tip: Tip) -> Requirement:
    teams = tip.directory.teams_of(handle)
    return Requirement(rule, why, teams, (person(handle),), 1, told.plan, whole=True, at_once=True)


def _put_off(told: Told, tip: Tip) -> Iterator[Requirement]:
    """An emergency went first; whoever was put off then agrees when it is closed, or taken back.

    How risky it was is not looked up again, so whoever might have been asked for an emergency is asked.
    """
    for edit in told.edits:
        old, new = tip.snapshot.record(edit.from_ref or edit.ref), told.after.record(edit.ref)
        if not isinstance(old, Change) or old.type != "emergency" or old.outcome is not None:
            continue
        if isinstance(new, Change) and new.outcome is None:
            continue
        teams = {team for ref in old.touched for team in owners(ref, tip.snapshot)}
        for extra in tip.approvals.extra:
            if not extra.types or "emergency" in extra.types:
                teams |= set(extra.teams) if old.major or not extra.major else set()
        asked = Requirement("emergency-agreed", f"{old.ref} went before they had agreed", (), (), 1, told.plan)
        yield from (replace(asked, teams=(team,), whole=True) for team in sorted(teams))

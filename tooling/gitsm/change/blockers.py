"""What stands in the way of a change, in the order in which it is dealt with."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from gitsm.change.approvals import Agreement, Met
from gitsm.change.conflicts import Conflict
from gitsm.change.pieces import Piece
from gitsm.change.thresholds import Exceeded, override
from gitsm.change.transitions import Illegal
from gitsm.change.verdict import Blocker
from gitsm.diagnostics import Finding
from gitsm_schemas.changes import Change

AUTHOR = "author"
_MOST = 5
_MOST_LINES = 40


def of_plan(
    plan: Sequence[Piece], plan_hash: str, expected: str | None, reviewed: Sequence[tuple[str, Any, Any]]
) -> Iterator[Blocker]:
    """What would be merged is not what was reviewed; where that is known, with the difference."""
    if expected is None or expected == plan_hash:
        return
    said = f"what would be merged is not what was reviewed: the plan was {expected[:12]}, it is {plan_hash[:12]}"
    now = {(piece.name, _shown(piece.before), _shown(piece.after)) for piece in plan}
    then = {(name, _shown(before), _shown(after)) for name, before, after in reviewed}
    lines = [f"+ {_altered(*one)}" for one in sorted(now - then)] if reviewed else []
    lines += [f"- {_altered(*one)}" for one in sorted(then - now)]
    more = [f"and {len(lines) - _MOST_LINES} more"] if len(lines) > _MOST_LINES else []
    yield Blocker("plan-differs", said, AUTHOR, "\n".join(["have it reviewed again", *lines[:_MOST_LINES], *more]))


def _shown(value: object) -> str:
    """Write a value as a record would, and what is not there as nothing."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _altered(name: str, before: str, after: str) -> str:
    if not before:
        return f"{name} becomes {after}"
    return f"{name} goes, it was {before}" if not after else f"{name}: {before} → {after}"


def of_findings(errors: Sequence[Finding]) -> Iterator[Blocker]:
    """What would be merged is not valid."""
    for one in errors[:_MOST]:
        place = f"{one.place.path}:{one.place.line}: " if one.place else f"{one.spot.path}: "
        yield Blocker(
            f"finding:{one.rule}", place + one.message, AUTHOR, one.hint or f"gitsm rule {one.rule} says more"
        )
    if len(errors) > _MOST:
        more = f"{len(errors) - _MOST} more errors in what would be merged"
        yield Blocker("finding:more", more, AUTHOR, "gitsm check lists all of them")


def of_record(
    requests: Sequence[Change], controlled: Sequence[Piece], unreadable: Sequence[str] = ()
) -> Iterator[Blocker]:
    """The change record is missing or cannot be read, or it is not clear which one counts."""
    if len(requests) > 1:
        named = ", ".join(one.ref for one in requests)
        yield Blocker("several-changes", f"the branch asks for several changes: {named}", AUTHOR,
                      "one pull request for each; leave one record here")  # fmt: skip
    elif unreadable and not requests and controlled:
        said = f"what is altered needs a change record, and {', '.join(unreadable)} is none yet"
        yield Blocker(
            "change-record-missing", said, AUTHOR, "fill in what it leaves open, and mend what is wrong in it"
        )
    elif not requests and controlled:
        names = sorted({piece.ref for piece in controlled})
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        said = f"what is altered needs a change record: {', '.join(names[:_MOST])}{more}"
        yield Blocker("change-record-missing", said, AUTHOR, "run gitsm change new, and fill in what it leaves open")


def of_standing(change: Change, now: datetime, *, closed: bool, waits: bool) -> Iterator[Blocker]:
    """It waits, is called off, or its time is over.

    Args:
        change: its record.
        now: an aware time.
        closed: whether its pull request was closed.
        waits: whether it is on hold, and more than that is to be merged.
    """
    if closed:
        yield Blocker("canceled", "its pull request was closed", AUTHOR, "open it again")
    if waits:
        yield Blocker("on-hold", f"it is on hold: {change.on_hold}", AUTHOR, "take on_hold out of the record")
    if change.planned.end <= now and change.type != "emergency":
        over = f"its time is over: it was planned until {change.planned.end.isoformat()}"
        yield Blocker("time-over", over, AUTHOR, "plan it anew; gitsm change schedule finds the next free time")


def of_excluded(refs: Iterable[str]) -> Iterator[Blocker]:
    """What is edited is said not to be hit."""
    for ref in refs:
        said = f"{ref} is edited here, and the change record says that it is not impacted"
        yield Blocker(
            f"excluded:{ref}", said, AUTHOR, f"take {ref} out of affected; exclude only what is not worked on"
        )


def of_moves(found: Iterable[Illegal]) -> Iterator[Blocker]:
    """A change goes where its type does not lead."""
    yield from (Blocker(f"change-move:{one.ref}", one.said, AUTHOR, one.remedy) for one in found)


def of_type(reasons: Sequence[str]) -> Iterator[Blocker]:
    """It says it is standard, and is not."""
    if reasons:
        yield Blocker("not-standard", f"this is no standard change: {'; '.join(reasons)}", AUTHOR,
                      "write type: normal, or leave out what goes beyond the model")  # fmt: skip


def of_limits(found: Iterable[Exceeded], change: Change | None, by: str, now: datetime) -> Iterator[Blocker]:
    """It touches more than one change may."""
    for one in found:
        if one.by is not None:
            continue
        share = f", {float(one.share):.0%}" if one.share is not None else ""
        said = f"{one.count} of {one.total} {one.kind} records are {one.action}; the limit is {one.limit}{share}"
        name = change.id if change is not None else "chg-…"
        yield Blocker(f"threshold:{one.kind}-{one.action}", said, AUTHOR,
                      "split it up, or have this accepted on the target branch first, in its thresholds policy:\n"
                      + override(one, name, by, now.date()))  # fmt: skip


def of_conflicts(conflicts: Iterable[Conflict]) -> Iterator[Blocker]:
    """A window or another change stands against it, and nobody has accepted that."""
    for one in conflicts:
        if one.stands:
            remedy = f"{one.remedy}; or somebody accepts it: acknowledged_conflicts names {one.id}"
            yield Blocker(f"conflict:{one.id}", one.why, AUTHOR, remedy)


def of_agreement(agreement: Agreement, emergency_first: int | None) -> Iterator[Blocker]:
    """Somebody objects, or has yet to agree.

    Args:
        agreement: what the approvals come to.
        emergency_first: for an emergency, how many have to agree before the merge; None for any other change.
    """
    for who in agreement.objections:
        yield Blocker(f"objection:{who}", f"{who} asks for changes", who, "settle it with them, until they agree")
    now, later = split(agreement, emergency_first)
    yield from (_missing(one) for one in now if not one.hopeless)
    agreed = {by for one in agreement.met for by in one.by}
    if later and len(agreed) < (emergency_first or 0):
        names = ", ".join(sorted({name for one in later for name in asked(one)}))
        said = f"an emergency needs {emergency_first} of those who must agree at once"
        yield Blocker("approval:emergency", said, names, "agree, or say what is wrong; the others do so afterwards")


def of_nobody_left(agreement: Agreement, emergency_first: int | None) -> Iterator[Blocker]:
    """Nobody is left who may agree: said before anything else is mended, for it will not mend itself."""
    for one in split(agreement, emergency_first)[0]:
        if not one.hopeless:
            continue
        teams = " or ".join(one.requirement.teams) or "a team"
        named = ", ".join(name.removeprefix("team:") for name in asked(one)) or "it"
        remedy = f"have somebody added to {teams} on the target branch first"
        said = f"nobody is left who may agree for {named}: {one.requirement.why}"
        if one.barred:
            people, verb = " and ".join(one.barred), "is" if len(one.barred) == 1 else "are"
            said += f"; {people} {verb} there, and made the change, or pushed last"
            remedy = f"have somebody else make the change, so that {people} may agree; or {remedy}"
        yield Blocker(f"approval:{one.requirement.rule}", said, AUTHOR, remedy)


def split(agreement: Agreement, emergency_first: int | None) -> tuple[list[Met], list[Met]]:
    """Split what is missing into what is needed now and what an emergency may put off; never what decides."""
    if emergency_first is None:
        return list(agreement.missing), []
    now = [one for one in agreement.missing if one.requirement.waits_for_nothing]
    return now, [one for one in agreement.missing if one not in now]


def _missing(one: Met) -> Blocker:
    asked_for, rule = one.requirement, one.requirement.rule
    who = ", ".join(asked(one))
    named = ", ".join(name.removeprefix("team:") for name in asked(one)) or "it"
    verb = "has" if "," not in named else "have"
    count = (
        f"{named} {verb} to agree"
        if one.missing == 1 and not one.by
        else f"{one.missing} more of {named} have to agree"
    )
    more = " and others" if len(one.may) > _MOST else ""
    remedy = f"review and approve: {' or '.join(one.may[:_MOST])}{more}"
    return Blocker(f"approval:{rule}", f"{count}: {asked_for.why}", who, remedy)


def asked(one: Met) -> tuple[str, ...]:
    """Name who is asked: people where only they will do, else teams."""
    return one.requirement.people or one.requirement.teams

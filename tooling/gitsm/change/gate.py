"""The gate: the verdict on a change, and what follows from it (domain.md §7)."""

from collections.abc import Iterator
from datetime import timedelta

from gitsm.change import blockers as stops
from gitsm.change.hearing import Case, Hearing
from gitsm.change.requirements import DECIDING
from gitsm.change.state import Facts, State, state
from gitsm.change.verdict import Step, Verdict
from gitsm.policy import Policies


def judge(case: Case) -> Verdict:
    """Judge a change."""
    found = Hearing(case)
    return Verdict(
        compared=case.compared,
        as_of=case.now,
        plan_hash=found.plan_hash,
        plan=found.plan,
        controlled=found.controlled,
        change=found.change.ref if found.change is not None else None,
        record=found.change,
        type=found.type,
        state=_state(found),
        risk=found.risk,
        impact=case.impact,
        findings=case.findings,
        exceeded=found.exceeded,
        conflicts=found.conflicts,
        rivals=case.rivals,
        windows=found.windows,
        agreement=found.agreement,
        blockers=found.blockers,
        notes=tuple(_notes(found)),
        next=_next(found),
        statement=case.statement,
    )


def _state(found: Hearing) -> State | None:
    if found.change is None:
        return None
    facts = Facts(
        merged=False,
        draft=found.case.statement.draft,
        closed=found.case.statement.closed,
        sound=not found.errors,
        approved=not any(one.id.startswith(("approval:", "objection:")) for one in found.blockers),
        free=not any(one.stands for one in found.conflicts),
        outcome_due=due(found.policies),
    )
    return state(found.change, facts, found.case.now)


def _notes(found: Hearing) -> Iterator[str]:
    deciding = sorted({piece.known_as for piece in found.plan if piece.kind in DECIDING})
    if deciding:
        yield f"the target branch's own rules judge; these count once they are merged: {', '.join(deciding)}"
    yield from _lone(found)
    _, later = stops.split(found.agreement, found.first)
    if later:
        names = ", ".join(sorted({name for one in later for name in stops.asked(one)}))
        yield f"an emergency goes first; these have to agree afterwards: {names}"
    for one in found.exceeded:
        if one.by is not None:
            accepted = f"accepted by {one.by.by} until {one.by.expires}: {one.by.reason}"
            yield f"{one.count} {one.kind} records {one.action}, {accepted}"
    yield from (f"{one.by}'s word does not count: {one.by} {one.why}" for one in found.agreement.ignored)
    if found.case.compared.outside:
        yield f"{found.case.compared.outside} files outside the records differ; nothing here judges them"


def _lone(found: Hearing) -> Iterator[str]:
    """Warn of those without whom it cannot go on, while it is not known who made the change."""
    if found.case.statement.authors:
        return
    lone: dict[str, set[str]] = {}
    for one in found.agreement.missing:
        if one.spare == 0:
            lone.setdefault(" and ".join(one.may), set()).update(stops.asked(one))
    for people, asked in sorted(lone.items()):
        names = ", ".join(sorted(name.removeprefix("team:") for name in asked))
        teams = " and ".join(sorted(name for name in asked if name.startswith("team:")))
        more = f", or have somebody added to {teams} on the target branch first" if teams else ""
        yield f"only {people} may agree for {names}, and nobody agrees to their own change: let others make it{more}"


def _next(found: Hearing) -> Step:
    if found.blockers:
        return Step(found.blockers[0].who, found.blockers[0].remedy)
    if found.case.statement.draft:
        return Step(stops.AUTHOR, "mark the pull request as ready")
    if not found.plan:
        return Step("nobody", "nothing; the target branch has all of it")
    if found.change is None:
        return Step(stops.AUTHOR, "merge it")
    start, end = found.change.planned.start, found.change.planned.end
    when = "now" if start <= found.case.now else f"from {start.isoformat(timespec='minutes')}"
    return Step(found.change.assignee, f"merge it, and do the work {when} until {end.isoformat(timespec='minutes')}")


def due(policies: Policies) -> timedelta:
    """Tell how long after its window an outcome is due; five working days are a week."""
    span = policies.change_control.outcome_due
    return timedelta(days=float(span.working_days) * 7 / 5, seconds=span.seconds)

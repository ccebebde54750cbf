"""What stands against carrying out a piece of work at its time (domain.md §8.7)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gitsm.change.scope import Ground, Work, overlap
from gitsm.graph.propagation import Level
from gitsm_schemas.changes import Change

Severity = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that stands against a piece of work.

    Attributes:
        id: what tells it from others and stays when it is computed again: `ci_already_scheduled:chg-2026-11-28-a`;
            `acknowledged_conflicts` of a change names it.
        kind: which sort it is.
        severity: hard refuses, soft warns.
        refs: the records it is about, in order.
        other: the other change or branch; None where there is none.
        why: one sentence.
        remedy: what can be done.
        acknowledged: who accepts it and why; None where nobody does.
    """

    id: str
    kind: str
    severity: Severity
    refs: tuple[str, ...]
    other: str | None
    why: str
    remedy: str
    acknowledged: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it is hard, and nobody has accepted it."""
        return self.severity == "hard" and self.acknowledged is None

    @property
    def sort_key(self) -> tuple[bool, str, str]:
        """Order hard ones first, then by kind and id."""
        return (self.severity != "hard", self.kind, self.id)


def in_order(conflicts: Iterable[Conflict], accepted: Mapping[str, str] | None = None) -> tuple[Conflict, ...]:
    """Order conflicts, each once, and mark those that are accepted.

    Args:
        conflicts: the conflicts.
        accepted: by conflict, who accepts it and why.
    """
    accepted = accepted or {}
    marked = (replace(one, acknowledged=accepted.get(one.id, one.acknowledged)) for one in conflicts)
    return tuple(sorted(dict.fromkeys(marked), key=lambda one: one.sort_key))


def agreed(change: Change) -> bool:
    """Tell whether a change of the tree is still to be carried out: neither over nor on hold."""
    return change.agreed


def scheduled(work: Work, others: Iterable[Work], ground: Ground) -> tuple[Conflict, ...]:
    """Find what other work is planned for the same time, and has to do with the same things.

    Args:
        work: the work.
        others: changes that are agreed on and not over; the work itself is passed over.
        ground: the tree they stand in.
    """
    found: list[Conflict] = []
    for other in others:
        if other.ref == work.ref or not overlap(work.planned, other.planned):
            continue
        found += _same_things(work, other, ground)
        found += _same_person(work, other)
    return in_order(found, work.acknowledged)


def _same_person(work: Work, other: Work) -> Iterator[Conflict]:
    if other.assignee == work.assignee:
        yield Conflict(
            f"assignee_already_scheduled:{_named(other)}",
            "assignee_already_scheduled",
            "soft",
            (other.ref,),
            other.name,
            f"{work.assignee} works on {other.name} at that time",
            "let somebody else do one of them, or move one",
        )


def _same_things(work: Work, other: Work, ground: Ground) -> Iterator[Conflict]:
    met = _meeting(work, other, ground)
    if met is not None:
        severity, refs, why = met
        yield Conflict(
            f"ci_already_scheduled:{_named(other)}",
            "ci_already_scheduled",
            severity,
            refs,
            other.name,
            why,
            f"move one of them, or agree with {other.assignee} and acknowledge it",
        )


def _meeting(work: Work, other: Work, ground: Ground) -> tuple[Severity, tuple[str, ...], str] | None:
    """Tell how the things of two works meet, the worst way first; None where they do not."""
    same = sorted(work.scope.touched & other.scope.touched)
    if same:
        return "hard", tuple(same), f"{other.name} works on {listed(same)} at that time"
    lost, weakened = _groups(work, other, ground)
    if lost:
        return (
            "hard",
            tuple(lost),
            f"{other.name} takes other members of what keeps {listed(lost)} up: together it fails",
        )
    for mine, theirs, said in (
        (work, other, "works on what {0} hangs on"),
        (other, work, "works on {0}, which hangs on what this works on"),
    ):
        below = {ref: level for ref, level in theirs.scope.reached.items() if ref in mine.scope.touched}
        if below:
            hit = sorted(below)
            severity: Severity = "hard" if max(below.values()) is Level.DOWN else "soft"
            return severity, tuple(hit), f"{other.name} {said.format(listed(hit))} at that time"
    if weakened:
        return "soft", tuple(weakened), f"{other.name} takes other members of what keeps {listed(weakened)} up"
    return None


def _groups(work: Work, other: Work, ground: Ground) -> tuple[list[str], list[str]]:
    """List what has a group of which both take members: what only both together bring down, and what they weaken.

    A member is taken where it is worked on, or goes down with what is.
    """
    lost: list[str] = []
    weakened: list[str] = []
    for holder in sorted(work.scope.reached.keys() & other.scope.reached.keys()):
        for group in ground.network.groups.get(holder, ()):
            mine, theirs = (_taken(each).intersection(group.members) for each in (work, other))
            if mine and theirs and mine != theirs:
                left = len(group.members) - group.needed
                together = max(len(mine), len(theirs)) <= left < len(mine | theirs)
                (lost if together else weakened).append(holder)
    return lost, weakened


def _taken(work: Work) -> set[str]:
    return {*work.scope.touched, *(ref for ref, level in work.scope.reached.items() if level is Level.DOWN)}


def _named(other: Work) -> str:
    """Name other work in an id: its record, and its branch where it stands on one."""
    name = other.ref.partition(":")[2]
    return f"{other.branch}:{name}" if other.branch else name


def listed(refs: Sequence[str]) -> str:
    """Name some records in a sentence, the first three."""
    shown = ", ".join(refs[:3])
    return f"{shown} and {len(refs) - 3} more" if len(refs) > 3 else shown  # noqa: PLR2004  # a line's worth

"""How the parts of a verdict read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gitsm.change.approvals import Met
from gitsm.change.pieces import Piece
from gitsm.change.verdict import Blocker

_DONE = {"added": "new", "removed": "removed", "modified": "edited", "renamed": "renamed"}


@dataclass(frozen=True, slots=True)
class Demand:
    """Who has to agree, and to what.

    Attributes:
        names: teams and people, `team:desk` or `amara`.
        count: how many people.
        by: who did, and counts.
        may: who else may, where that is known.
        reasons: what it is for, and what they agree to, in words.
    """

    names: tuple[str, ...]
    count: int
    by: tuple[str, ...]
    may: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> int:
        """How many people are missing."""
        return max(0, self.count - len(self.by))

    @property
    def asked(self) -> str:
        """Who is asked, in words: `2 of platform-team`."""
        return f"{self.count} of {listed(self.names)}" if self.count > 1 else listed(self.names)


def demand(one: Met) -> Demand:
    """Say who has to agree, of a requirement."""
    asked = one.requirement
    reason = (asked.why, about(asked.names, whole=asked.whole))
    return Demand(asked.people or asked.teams, asked.count, one.by, one.may, (reason,))


def gathered(demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """Put together what is asked of the same people, and answered alike."""
    found: dict[tuple[object, ...], Demand] = {}
    for one in demands:
        key = (one.names, one.count, one.by, one.may)
        known = found.get(key)
        found[key] = one if known is None else replace(known, reasons=(*known.reasons, *one.reasons))
    return tuple(found.values())


def listed(names: Iterable[str]) -> str:
    """Name teams without their kind, and people."""
    return ", ".join(name.removeprefix("team:") for name in names) or "nobody"


def who(text: str) -> str:
    """Name who acts: teams without their kind."""
    return listed(text.split(", "))


def counted(plan: Iterable[Piece]) -> str:
    """Count what is altered: `2 CIs edited, 1 change new`."""
    records = {(piece.ref, piece.kind, piece.action) for piece in plan}
    numbers = Counter((kind, action) for _, kind, action in records)
    return ", ".join(
        f"{number} {_kind(kind, number)} {_DONE[action]}" for (kind, action), number in sorted(numbers.items())
    )


def _kind(kind: str, number: int) -> str:
    word = "CI" if kind == "ci" else kind.replace("_", " ")
    if number == 1:
        return word
    return f"{word[:-1]}ies" if word.endswith("cy") else f"{word}es" if word.endswith("ss") else f"{word}s"


def about(names: Sequence[str], *, whole: bool) -> str:
    """Say what somebody agrees to: the whole, one thing, or so many; names are `ci:pg-main/version`."""
    if whole:
        return "the whole change"
    refs = sorted({name.partition("/")[0] for name in names})
    if len(refs) > 2:  # noqa: PLR2004  # more is a list
        return f"{refs[0]} and {len(refs) - 1} more"
    return ", ".join(names) if len(names) <= 2 else " and ".join(refs)  # noqa: PLR2004


def obstacles(blockers: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """List what stands in the way; what the same people settle by agreeing once is one thing, with every reason."""
    found: dict[tuple[str, ...], Blocker] = {}
    reasons: dict[tuple[str, ...], dict[str, None]] = {}
    for one in blockers:
        head, _, why = one.message.partition(": ")
        key = (head, one.who, one.remedy) if one.id.startswith("approval:") and why else (one.id, one.message)
        found.setdefault(key, one)
        reasons.setdefault(key, {})[why] = None
    return tuple(
        replace(one, message=f"{key[0]}: {'; '.join(reasons[key])}") if len(reasons[key]) > 1 else one
        for key, one in found.items()
    )


def headline(blockers: Iterable[Blocker], *, altered: bool) -> str:
    """Say in a sentence what comes of it."""
    number = len(obstacles(blockers))
    if number == 0:
        return "Allowed" if altered else "Nothing to merge"
    return f"Refused: {number} {'thing stands' if number == 1 else 'things stand'} in the way"


def title(name: str, claimed: str, counts: str | None, *, major: bool) -> str:
    """Name a change: what it is, and its type as it claims to be and as it counts."""
    kind = claimed if claimed == counts else f"{claimed}, treated as {counts}"
    return f"{name} ({kind}{', major' if major else ''})"


def moment(when: datetime) -> str:
    """Write a time as people plan by it: `Sat 2026-11-28 23:30 +01:00`."""
    return f"{when:%a %Y-%m-%d %H:%M} {when.isoformat()[-6:] if when.utcoffset() else 'UTC'}"

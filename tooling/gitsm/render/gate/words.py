"""How the parts of a verdict read."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from gitsm.change.approvals import Met
from gitsm.change.pieces import Piece
from gitsm.change.verdict import Verdict

_DONE = {"added": "new", "removed": "removed", "modified": "edited", "renamed": "renamed"}


def asked(one: Met) -> str:
    """Name who is asked: `platform-team`, or people."""
    names = one.requirement.people or tuple(team.partition(":")[2] for team in one.requirement.teams)
    return ", ".join(names) or "nobody"


def who(text: str) -> str:
    """Name who acts: teams without their kind."""
    return ", ".join(name.removeprefix("team:") for name in text.split(", "))


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


def about(one: Met) -> str:
    """Say what somebody agrees to: the whole, one thing, or so many."""
    if one.requirement.whole:
        return "the whole change"
    refs = sorted({piece.ref for piece in one.requirement.pieces})
    if len(refs) > 2:  # noqa: PLR2004  # more is a list
        return f"{refs[0]} and {len(refs) - 1} more"
    names = one.requirement.names
    return ", ".join(names) if len(names) <= 2 else " and ".join(refs)  # noqa: PLR2004


def headline(found: Verdict) -> str:
    """Say in a sentence what comes of it."""
    if found.allowed:
        return "Allowed" if found.plan else "Nothing to merge"
    number = len(found.blockers)
    return f"Refused: {number} {'thing stands' if number == 1 else 'things stand'} in the way"


def title(found: Verdict) -> str | None:
    """Name the change: what it is, and its type."""
    if found.record is None:
        return None
    claimed = found.record.type
    kind = claimed if claimed == found.type else f"{claimed}, treated as {found.type}"
    return f"{found.record.title} ({kind}{', major' if found.record.major else ''})"


def moment(when: datetime) -> str:
    """Write a time as people plan by it: `Sat 2026-11-28 23:30 +01:00`."""
    return f"{when:%a %Y-%m-%d %H:%M} {when.isoformat()[-6:] if when.utcoffset() else 'UTC'}"

"""How the parts of a verdict read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from gitsm.change.approvals import Met
from gitsm.change.pieces import Piece
from gitsm.change.verdict import Blocker, Verdict

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


def obstacles(found: Verdict) -> tuple[Blocker, ...]:
    """List what stands in the way; what the same people settle by agreeing once is one thing, with every reason."""
    gathered: dict[tuple[str, ...], Blocker] = {}
    for one in found.blockers:
        head, _, why = one.message.partition(": ")
        key = (head, one.who, one.remedy) if one.id.startswith("approval:") and why else (one.id, one.message)
        known = gathered.get(key)
        if known is None:
            gathered[key] = one
        elif why not in known.message.removeprefix(f"{head}: ").split("; "):
            gathered[key] = replace(known, message=f"{known.message}; {why}")
    return tuple(gathered.values())


def demands(found: Verdict) -> tuple[tuple[Met, ...], ...]:
    """List who has to agree; what is asked of the same people, and answered alike, stands together."""
    gathered: dict[tuple[object, ...], list[Met]] = {}
    for one in found.agreement.met:
        gathered.setdefault((asked(one), one.requirement.count, one.by, one.may), []).append(one)
    return tuple(tuple(each) for each in gathered.values())


def headline(found: Verdict) -> str:
    """Say in a sentence what comes of it."""
    if found.allowed:
        return "Allowed" if found.plan else "Nothing to merge"
    number = len(obstacles(found))
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

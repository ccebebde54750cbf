"""How much one change may touch, and what it takes to touch more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from gitsm.diff.compare import Edit
from gitsm_schemas.policies import Override, Threshold, ThresholdsPolicy

_VALID: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit that a change goes beyond.

    Attributes:
        kind: the kind of record.
        action: what happens to them.
        count: how many it happens to.
        total: how many there are on the target branch.
        limit: how many are allowed.
        share: the share that the limit is, where it is one.
        by: the override that lets it pass, where there is one.
    """

    kind: str
    action: str
    count: int
    total: int
    limit: int
    share: Decimal | None = None
    by: Override | None = None


def exceeded(
    edits: Iterable[Edit], totals: Mapping[str, int], policy: ThresholdsPolicy, change: str | None, today: date
) -> tuple[Exceeded, ...]:
    """List the limits that edits go beyond.

    Of limits for the same kinds and actions the one for the largest size that a kind has counts. A rename is a
    modification.

    Args:
        edits: what differs.
        totals: how many records of each kind the target branch has.
        policy: the target branch's.
        change: the id of the change record.
        today: what overrides are held against.
    """
    counts = Counter((edit.ref.partition(":")[0], _done(edit)) for edit in edits)
    allowed = [one for one in policy.overrides if one.change == change and one.expires >= today]
    found: dict[tuple[str, str], Exceeded] = {}
    for (kind, action), count in sorted(counts.items()):
        total = totals.get(kind, 0)
        for limit in _tiers(policy.limits, kind, action, total):
            number, share = _limit(limit, total)
            if number is not None and count > number:
                known = found.get((kind, action))
                if known is None or number < known.limit:
                    by = allowed[0] if allowed else None
                    found[kind, action] = Exceeded(kind, action, count, total, number, share, by)
    return tuple(found.values())


def _done(edit: Edit) -> str:
    return "modified" if edit.action == "renamed" else edit.action


def _tiers(limits: Iterable[Threshold], kind: str, action: str, total: int) -> Iterator[Threshold]:
    """Choose of limits that differ in size alone the one that fits."""
    best: dict[tuple[frozenset[str], frozenset[str]], Threshold] = {}
    for limit in limits:
        if (limit.kinds and kind not in limit.kinds) or action not in limit.actions or total < limit.from_total:
            continue
        key = (frozenset(limit.kinds), frozenset(limit.actions))
        if key not in best or best[key].from_total < limit.from_total:
            best[key] = limit
    yield from best.values()


def _limit(limit: Threshold, total: int) -> tuple[int | None, Decimal | None]:
    """Take the tighter of a count and a share; a share is rounded down."""
    by_share = None if limit.max_share is None else int(limit.max_share * total)
    if by_share is None or (limit.max_count is not None and limit.max_count <= by_share):
        return limit.max_count, None
    return by_share, limit.max_share


def override(one: Exceeded, change: str, by: str, today: date) -> str:
    """Write the entry that lets a change pass, as it has to stand in the thresholds policy."""
    return (
        "thresholds:\n"
        "  overrides:\n"
        f"    - change: {change}\n"
        f"      reason: Why {one.count} of {one.total} are {one.action} at once.\n"
        f"      by: {by}\n"
        f"      expires: {(today + _VALID).isoformat()}\n"
    )

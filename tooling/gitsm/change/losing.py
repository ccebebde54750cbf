"""Redundancy and promises that are lost only where two open changes come together."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from gitsm.change.facts import Facts
from gitsm.change.footprint import wired_together
from gitsm.change.sides import Side, hanging, versions
from gitsm.change.tip import Records, Tip, unbacked


class Lost(NamedTuple):
    """Redundancy that both changes leave by themselves, and together take away.

    Attributes:
        ref: whose it is.
        by: the component that alone brings it down then; empty where a group has no spare left.
    """

    ref: str
    by: str = ""


def lost_together(one: Side, other: Side, both: Records, tip: Tip) -> tuple[Lost, ...]:
    """Find the redundancy that is lost where two open changes are merged, and by neither alone."""
    if not wired_together(one.reach, other.reach):
        return ()
    merged = Facts.of(tip.over(both), tip.facts)
    held = [
        ref
        for ref in sorted(hanging(one, other, versions((one.records, other.records, both), tip), tip))
        if merged.groups(ref) or tip.facts.groups(ref)
    ]
    after = _bare(held, merged)
    if not after:
        return ()
    alone = (_bare(held, facts) for facts in (tip.facts, one.facts(tip), other.facts(tip)))
    return tuple(sorted(after.difference(*alone)))


def _bare(refs: Iterable[str], facts: Facts) -> set[Lost]:
    """List what has a group without a spare, and what one component alone brings down."""
    found: set[Lost] = set()
    for ref in refs:
        found |= {Lost(ref, point) for point in facts.single_points(ref)}
        found |= {Lost(ref) for group in facts.groups(ref) if group.spare < 1}
    return found


class Unbacked(NamedTuple):
    """A promise that both changes leave backed by themselves, and together do not."""

    ref: str
    promised: Decimal
    left: Decimal


def unbacked_together(one: Side, other: Side, both: Records, tip: Tip) -> tuple[Unbacked, ...]:
    """Find the promises of availability that are backed no more where two open changes are merged, by neither alone.

    Args:
        one: a change that is judged against many: what is asked of it is kept.
        other: another.
        both: what stands otherwise than at the tip where both are merged.
        tip: the target branch's tip.
    """
    promised = [ref for ref in sorted(one.reach.rated & other.reach.rated) if tip.keeps(ref) and one.keeps(ref, tip)]
    after = _unbacked(promised, Facts.of(tip.over(both), tip.facts)) if promised else ()
    return tuple(each for each in after if other.keeps(each.ref, tip))


def _unbacked(refs: Iterable[str], facts: Facts) -> tuple[Unbacked, ...]:
    return tuple(Unbacked(ref, promised, left) for ref in refs for promised, left in unbacked(ref, facts))

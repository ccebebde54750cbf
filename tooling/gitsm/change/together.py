"""What breaks only where two open changes come together: rules, redundancy, promises."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from pydantic import ValidationError

from gitsm.change.footprint import Footprint, wired_together
from gitsm.change.impact import Facts
from gitsm.change.tip import Records, Tip, below_by, beside_by, carried_by, near, needs, stood_on, unbacked
from gitsm.diagnostics import Severity
from gitsm.rules import World, judge_subjects
from gitsm.rules.references import mentions
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.classes import ClassRules, attribute_model
from gitsm_schemas.configuration import Ci

_TERMS: Final = ("agreement:", "calendar:")
_FAMILIES: Final = frozenset({"team", "supplier", "customer", "service"})
"""Kinds with contacts, which articles may name."""


@dataclass
class Side:
    """One of two open changes; what was once computed of it is kept.

    Attributes:
        records: what stands otherwise than at the tip.
        reach: how far that reaches.
    """

    records: Records
    reach: Footprint
    _facts: Facts | None = None
    _kept: dict[str, bool] = field(default_factory=dict)

    def facts(self, tip: Tip) -> Facts:
        """Tell what follows from its own tree."""
        if self._facts is None:
            self._facts = Facts.of(tip.over(self.records), tip.facts)
        return self._facts

    def keeps(self, ref: str, tip: Tip) -> bool:
        """Tell whether what an agreement promises of availability is backed on its own tree."""
        if ref not in self._kept:
            self._kept[ref] = not unbacked(ref, self.facts(tip))
        return self._kept[ref]


class Broken(NamedTuple):
    """A rule that a record breaks.

    Attributes:
        rule: the rule.
        subject: the record.
        message: what is wrong.
        severity: how bad it is.
    """

    rule: str
    subject: str
    message: str
    severity: Severity


def broken_together(one: Side, other: Side, both: Records, tip: Tip) -> tuple[Broken, ...]:
    """Find the rules that a record breaks where two open changes are merged, and in neither alone.

    Args:
        one: a change.
        other: another.
        both: what stands otherwise than at the tip where both are merged.
        tip: the target branch's tip, by whose policies it is judged.
    """
    trees = (one.records, other.records, both)
    versions = _versions(trees, tip)
    subjects = _subjects(one, other, versions, tip)
    around = _around(subjects, trees, versions, tip)
    after = _judged(subjects, around, both, tip)
    if not after:
        return ()
    # Most merges break nothing: what is broken without them is asked only of what is broken.
    asked = {broken.subject for broken in after}
    alone = [_judged(asked, around, records, tip) for records in ({}, one.records, other.records)]
    return tuple(sorted(_new(after, alone)))


def _versions(trees: Iterable[Records], tip: Tip) -> list[Entry]:
    """List every version that there is of what any of some trees has otherwise than the tip."""
    known = tuple(trees)
    refs = dict.fromkeys(ref for records in known for ref in records)
    found = [tip.snapshot.get(ref) for ref in refs]
    found += [entry for records in known for entry in records.values()]
    return list({id(entry): entry for entry in found if entry is not None}.values())


def _new(after: Iterable[Broken], alone: list[set[Broken]]) -> set[Broken]:
    """Keep what is said nowhere else; a record that breaks the rule already must break it once more."""
    known = _said(set().union(*alone))
    now = _said(after)
    return {
        one
        for one in after
        if one.message not in known.get((one.rule, one.subject), ())
        and len(now[one.rule, one.subject]) > len(known.get((one.rule, one.subject), ()))
    }


def _said(findings: Iterable[Broken]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for one in findings:
        found.setdefault((one.rule, one.subject), set()).add(one.message)
    return found


def _subjects(one: Side, other: Side, versions: list[Entry], tip: Tip) -> set[str]:
    """List the records whose verdict can hang on both changes."""
    more = beside_by(versions)
    mine, theirs = (near(side.reach.near & side.records.keys(), tip, more) for side in (one, other))
    found = {*one.records, *other.records, *(mine & theirs)}
    if wired_together(one.reach, other.reach):
        found |= hanging(one, other, versions, tip)
    if _promise_anew(one, other):
        found |= one.reach.rated & other.reach.rated
    return found


def _promise_anew(one: Side, other: Side) -> bool:
    """Tell whether more of a promise can alter than a share of time: its terms, its calendar, who it stands on."""
    chained = not (one.reach.below.isdisjoint(other.reach.above) and other.reach.below.isdisjoint(one.reach.above))
    return chained or any(ref.startswith(_TERMS) for side in (one, other) for ref in side.records)


def hanging(one: Side, other: Side, versions: Iterable[Entry], tip: Tip) -> set[str]:
    """List what hangs on what both of two changes wire, in the merge or at the tip, and the promises made for it."""
    links = [link for entry in versions for link in _links(entry)]
    return {*_grown(one.reach.above, links, tip)} & {*_grown(other.reach.above, links, tip)}


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    """List what a record's data makes hang on what: the cause, and what hangs on it."""
    data = entry.data or {}
    yield from (
        (name, holder) for name, holder in (*stood_on(entry.ref, data), *carried_by(entry.ref, data)) if name != holder
    )


def _grown(start: Iterable[str], links: Iterable[tuple[str, str]], tip: Tip) -> set[str]:
    """Add what hangs on some things by further links."""
    known = tuple(links)
    found = set(start)
    while new := {effect for cause, effect in known if cause in found and effect not in found}:
        found |= tip.above(new)
    return found


def _around(subjects: set[str], trees: Iterable[Records], versions: list[Entry], tip: Tip) -> set[str]:
    """List the records that the verdict of some others can hang on, and those that steer every verdict."""
    known = tuple(trees)
    found = needs(near(subjects, tip, beside_by(versions)), tip, below_by(versions))
    for records in ({}, *known):
        for ref in subjects:
            entry = tip.entry(ref, records)
            if entry is not None and entry.record is not None:
                found.update(mention.ref for mention in mentions(entry.record))
    kinds = {ref.partition(":")[0] for ref in subjects}
    steering = {"ci_class"} | ({"policy"} & kinds) | (_FAMILIES if "knowledge_article" in kinds else set())
    return found | subjects | {entry.ref for kind in sorted(steering) for entry in tip.snapshot.of_kind(kind)}


def _judged(subjects: set[str], around: Iterable[str], records: Records, tip: Tip) -> set[Broken]:
    refs = {*around, *records}
    entries = [entry for ref in refs if (entry := tip.entry(ref, records)) is not None]
    world = World.of(Snapshot.of(entries), tip.as_of, tip.policies)
    found = {
        Broken(one.rule, one.subject or "", one.message, one.severity)
        for one in judge_subjects(world, subjects)
        if one.severity > Severity.NOTE
    }
    chosen = [entry for entry in entries if entry.ref in subjects]
    return found | set(_faulty(chosen)) | set(_by_class(chosen, world.classes))


def _faulty(entries: Iterable[Entry]) -> Iterator[Broken]:
    """Report what is no valid record: two halves that exclude each other may merge into one."""
    for entry in entries:
        if entry.record is None:
            yield Broken("invalid-record", entry.ref, f"{entry.ref} is no valid {entry.kind}", Severity.ERROR)


def _by_class(entries: Iterable[Entry], classes: Mapping[str, ClassRules]) -> Iterator[Broken]:
    for entry in entries:
        ci = entry.record
        if not isinstance(ci, Ci):
            continue
        rules = classes.get(ci.class_)
        if rules is None:
            yield Broken("unknown-class", entry.ref, f"there is no class {ci.class_}", Severity.ERROR)
            continue
        model = attribute_model(rules)
        try:
            if model is not None:
                model.model_validate((entry.data or {}).get("attributes") or {})
        except ValidationError as error:
            for one in error.errors(include_url=False):
                where = ".".join(map(str, one["loc"]))
                said = f"attribute {where} is not what class {ci.class_} asks for: {one['msg'].lower()}"
                yield Broken("class-attribute", entry.ref, said, Severity.ERROR)


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
        for ref in sorted(hanging(one, other, _versions((one.records, other.records, both), tip), tip))
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

"""Rules that a record breaks only where two open changes come together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from pydantic import ValidationError

from gitsm.change.footprint import wired_together
from gitsm.change.sides import Side, hanging, versions
from gitsm.change.tip import Records, Tip, below_by, beside_by, near, needs
from gitsm.diagnostics import Severity
from gitsm.rules import World, judge_subjects
from gitsm.rules.references import mentions
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.classes import ClassRules, attribute_model
from gitsm_schemas.configuration import Ci

_TERMS: Final = ("agreement:", "calendar:")
_FAMILIES: Final = frozenset({"team", "supplier", "customer", "service"})
"""Kinds with contacts, which articles may name."""


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
    known = versions(trees, tip)
    subjects = _subjects(one, other, known, tip)
    around = _around(subjects, trees, known, tip)
    after = _judged(subjects, around, both, tip)
    if not after:
        return ()
    # Most merges break nothing: what is broken without them is asked only of what is broken.
    asked = {broken.subject for broken in after}
    alone = [_judged(asked, around, records, tip) for records in ({}, one.records, other.records)]
    return tuple(sorted(_new(after, alone)))


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


def _subjects(one: Side, other: Side, known: list[Entry], tip: Tip) -> set[str]:
    """List the records whose verdict can hang on both changes."""
    more = beside_by(known)
    mine, theirs = (near(side.reach.near & side.records.keys(), tip, more) for side in (one, other))
    found = {*one.records, *other.records, *(mine & theirs)}
    if wired_together(one.reach, other.reach):
        found |= hanging(one, other, known, tip)
    if _promise_anew(one, other):
        found |= one.reach.rated & other.reach.rated
    return found


def _promise_anew(one: Side, other: Side) -> bool:
    """Tell whether more of a promise can alter than a share of time: its terms, its calendar, who it stands on."""
    chained = not (one.reach.below.isdisjoint(other.reach.above) and other.reach.below.isdisjoint(one.reach.above))
    return chained or any(ref.startswith(_TERMS) for side in (one, other) for ref in side.records)


def _around(subjects: set[str], trees: Iterable[Records], known: list[Entry], tip: Tip) -> set[str]:
    """List the records that the verdict of some others can hang on, and those that steer every verdict."""
    found = needs(near(subjects, tip, beside_by(known)), tip, below_by(known))
    for records in ({}, *trees):
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

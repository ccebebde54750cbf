"""A snapshot, judged by every rule and by policy."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Final

from gitsm.diagnostics import Finding, Severity, Spot
from gitsm.operations.knowledge import Told
from gitsm.policy import Policies
from gitsm.rules.registry import Rule, all_rules
from gitsm.rules.world import World
from gitsm.snapshot import Entry, Snapshot

_SEVERITIES: Final[Mapping[str, Severity | None]] = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "note": Severity.NOTE,
    "off": None,
}
STEERING: Final = frozenset({"policy", "ci_class"})
"""Kinds whose records alter how every other record is judged."""


def judge(
    snapshot: Snapshot, as_of: date, found: Iterable[Finding] = (), policies: Policies | None = None
) -> tuple[Finding, ...]:
    """Judge every record by every rule.

    Args:
        snapshot: the records.
        as_of: the day that counts as today.
        found: what loading found; policy cannot relax it, and it is sorted in.
        policies: how severe each rule is, and what is waived; none: as the snapshot's own policies say.

    Returns:
        Findings without places, by path, rule, part and message.
    """
    world = World.of(snapshot, as_of, policies)
    with _collecting_later():
        return _judged(world, lambda rule: rule.subjects(world), found)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Hold garbage collection: it would go through all records again and again while indexes grow."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def rejudge(
    world: World, subjects: Callable[[Rule], Collection[str]], previous: Iterable[Finding], found: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Judge some records of a world by each rule, and keep what was found in the others.

    Args:
        world: the records now.
        subjects: by rule, every record whose verdict may be another than it was; those that are gone included.
        previous: what `judge` found on the same day, under the same policies and classes.
        found: what loading finds now.

    Returns:
        What `judge` would return.
    """
    chosen = {rule.id: subjects(rule) for rule in all_rules().values()}
    kept = [one for one in previous if one.rule in chosen and one.subject not in chosen[one.rule]]
    return _judged(world, lambda rule: _judgeable(rule, sorted(chosen[rule.id]), world), (*found, *kept))


def judge_subjects(world: World, subjects: Collection[str]) -> tuple[Finding, ...]:
    """Judge some records of a world by every rule; what their verdicts hang on must be in it, the rest need not."""
    refs = sorted(subjects)
    return _judged(world, lambda rule: _judgeable(rule, refs, world))


def judge_history(
    snapshot: Snapshot, as_of: date, told: Told, found: Iterable[Finding] = (), policies: Policies | None = None
) -> tuple[Finding, ...]:
    """Judge records by what history tells of them; without it, `judge` has nothing to say about that.

    Args:
        snapshot: the records.
        as_of: the day that counts as today.
        told: what history tells.
        found: what is found otherwise; it is sorted in.
        policies: as in `judge`.
    """
    world = replace(World.of(snapshot, as_of, policies), told=told)
    return _judged(world, lambda rule: rule.subjects(world) if rule.reach == "history" else (), found)


def _judged(
    world: World, entries: Callable[[Rule], Iterable[Entry]], known: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """Judge some entries of a world by each rule, and put what is found among what is known."""
    findings = [*known]
    for rule, severity in _armed(world):
        findings += _applied(rule, severity, entries(rule), world)
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _judgeable(rule: Rule, refs: Iterable[str], world: World) -> Iterator[Entry]:
    """Find those of some records that are there and that a rule judges."""
    return (entry for ref in refs if (entry := world.get(ref)) is not None and rule.judges(entry))


def _armed(world: World) -> Iterator[tuple[Rule, Severity]]:
    """List the rules that policy has not put off, each with its severity."""
    chosen = world.policies.rules.severity
    for rule in all_rules().values():
        severity = rule.severity if rule.fixed or rule.id not in chosen else _SEVERITIES[chosen[rule.id]]
        if severity is not None:
            yield rule, severity


def _applied(rule: Rule, severity: Severity, entries: Iterable[Entry], world: World) -> Iterator[Finding]:
    waived = _waived(rule, world)
    for entry in entries:
        if entry.record is None or entry.ref in waived:
            continue
        for found in rule.check(entry, world):
            spot = Spot(entry.path, found.pointer, found.at_key, found.words)
            yield Finding(
                rule.id, severity, found.message, spot, hint=found.hint, related=found.related, subject=entry.ref
            )


def _waived(rule: Rule, world: World) -> set[str]:
    """List the records whose findings of a rule are accepted today."""
    if rule.fixed:
        return set()
    waivers = world.policies.rules.waivers
    return {waiver.ref for waiver in waivers if waiver.rule == rule.id and waiver.expires >= world.as_of}

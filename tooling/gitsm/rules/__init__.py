"""What must hold in a catalogue: one module a rule, the folder is the registry."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final, Protocol, cast

from gitsm.diagnostics import Finding, Severity, Spot
from gitsm.policy import RuleDecisions, decisions
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry, Snapshot

_NO_RULES: Final = frozenset({"world", "manual"})


class Rule(Protocol):
    """What a module of this folder offers; its docstring is its manual page.

    Attributes:
        SEVERITY: how bad a finding is, unless policy says otherwise.
        KINDS: the kinds of record it looks at.
        REACH: whose edits can alter what it says of a record: its own (`self`), those of records it is related to
            (`neighbours`), or those of anything it hangs on (`closure`).
    """

    __doc__: str
    SEVERITY: Severity
    KINDS: tuple[str, ...]
    REACH: str

    def check(self, entry: Entry, world: World) -> Iterator[Found]:
        """Say what is wrong with a record."""
        ...


@cache
def all_rules() -> dict[str, Rule]:
    """Find every rule by its id."""
    names = sorted(module.name for module in iter_modules(__path__) if module.name not in _NO_RULES)
    return {name.replace("_", "-"): _rule(import_module(f"{__name__}.{name}")) for name in names}


def _rule(module: ModuleType) -> Rule:
    return cast("Rule", module)


def judge(snapshot: Snapshot, as_of: date, before: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Apply every rule to every record it is about, by the snapshot's own policy.

    Args:
        snapshot: the records.
        as_of: the day it is judged for.
        before: what loading found; no policy relaxes that.
    """
    world = World(snapshot, as_of)
    policy = decisions(snapshot)
    found = [
        finding
        for name, rule in all_rules().items()
        for kind in rule.KINDS
        for entry in snapshot.of_kind(kind)
        if entry.record is not None
        for finding in _findings(name, rule, entry, world, policy)
    ]
    return tuple(sorted([*before, *found], key=lambda finding: finding.sort_key))


def _findings(name: str, rule: Rule, entry: Entry, world: World, policy: RuleDecisions) -> Iterator[Finding]:
    severity = policy.severity(name, rule.SEVERITY)
    if severity is None or policy.waived(name, entry.ref, world.as_of):
        return
    for found in rule.check(entry, world):
        yield Finding(
            name,
            severity,
            found.message,
            Spot(found.path or entry.path, found.pointer, found.at_key),
            hint=found.hint,
            related=found.related,
            subject=entry.ref,
        )

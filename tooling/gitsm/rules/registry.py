"""Every rule, found by its module: the registry is the folder."""

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final, Literal

import gitsm.rules
from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry

Reach = Literal[
    "self",
    "neighbours",
    "mentions",
    "ground",
    "promises",
    "circle",
    "names",
    "windows",
    "contacts",
    "verdicts",
    "steering",
    "history",
]
"""Whose edits can alter a record's verdict, besides its own and those of policies and classes.

- `self`: nobody's.
- `neighbours`: those of records up to two relations away, agreements that cover it and a service's offerings included.
- `mentions`: those of what it names, and of what names it.
- `ground`: those of what it stands on, however far.
- `promises`: those of whatever a promise hangs on: the ground, calendars, teams, other agreements.
- `circle`: those of records that stand in one circle of relations with it.
- `names`: those that give or take an id, a former id or an alias.
- `windows`: those of any window, and of whatever a change can reach or hang on.
- `contacts`: those that alter who may be written to.
- `verdicts`: those that alter what other rules say of other records.
- `steering`: nobody's but those of policies and classes.
- `history`: nobody's; what it hangs on is in no tree, so it is judged apart, each time (`judge_history`).
"""

EVERYTHING: Final = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: what people and policies call it; the module's name.
        severity: how bad a finding is, where no policy says otherwise.
        kinds: the kinds of record it judges; `*` for all.
        reach: whose edits can alter a verdict.
        fixed: whether policy can neither relax nor waive it.
        check: judges one record.
        suspects: names, by cheap indexes, every record that could have a finding, and maybe more; None: all.
        doc: the manual.
    """

    id: str
    severity: Severity
    kinds: tuple[str, ...]
    reach: Reach
    fixed: bool
    check: Callable[[Entry, World], Iterator[Found]]
    suspects: Callable[[World], Iterable[str]] | None
    doc: str

    def subjects(self, world: World) -> Iterator[Entry]:
        """List the records worth judging, each once, in the order of paths where all are."""
        if self.suspects is not None:
            for ref in dict.fromkeys(self.suspects(world)):
                entry = world.get(ref)
                if entry is not None:
                    yield entry
        elif self.kinds == (EVERYTHING,):
            yield from world.snapshot
        else:
            for kind in self.kinds:
                yield from world.snapshot.of_kind(kind)

    def judges(self, entry: Entry) -> bool:
        """Tell whether a record is of a kind it judges."""
        return self.kinds == (EVERYTHING,) or entry.kind in self.kinds


@cache
def all_rules() -> dict[str, Rule]:
    """Find every rule, by id in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(gitsm.rules.__path__))
    modules = (import_module(f"gitsm.rules.{name}") for name in names)
    return {rule.id: rule for rule in map(_rule, modules) if rule is not None}


def _rule(module: ModuleType) -> Rule | None:
    if not hasattr(module, "check"):
        return None
    return Rule(
        module.__name__.rpartition(".")[2].replace("_", "-"),
        module.SEVERITY,
        module.KINDS,
        module.REACH,
        getattr(module, "FIXED", False),
        module.check,
        getattr(module, "suspects", None),
        module.__doc__ or "",
    )

"""A tree judged by what was found in one near it, and by the files that differ."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gitsm.diagnostics import Finding
from gitsm.load.records import Loaded, by_class, parse
from gitsm.recheck.edits import Edit
from gitsm.recheck.glimpse import Glimpse
from gitsm.recheck.ledger import Ledger, TooWideError
from gitsm.recheck.reach import NEAREST, Reach
from gitsm.recheck.tree import Entries, Tree
from gitsm.rules import all_rules, rejudge
from gitsm.rules.judgement import STEERING
from gitsm.rules.world import MOST_HINTS
from gitsm.snapshot import Entry
from gitsm.sources.names import MOST_PATHS

MOST_FILES: Final = 5000
"""When more files differ than that, everything is judged."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a tree has at a path that may differ; `content` is None where it has nothing."""

    path: str
    oid: str
    content: bytes | None


def rejudged(ledger: Ledger, versions: Collection[Version], as_of: date) -> tuple[Loaded, tuple[Finding, ...]]:
    """Judge a tree that differs in some files from one that was judged on the same day.

    Args:
        ledger: what was found in that.
        versions: what the tree has at every path where it may differ.
        as_of: the day that counts as today.

    Returns:
        What `load` and `judge` would return of the whole tree.

    Raises:
        TooWideError: when only judging everything can tell, or is as quick.
        DamagedCacheError: when the ledger turns out to be damaged.
    """
    if len(versions) > MOST_FILES or ledger.files + len(versions) > MOST_PATHS:
        raise TooWideError
    base = Tree(Entries(ledger))
    gone = _before(ledger, base, versions)
    entries, found = _after(versions)
    if any(ref in base and ref not in gone for ref in entries):
        raise TooWideError  # two files declare one record: which of them counts hangs on both
    edits = [edit for edit in _edits(gone, entries) if edit.keys]
    if any(edit.kind in STEERING for edit in edits):
        raise TooWideError
    paths = {version.path for version in versions}
    rules = all_rules()
    tree = Tree(Entries(ledger, gone.keys(), entries))
    found += [one for one in ledger.findings if one.rule not in rules and one.spot.path not in paths]
    found += by_class(tree, entries.values())
    previous = [one for one in ledger.findings if one.rule in rules]
    world = Glimpse.of(tree, as_of)
    findings = rejudge(world, Reach(base, tree, edits, previous).of, previous, found)
    if max(_missing(previous), _missing(findings)) > MOST_HINTS:
        raise TooWideError  # the first so many get a hint, whichever those are
    return Loaded(tree, tuple(found)), findings


def _missing(findings: Iterable[Finding]) -> int:
    return sum(one.rule in NEAREST for one in findings)


def _before(ledger: Ledger, base: Tree, versions: Iterable[Version]) -> dict[str, Entry]:
    """Find the records that stood in the files that differ."""
    found: dict[str, Entry] = {}
    for version in versions:
        known = ledger.at(version.path)
        if known is None:
            continue
        path, ref = known
        if path != version.path:
            raise TooWideError  # some file systems take one for the other
        if ref is not None:
            found[ref] = base.entries[ref]
    return found


def _after(versions: Iterable[Version]) -> tuple[dict[str, Entry], list[Finding]]:
    """Read the records that stand in the files that differ."""
    entries: dict[str, Entry] = {}
    findings: list[Finding] = []
    paths: set[str] = set()
    for version in versions:
        if version.content is None:
            continue
        if version.path.casefold() in paths:
            raise TooWideError
        paths.add(version.path.casefold())
        entry, found = parse(version.path, version.oid, version.content)
        findings += found
        if entry is None:
            continue
        if entry.ref in entries:
            raise TooWideError
        entries[entry.ref] = entry
    return entries, findings


def _edits(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterable[Edit]:
    return (Edit(ref, before.get(ref), after.get(ref)) for ref in sorted(before.keys() | after.keys()))

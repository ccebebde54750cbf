"""Judging again, held against judging everything."""

from collections.abc import Mapping
from datetime import date

from gitsm.diagnostics import Finding
from gitsm.load.records import Loaded, load
from gitsm.recheck.judging import Version, rejudged
from gitsm.recheck.ledger import Ledger
from gitsm.recheck.writing import Known, written
from gitsm.rules import judge
from tests.support.backdrop import TODAY
from tests.support.catalogues import Memory

Tree = Mapping[str, bytes]


def whole(tree: Tree, as_of: date = TODAY) -> tuple[Loaded, tuple[Finding, ...]]:
    """Load and judge everything."""
    loaded = load(Memory(dict(tree)))
    return loaded, judge(loaded.snapshot, as_of, loaded.findings)


def ledger(tree: Tree, as_of: date = TODAY) -> Ledger:
    """Keep what is found in a tree, in memory."""
    loaded, findings = whole(tree, as_of)
    assert not loaded.snapshot.duplicates
    return Ledger(b"".join(written(Known(loaded.snapshot, sorted(tree), findings, ()))))


def versions(before: Tree, after: Tree) -> list[Version]:
    """List what the second tree has wherever it differs from the first."""
    oids = {blob.path: blob.oid for blob in Memory(dict(after)).blobs}
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return [Version(path, oids.get(path, ""), after.get(path)) for path in paths]


def again(before: Tree, after: Tree, as_of: date = TODAY) -> tuple[Loaded, tuple[Finding, ...]]:
    """Judge a tree by what was found in another."""
    return rejudged(ledger(before, as_of), versions(before, after), as_of)

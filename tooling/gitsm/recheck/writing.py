"""A ledger, written: everything that is known of a tree, in the order it is looked up."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gitsm.diagnostics import Finding
from gitsm.load import index
from gitsm.load.index import in_order
from gitsm.recheck.findings import packed
from gitsm.recheck.ledger import MAGIC, NOBODY, OWNERS, PATHS
from gitsm.snapshot import Entry, Plain, Snapshot
from gitsm_schemas import KINDS

_NAMED: Final = re.compile(r'"(?:[a-z_]+:)?([a-z0-9][a-z0-9_-]{1,62})"(?!:)', re.ASCII)
"""A text that is an id, alone or behind a kind: whatever names a record looks like that."""
_LINKED: Final = re.compile(
    rf"(?:(?<![a-z0-9_-])|(?<=\\[nt]))(?:{'|'.join(KINDS)}):([a-z0-9][a-z0-9_-]{{1,62}})", re.ASCII
)
"""The same inside a text, where a link may lead to it; JSON writes the end of a line in letters."""
_MARKS: Final = ("](", "]:", "<")
"""Without any of them there is no link."""
_COMMON: Final = 2000
"""A text that stands in more records and is nobody's id is a word such as `production`; who has it is not kept."""
_json: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""What was read from a file has no circles."""
ALIAS: Final = "alias:"
FORMER: Final = "former:"


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is kept of a tree.

    Attributes:
        snapshot: its records; each stands in one file.
        paths: all its record files, also those that hold no record.
        findings: what is wrong in it.
        astray: the files whose content is not that of the commit the tree is kept under.
    """

    snapshot: Snapshot
    paths: Sequence[str]
    findings: Sequence[Finding]
    astray: Sequence[str]


def names_in(data: Plain | None) -> set[str]:
    """List every id that a record may name, by its looks; and its aliases and former id."""
    return set() if data is None else _names(data, _json(data))


def _names(data: Plain, text: str) -> set[str]:
    found = {*_NAMED.findall(text), *(_LINKED.findall(text) if any(mark in text for mark in _MARKS) else ())}
    for alias in _listed(data.get("aliases")):
        if isinstance(alias, str):
            found.add(ALIAS + alias.casefold())
    moved = data.get("moved")
    if isinstance(moved, dict):
        found.add(f"{FORMER}{data.get('kind')}:{moved.get('from')}")
    return found


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def written(known: Known) -> Iterator[bytes]:
    """Write what is known of a tree as bytes."""
    rows: dict[str, bytes] = {}
    naming: dict[str, list[str]] = {}
    for entry in known.snapshot:
        text = _json(entry.data)
        rows[entry.ref] = _packed(entry, text)
        for name in () if entry.data is None else _names(entry.data, text):
            if name in naming:
                naming[name].append(entry.ref)
            else:
                naming[name] = [entry.ref]
    ids = {ref.partition(":")[2] for ref in rows}
    common = [name for name, refs in naming.items() if len(refs) > _COMMON and name not in ids]
    for name in common:
        del naming[name]
    number = {name: index for index, name in enumerate(in_order(rows, naming))}
    holder = {entry.path: number[entry.ref] for entry in known.snapshot}
    paths = sorted(known.paths, key=str.casefold)
    told = {
        "records": len(known.snapshot),
        "findings": packed(known.findings),
        "astray": sorted(known.astray),
        "common": sorted(common),
    }
    owners = [holder.get(path, NOBODY) for path in paths]
    yield from index.packed(MAGIC, rows, naming, told, numbers={OWNERS: owners}, texts={PATHS: paths})


def _packed(entry: Entry, text: str) -> bytes:
    sound = "true" if entry.record is not None else "false"
    return f'[{_json(entry.path)},"{entry.blob}",{sound},{text}]'.encode()

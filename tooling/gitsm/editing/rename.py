"""A record under another id, with every reference to it; not a byte besides is touched."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.editing.transaction import FileEdit
from gitsm.errors import EditRefusedError
from gitsm.load.places import positions
from gitsm.load.reader import read
from gitsm.rules.references import mentions
from gitsm.rules.written_links import links as links_in
from gitsm.rules.written_links import texts as texts_of
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.classes import built_in
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.scalars import CLASS_PATTERN, ID_PATTERN

_TOKEN: Final = re.compile(r"(?P<quote>[\"']?)(?P<kind>(?:[a-z_]+:)?)(?P<id>[a-z0-9_-]+)(?P=quote)")


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a rename does.

    Attributes:
        ref: the record, as it is called afterwards.
        edits: what happens to each file.
        references: how many references follow.
    """

    ref: str
    edits: Mapping[str, FileEdit]
    references: int


def rename(snapshot: Snapshot, texts: Mapping[str, bytes], ref: str, new: str) -> Renaming:
    """Make up a rename.

    Args:
        snapshot: the records.
        texts: their files, by path.
        ref: the record, `kind:id`; it exists.
        new: its id afterwards.

    Raises:
        EditRefusedError: when the id is none or taken, or a file may name the record but cannot be read.
    """
    entry = snapshot.entries[ref]
    _check(snapshot, texts, entry, new)
    edits: dict[str, FileEdit] = {}
    count = 0
    for other in snapshot:
        if other is not entry:
            before = texts[other.path]
            after, found = _pointed(other, entry, before, new)
            if found:
                edits[other.path] = FileEdit(before, after)
                count += found
    content, own = _pointed(entry, entry, texts[entry.path], new)
    content = _spliced(entry.path, content, ["/id"], new)
    target = _target(entry.path, new)
    edits[entry.path] = FileEdit(texts[entry.path], None)
    edits[target] = FileEdit(None, _with_moved(entry.path, content, entry.id))
    return Renaming(f"{entry.kind}:{new}", edits, count + own)


def _check(snapshot: Snapshot, texts: Mapping[str, bytes], entry: Entry, new: str) -> None:
    pattern = CLASS_PATTERN if entry.kind == "ci_class" else ID_PATTERN
    if not re.fullmatch(pattern, new, re.ASCII):
        raise EditRefusedError(entry.ref, f"{new} is no id", "an id has lower-case letters, digits and hyphens")
    if entry.kind == "ci_class" and (entry.id in built_in() or new in built_in()):
        raise EditRefusedError(entry.ref, "the classes that gitsm brings keep their names")
    if f"{entry.kind}:{new}" in snapshot or _target(entry.path, new) in texts:
        raise EditRefusedError(entry.ref, f"{entry.kind}:{new} exists already", "choose another id")
    if entry.record is None:
        raise EditRefusedError(entry.ref, f"{entry.path} has a fault", "gitsm check says which")
    word = re.compile(rb"(?<![a-z0-9_-])" + re.escape(entry.id.encode()) + rb"(?![a-z0-9_-])")
    known = {other.path for other in snapshot if other.record is not None}
    unsure = sorted(path for path, text in texts.items() if path not in known and word.search(text))
    if unsure:
        raise EditRefusedError(entry.ref, f"{unsure[0]} may name it, and has a fault", "gitsm check says which")


def _target(path: str, new: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{new}.{name.rpartition('.')[2]}"


def _named(holder: Entry, wanted: Entry) -> Iterator[str]:
    """List the pointers at which a record names another, in fields of any form."""
    if holder.record is None:
        return
    for mention in mentions(holder.record):
        if mention.ref == wanted.ref:
            yield mention.pointer
    if wanted.kind == "ci_class":
        yield from _classes(holder.record, wanted.id)


def _classes(record: object, name: str) -> Iterator[str]:
    if isinstance(record, Ci) and record.class_ == name:
        yield "/class"
    if isinstance(record, CiClass):
        if record.parent == name:
            yield "/parent"
        for relation, targets in record.relations.items():
            yield from (f"/relations/{relation}/{index}" for index, target in enumerate(targets) if target == name)


def _pointed(holder: Entry, wanted: Entry, before: bytes, new: str) -> tuple[bytes, int]:
    """Let the fields and the links of a record name another by its new id; also count them."""
    pointers = [*_named(holder, wanted)]
    after = _spliced(holder.path, before, pointers, new) if pointers else before
    links = sum(link == wanted.ref for _, text in texts_of(holder.record) for link in links_in(text))
    if not links:
        return after, len(pointers)
    after, found = re.subn(_linked(wanted.ref), rf"\g<1>{wanted.kind}:{new}".encode(), after)
    if found < links:
        raise EditRefusedError(holder.path, f"a link to {wanted.ref} in it cannot be found again", "rename it by hand")
    return after, len(pointers) + found


def _linked(ref: str) -> bytes:
    """Make a pattern of the ways to write a link to a record in Markdown."""
    return rb"(\]\(\s*<?|\]:\s*<?|\bhref\s*=\s*\\?[\"']?)" + re.escape(ref.encode()) + rb"(?=[\s<>()\"'\\]|$)"


def _spliced(path: str, content: bytes, pointers: list[str], new: str) -> bytes:
    """Put another id into references, and leave every other byte as it is."""
    known = positions(content)
    lines = content.decode("utf-8").split("\n")
    spans = sorted({known[pointer].value for pointer in pointers if pointer in known}, reverse=True)
    if len(spans) != len(set(pointers)):
        raise EditRefusedError(path, "a reference in it cannot be found again", "rename it by hand")
    for line, column, end_line, end_column in spans:
        text = lines[line - 1]
        match = _TOKEN.fullmatch(text, column - 1, end_column - 1) if line == end_line else None
        if match is None:
            raise EditRefusedError(path, f"line {line} is written in a way that cannot be edited", "rename it by hand")
        lines[line - 1] = text[: match.start("id")] + new + text[match.end("id") :]
    return "\n".join(lines).encode()


def _with_moved(path: str, content: bytes, old: str) -> bytes:
    """Note in a record what it was called; after its id, where nothing stood."""
    known = positions(content)
    lines = content.decode("utf-8").split("\n")
    if "/moved/from" in known:
        return _spliced(path, content, ["/moved/from"], old)
    line = known["/id"].value[0]
    ending = "\r" if lines[line - 1].endswith("\r") else ""
    lines.insert(line, f"moved: {{from: {old}}}{ending}")
    after = "\n".join(lines).encode()
    before: dict[str, Any] = read(content).data
    if read(after).data != {**before, "moved": {"from": old}}:
        raise EditRefusedError(path, "there is no place for `moved` in it", "rename it by hand")
    return after

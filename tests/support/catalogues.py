"""Catalogues for tests, written as YAML in the test."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from gitsm.diagnostics import Finding
from gitsm.load.places import locate
from gitsm.load.records import Loaded, load
from gitsm.snapshot import Snapshot
from gitsm.sources import Blob
from gitsm.sources.worktree import blob_oid
from gitsm_schemas import FOLDERS


@dataclass(frozen=True, slots=True)
class Memory:
    """A source of files that stand in the test."""

    files: dict[str, bytes]
    label: str = "the test"
    tree: str | None = None
    problems: tuple[Finding, ...] = ()

    @property
    def blobs(self) -> tuple[Blob, ...]:
        return tuple(Blob(path, blob_oid(content), len(content)) for path, content in sorted(self.files.items()))

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | Finding]]:
        for blob in blobs:
            yield blob, self.files[blob.path]


def files(text: str) -> dict[str, str]:
    """Split documents separated by `---` lines into files; `# path:` names one, else kind and id do."""
    found = {}
    for number, document in enumerate(re.split(r"^---\n", text, flags=re.MULTILINE)):
        if not document.strip():
            continue
        body = document.lstrip("\n")
        named = re.match(r"# path: (\S+)\n", body)
        kind = re.search(r"^kind: *(\S+)", body, re.MULTILINE)
        name = re.search(r"^id: *(\S+)", body, re.MULTILINE)
        folder = FOLDERS.get(kind[1], "catalog") if kind else "catalog"
        path = named[1] if named else f"{folder}/{name[1] if name else f'file-{number}'}.yaml"
        if path in found:
            path = str(PurePosixPath(path).parent / "again" / PurePosixPath(path).name)
        found[path] = body[named.end() :] if named else body
    return found


def memory(text: str) -> Memory:
    return Memory({path: content.encode() for path, content in files(text).items()})


def loaded(text: str) -> Loaded:
    """Load a catalogue, with what is wrong with its files, placed."""
    source = memory(text)
    result = load(source)
    return Loaded(result.snapshot, locate(result.findings, source.files.get))


def snapshot(text: str) -> Snapshot:
    """Load a catalogue that must be right."""
    result = loaded(text)
    assert not result.findings, "\n".join(f"{one.place}: {one.message}" for one in result.findings)
    return result.snapshot


def ci(name: str, relations: str = "", /, **fields: str) -> str:
    """Write a CI with nothing special about it; keywords replace lines."""
    values = {
        "class": "server",
        "name": name,
        "owner": "desk",
        "environment": "production",
        "criticality": "less_critical",
        "lifecycle": "operational/in_use",
    }
    values.update({key.rstrip("_"): value for key, value in fields.items()})
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\nkind: ci\nid: {name}\n{lines}{relations}".rstrip("\n") + "\n"


TEAM = "---\nkind: team\nid: desk\nname: Desk\nmembers: [amara]\ncontact: {chat: '#desk'}\n"

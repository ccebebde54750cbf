"""Which record a file declares, whatever is wrong with it."""

import re
from typing import Final

from gitsm.load.reader import Document, read
from gitsm.snapshot import Entry
from gitsm_schemas.folders import FOLDERS

_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{1,62}\Z", re.ASCII)
_KIND: Final = re.compile(rb"^kind:[ ]*([a-z_]+)[ ]*\r?$", re.MULTILINE)


def declared(path: str, oid: str, content: bytes) -> tuple[Entry | None, Document]:
    """Read a file as far as can be told without its model.

    A file that cannot be read is taken for the record its first lines announce, so that one typo gives one message.

    Args:
        path: the file.
        oid: git's id of its content, hex.
        content: what stands in it.

    Returns:
        The record it declares, not validated, None where it declares none; and the file as YAML.
    """
    document = read(content)
    stem, data = stem_of(path), document.data
    if document.problems:
        match = _KIND.search(content[:4096])
        kind = match[1].decode() if match else ""
        found = Entry(f"{kind}:{stem}", path, oid, None) if kind in FOLDERS and _ID.match(stem) else None
        return found, document
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in FOLDERS:
        return None, document
    written = data.get("id")
    known = written if isinstance(written, str) and _ID.match(written) else stem
    return Entry(f"{kind}:{known}", path, oid, None, data), document


def stem_of(path: str) -> str:
    """Take the name of a file without its folder and extension."""
    return path.rpartition("/")[2].rpartition(".")[0]

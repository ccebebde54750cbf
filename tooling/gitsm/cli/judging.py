"""What `gitsm gate` is told in files, and what it leaves in them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gitsm.cli.output import write_file
from gitsm.errors import BadStatementError, UnwritableError, UsageError
from gitsm.render.terminal import printable

if TYPE_CHECKING:
    from gitsm.change.approvals import Statement
    from gitsm.change.verdict import Verdict
    from gitsm.cli.options import Context
    from gitsm.exchange.plans import Reviewed

_HASH: Final = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


def statement(path: Path | None) -> "Statement":
    """Read a file of approvals; without one nobody said anything."""
    from gitsm.change.approvals import NOTHING_SAID
    from gitsm.exchange.approvals import MOST_BYTES, read

    return NOTHING_SAID if path is None else read(_content(path, MOST_BYTES), str(path))


def expected(text: str | None) -> "tuple[str | None, Reviewed]":
    """Read what --expect names: the hash of a plan, or a verdict as JSON, which also tells what was in it."""
    from gitsm.exchange.plans import MOST_BYTES, read

    if text is None or _HASH.match(text):
        return text, ()
    if re.fullmatch(r"[0-9a-f]{4,63}", text):
        raise UsageError(f"--expect {text} is a part of a hash", "give all 64 digits; gitsm gate prints them")
    return read(_content(Path(text), MOST_BYTES), text)


def _content(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise BadStatementError(str(path), (error.strerror or str(error)).lower()) from None


def explained(context: "Context", base: str, path: str) -> str:
    """Show a record file as the target branch has it, with who may approve each part."""
    from gitsm.change.explain import explained as parts_of
    from gitsm.change.requirements import Tip
    from gitsm.change.teams import Directory
    from gitsm.policy import Policies
    from gitsm.render.gate.explained import text

    source = context.source(base)
    snapshot = context.load(base).snapshot
    entry = next((one for one in snapshot if path in {one.path, one.ref}), None)
    if entry is None:
        raise UsageError(f"{printable(path)} is no record of {base}", "name its file from the root, or kind:id")
    _, content = next(iter(source.read(blob for blob in source.blobs if blob.path == entry.path)))
    tip = Tip(snapshot, Policies.of_tree(snapshot).approvals, Directory.of(snapshot))
    return text(content.decode("utf-8", "replace") if isinstance(content, bytes) else "", parts_of(entry, tip))


def kept(folder: Path, found: "Verdict") -> Path:
    """Keep a decision, and name its file."""
    from gitsm.exchange.evidence import written
    from gitsm.render.gate.json import shape

    name, content = written(shape(found), found.statement)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(str(folder), (error.strerror or str(error)).lower()) from error
    write_file(folder / name, content.decode("ascii"))
    return folder / name

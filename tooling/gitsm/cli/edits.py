"""What the verbs that edit files share."""

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from gitsm.cli.options import Context
from gitsm.errors import NotARepositoryError, UsageError
from gitsm.render.terminal import paint, printable

if TYPE_CHECKING:
    from gitsm.editing.transaction import FileEdit
    from gitsm.sources import Source


def journal(context: Context) -> Path:
    """Name the file that notes an edit under way: beside the repository's own, else in the folder."""
    try:
        return Path(context.repository.repo.git_dir) / "gitsm" / "edit.json"
    except NotARepositoryError:
        return context.root / ".gitsm-edit.json"


def ready(context: Context) -> None:
    """Finish an edit that was cut off, before anything else is edited."""
    from gitsm.editing.transaction import finish

    finish(context.root, journal(context), context.say)


def contents(source: "Source") -> dict[str, bytes]:
    """Read every record file of a tree that can be read."""
    return {blob.path: content for blob, content in source.read(source.blobs) if isinstance(content, bytes)}


def carry_out(context: Context, edits: "Mapping[str, FileEdit]") -> None:
    """Edit the files of the work tree, all or none."""
    from gitsm.editing.transaction import apply

    apply(context.root, journal(context), edits)


def shown(edits: "Mapping[str, FileEdit]") -> Iterator[str]:
    """Show edits as a unified diff."""
    for path, edit in sorted(edits.items()):
        before, after = (_lines(content) for content in (edit.before, edit.after))
        old = "/dev/null" if edit.before is None else f"a/{path}"
        new = "/dev/null" if edit.after is None else f"b/{path}"
        for line in unified_diff(before, after, old, new, lineterm=""):
            yield _painted(printable(line))


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "replace").splitlines()


def _painted(line: str) -> str:
    if line.startswith(("+++", "---")):
        return paint(line, "strong")
    style = {"+": "good", "-": "error", "@": "note"}.get(line[:1])
    return paint(line, style) if style in {"good", "error", "note"} else line  # type: ignore[arg-type]  # narrowed


def below(context: Context, paths: tuple[str, ...], known: Mapping[str, bytes]) -> list[str]:
    """Name the record files at or below some paths, as the tree does; all where none is given.

    Raises:
        UsageError: when there is no record file at a path.
    """
    if not paths:
        return sorted(known)
    found: set[str] = set()
    top = context.root.resolve()
    for text in paths:
        path = (Path.cwd() / text).resolve()
        name = path.relative_to(top).as_posix() if path.is_relative_to(top) else Path(text).as_posix()
        here = {each for each in known if name in {each, "."} or each.startswith(f"{name}/")}
        if not here:
            raise UsageError(f"no record file at {text}", f"the catalogue is {context.root}")
        found |= here
    return sorted(found)

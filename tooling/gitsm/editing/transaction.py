"""Several files edited as one: all of them say the new thing afterwards, or none does."""

# New contents are written beside their files first, then a journal that says what is to happen, then each file is
# replaced. Whoever dies before the journal is whole has changed nothing; whoever dies after it is finished by the next
# edit, because everything needed lies on the disk.

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gitsm.errors import ChangedMeanwhileError, UnfinishedEditError, UnwritableError

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class FileEdit:
    """What happens to one file; None stands for a file that is not there.

    Attributes:
        before: what stood in it when the edit was made up.
        after: what is to stand in it.
    """

    before: bytes | None
    after: bytes | None


def apply(root: Path, journal: Path, edits: Mapping[str, FileEdit]) -> None:
    """Edit files, all or none.

    Args:
        root: the catalogue's folder.
        journal: where to note what is under way; on the same machine, outside of the catalogue.
        edits: by path relative to the root.

    Raises:
        UnfinishedEditError: when an earlier edit has not been finished; `finish` does that.
        ChangedMeanwhileError: when a file is not what the edit was made up for; nothing was changed.
        UnwritableError: when a file cannot be written; nothing was changed.
    """
    if journal.exists():
        raise UnfinishedEditError(str(journal))
    wanted = {path: edit for path, edit in sorted(edits.items()) if edit.before != edit.after}
    steps: list[dict[str, Any]] = []
    try:
        for path, edit in wanted.items():
            _unchanged(root / path, path, edit.before)
        for path, edit in wanted.items():
            temporary = None if edit.after is None else _beside(root / path, edit.after)
            steps.append({"path": path, "from": temporary, "before": _hash(edit.before), "after": _hash(edit.after)})
        _note(journal, {"version": _VERSION, "steps": steps})
    except OSError as error:
        _drop(root, steps)
        raise UnwritableError(str(error.filename or root), (error.strerror or str(error)).lower()) from error
    except BaseException:
        _drop(root, steps)
        raise
    _carry_out(root, steps)
    _forget(journal)


def finish(root: Path, journal: Path, say: Callable[[str], None]) -> None:
    """Finish an edit that was cut off, if there is one.

    Raises:
        UnfinishedEditError: when its files were edited since, so that it can neither be finished nor undone.
    """
    try:
        noted = json.loads(journal.read_bytes())
        steps = noted["steps"]
        plain = noted["version"] == _VERSION and all(_is_inside(root, step["path"]) for step in steps)
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        raise UnfinishedEditError(str(journal)) from None
    if not plain or not all(_can_be_done(root, step) for step in steps):
        raise UnfinishedEditError(str(journal))
    _carry_out(root, steps)
    _forget(journal)
    say(f"an edit of {len(steps)} files that was cut off is finished now")


def _is_inside(root: Path, path: str) -> bool:
    target = Path(os.path.normpath(root / path))
    return (
        not Path(path).is_absolute() and ".." not in Path(path).parts and target.is_relative_to(os.path.normpath(root))
    )


def _can_be_done(root: Path, step: Mapping[str, Any]) -> bool:
    now = _hash(_content(root / step["path"]))
    if now == step["after"]:
        return True
    if now != step["before"]:
        return False
    return step["from"] is None or _hash(_content(_named(root, step))) == step["after"]


def _carry_out(root: Path, steps: list[dict[str, Any]]) -> None:
    folders = set()
    for step in steps:
        target = root / step["path"]
        folders.add(target.parent)
        if step["from"] is None:
            target.unlink(missing_ok=True)
        elif _named(root, step).exists():
            _named(root, step).replace(target)
    for folder in folders:
        _settle(folder)


def _named(root: Path, step: Mapping[str, Any]) -> Path:
    path: str = step["path"]
    return (root / path).with_name(Path(step["from"]).name)


def _unchanged(target: Path, path: str, before: bytes | None) -> None:
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise ChangedMeanwhileError(path)
    if _content(target) != before:
        raise ChangedMeanwhileError(path)


def _content(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read()


def _beside(target: Path, content: bytes) -> str:
    """Write a new content beside its file, and make sure that it is on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied", str(target))
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary.name


def _note(journal: Path, noted: Mapping[str, Any]) -> None:
    journal.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(noted, indent=1).encode()
    temporary = journal.with_name(_beside(journal, content))
    temporary.replace(journal)
    _settle(journal.parent)


def _forget(journal: Path) -> None:
    journal.unlink(missing_ok=True)


def _drop(root: Path, steps: list[dict[str, Any]]) -> None:
    for step in steps:
        if step["from"] is not None:
            with suppress(OSError):
                _named(root, step).unlink()


def _settle(folder: Path) -> None:
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()

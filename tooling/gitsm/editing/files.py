"""Files that are written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from gitsm.errors import UnwritableError


def replace_file(path: Path, text: str) -> None:
    """Write a record's file: the old content stays until the new one is on the disk; a link is refused.

    Raises:
        UnwritableError: when it cannot be written; the old content is still there.
    """
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    try:
        if path.is_symlink():
            raise UnwritableError(str(path), "it is a link")
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise UnwritableError(str(path), (error.strerror or str(error)).lower()) from error

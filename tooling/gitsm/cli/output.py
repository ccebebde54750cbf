"""Where a result goes: standard output, or a file that is complete or untouched."""

import os
from contextlib import suppress
from pathlib import Path

from gitsm.errors import UnwritableError


def write_file(path: Path, text: str) -> None:
    """Write a text into a file, which holds the old content or the new, never a part.

    A link is followed to its file; a device or a pipe is written to as it is.

    Raises:
        UnwritableError: when it cannot be written; the old content is still there.
    """
    try:
        _write(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UnwritableError(str(path), (error.strerror or str(error)).lower()) from error


def _write(path: Path, content: bytes) -> None:
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            stream.write(content)
        return
    temporary = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise

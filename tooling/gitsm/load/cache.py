"""What is remembered between runs: files in the user's cache directory, each valid for one tree and one program."""

import mmap
import os
import stat
from collections.abc import Iterable
from hashlib import sha256

from gitsm.fingerprint import cache_folder, fingerprint

_MOST_FILES = 24


def file_for(kind: str, name: str) -> str:
    """Name the file of something remembered.

    Args:
        kind: what sort of thing; a folder of its own.
        name: everything it hangs on besides this very program.
    """
    key = sha256(f"{fingerprint()}\n{name}".encode("utf-8", "surrogateescape")).hexdigest()
    return os.path.join(cache_folder(kind), key[:40])


def recall(path: str) -> mmap.mmap | None:
    """Map a remembered file into memory; None where there is none that could be trusted to be ours."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid() or not status.st_size:
            return None
        return mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)


def remember(path: str, content: Iterable[bytes], most: int = _MOST_FILES) -> None:
    """Write a file for later runs, whole or not at all; a full disk or a folder that is not ours only costs time.

    Args:
        path: the file, as `file_for` names it.
        content: what it holds, in pieces.
        most: so many files of its sort are kept.
    """
    folder = os.path.dirname(path)
    temporary = f"{path}.tmp-{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as stream:
            stream.writelines(content)
        os.replace(temporary, path)
        _forget_oldest(folder, most)
    except (OSError, OverflowError):
        forget(temporary)


def forget(path: str) -> None:
    """Remove a remembered file."""
    try:
        os.unlink(path)
    except OSError:
        return


def _forget_oldest(folder: str, most: int) -> None:
    with os.scandir(folder) as items:
        known = sorted((item.stat(follow_symlinks=False).st_mtime_ns, item.path) for item in items)
    for _, path in known[:-most]:
        forget(path)

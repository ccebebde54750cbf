"""Which program this is, exactly: what it remembers is valid for itself alone."""

# `warm` imports this before anything else is loaded: nothing but what the interpreter has built in.
import os
import sys
from zlib import crc32

from gitsm import __version__


def fingerprint() -> str:
    """Name this very program: its version, and the size and time of each of its files."""
    package = os.path.dirname(os.path.abspath(__file__))
    pending = [package, os.path.join(os.path.dirname(os.path.dirname(package)), "schemas", "gitsm_schemas")]
    if not os.path.isdir(pending[1]):
        pending[1] = os.path.join(os.path.dirname(package), "gitsm_schemas")
    total = 0
    while pending:
        with os.scandir(pending.pop()) as items:
            for item in items:
                if item.name.endswith(".py"):
                    status = item.stat()
                    total += crc32(f"{item.path} {status.st_size} {status.st_mtime_ns}".encode())
                elif "." not in item.name and item.name != "__pycache__" and item.is_dir():
                    pending.append(item.path)
    return f"{__version__}-{sys.hexversion:x}-{total:x}"


def cache_folder(name: str) -> str:
    """Name a folder for what may be forgotten at any time, in the user's cache directory."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "gitsm", name)

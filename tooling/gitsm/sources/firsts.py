"""When files first came into a repository."""

from datetime import UTC, datetime
from typing import Final

from gitsm.sources.repository import Repository

_MARK: Final = b"\x01"
_LAST: Final = 253_402_300_799
"""The end of the year 9999, the last that a date can have."""


def first_commits(repository: Repository, folder: str, start: str) -> dict[str, datetime]:
    """Tell of every file below a folder when a commit first added it, on whatever line of history.

    Args:
        repository: where to look.
        folder: the folder, relative to the catalogue's.
        start: the commit that history is read back from, hex.

    Returns:
        The author's time of that commit, by the file's path relative to the catalogue's folder.
    """
    options = ("-z", "--reverse", "--diff-filter=A", "--no-renames", "--name-only", "--no-show-signature")
    output = repository.repo.git("log", *options, "--format=%x01%at", start, "--", repository.prefix + folder)
    found: dict[str, datetime] = {}
    when = datetime.fromtimestamp(0, UTC)
    cut = len(repository.prefix)
    for piece in output.split(b"\0"):
        text = piece.removeprefix(b"\n")
        if text.startswith(_MARK):
            digits = text[1:].split(b"\n")[0].decode("ascii", "replace")
            seconds = int(digits) if digits.isdecimal() else 0
            when = datetime.fromtimestamp(min(seconds, _LAST), UTC)
        elif text:
            found.setdefault(text.decode("utf-8", "backslashreplace")[cut:], when)
    return found

"""How often, and when last, each record file was touched: one call to git for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from gitsm.sources import ROOTS
from gitsm.sources.names import is_record, refusal
from gitsm.sources.repository import Repository

_NONE: Final = b"0"
_LAST_SECOND: Final = 253_402_214_400  # the last day of year 9999


@dataclass(frozen=True, slots=True)
class Touch:
    """What history says of a file.

    Attributes:
        count: how many commits touched it.
        last: when the last of them was committed, UTC.
        gone: git's id of its last content, hex, where that commit removed it; else None.
    """

    count: int
    last: datetime
    gone: str | None = None


def touches(repository: Repository, start: str) -> dict[str, Touch]:
    """Look at every record file there ever was, through all lines of history that lead to a commit.

    Args:
        repository: where to look.
        start: the commit, hex.

    Returns:
        By path, relative to the catalogue's folder.
    """
    roots = [repository.prefix + root for root in ROOTS]
    options = ("-z", "--no-show-signature", "--format=%x01%ct", "--raw", "--no-renames", "--no-abbrev")
    output = repository.repo.git("log", *options, start, "--", *roots)
    cut = len(repository.prefix.encode())
    found: dict[str, Touch] = {}
    for when, raw, before, after in _read(output):
        path = raw[cut:]
        if refusal(path, "100644", 0) is not None or not is_record(path):
            continue
        name = path.decode("ascii")
        known = found.get(name)
        gone = before if after is None else None
        found[name] = Touch(1, when, gone) if known is None else Touch(known.count + 1, known.last, known.gone)
    return found


def _read(output: bytes) -> Iterator[tuple[datetime, bytes, str, str | None]]:
    when = datetime.fromtimestamp(0, UTC)
    parts = iter(output.split(b"\0"))
    for part in parts:
        token = part.lstrip(b"\n")
        if token.startswith(b"\x01"):
            head, _, token = token[1:].partition(b"\n")
            when = datetime.fromtimestamp(min(max(int(head), 0), _LAST_SECOND), UTC)
            token = token.lstrip(b"\n")
        if token.startswith(b":"):
            _, _, before, after, _ = token[1:].split(b" ")
            yield when, next(parts), before.decode(), None if not after.strip(_NONE) else after.decode()

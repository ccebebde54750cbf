"""Which paths may hold a record, and why others may not."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from gitsm.diagnostics import Finding, Related, Severity, Spot

MOST_BYTES: Final = 256 * 1024
MOST_PATHS: Final = 250_000
_NAME: Final = re.compile(r"\A[A-Za-z0-9_][A-Za-z0-9._-]*\Z", re.ASCII)
_RESERVED: Final = re.compile(r"\A(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.ASCII | re.IGNORECASE)
# Nearly every path, told by one look: short plain names in letters that no reserved name begins with, or longer ones.
_PLAIN_PATH: Final = re.compile(
    rb"\A(?:(?![cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|[cC][oO][mM][0-9]|[lL][pP][tT][0-9])"
    rb"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}(?:/|\Z))+\Z"
)
_LINK: Final = "120000"
_SUBMODULE: Final = "160000"


def shown(path: bytes) -> str:
    """Write any path so that it can be printed: what is no plain character is escaped."""
    text = path.decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def is_record(path: bytes) -> bool:
    """Tell whether a path's name is that of a record file."""
    return path.endswith((b".yaml", b".yml"))


def refusal(path: bytes, mode: str, size: int) -> Finding | None:  # noqa: PLR0911  # one reason a line
    """Say why a file may not hold a record; None where it may."""
    if size <= MOST_BYTES and _PLAIN_PATH.match(path) and mode not in {_LINK, _SUBMODULE}:
        return None
    text = shown(path)
    if mode == _LINK:
        return _refused(text, "a link is not followed", "put the record itself here")
    if mode == _SUBMODULE:
        return _refused(text, "a submodule holds no records of this catalogue", "keep records in this repository")
    if not is_record(path):
        return None
    for name in text.split("/"):
        if not _NAME.match(name) or len(name) > 200:  # noqa: PLR2004  # below every file system's limit
            return _refused(
                text, f"the name {name!r} is not plain", "use letters, digits, dots, hyphens and underscores"
            )
        if _RESERVED.match(name):
            return _refused(text, f"Windows keeps the name {name!r} for itself", "choose another name")
    if size > MOST_BYTES:
        return Finding(
            "too-large",
            Severity.ERROR,
            f"the file has {size} bytes; a record has at most {MOST_BYTES}",
            Spot(text),
            hint="keep long texts in documents and link them",
        )
    return None


def _refused(path: str, why: str, hint: str) -> Finding:
    return Finding("refused-path", Severity.ERROR, why, Spot(path), hint=hint)


def collisions(paths: Iterable[str]) -> list[Finding]:
    """Find paths that some file systems take for one another."""
    seen: dict[str, str] = {}
    found = []
    for path in sorted(paths):
        key = unicodedata.normalize("NFC", path).casefold()
        if key in seen:
            found.append(
                Finding(
                    "refused-path",
                    Severity.ERROR,
                    "some file systems take this path for another one",
                    Spot(path),
                    hint="rename one of them",
                    related=(Related("the other one", Spot(seen[key])),),
                )
            )
        seen.setdefault(key, path)
    return found


def too_many(count: int) -> Finding:
    """Refuse a tree with more files than are read."""
    return Finding(
        "too-large",
        Severity.ERROR,
        f"the tree has {count} record files; at most {MOST_PATHS} are read",
        Spot("."),
        hint="split the catalogue into several repositories",
    )

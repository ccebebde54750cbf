"""What is wrong, how badly, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad a finding is; a higher one sorts first."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word that people and policies use."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of a file; lines and columns count from 1 in characters, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a record, before anybody has looked up its line.

    `pointer` is a JSON Pointer (RFC 6901) into the record, empty for the whole. `at_key` points at the key rather
    than the value, `words` at where a text first says them.
    """

    path: str
    pointer: str = ""
    at_key: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a finding."""

    message: str
    spot: Spot
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        rule: id of the rule that found it.
        severity: how bad it is, after policy.
        message: one sentence, lower case, without a full stop.
        spot: what part of which file it is about.
        place: where that is; filled by `gitsm.load.places.locate`, None where the file has no such line.
        hint: what to do.
        related: other places that have to do with it.
        subject: the record it is about, `kind:id`; None for a file that holds none.
    """

    rule: str
    severity: Severity
    message: str
    spot: Spot
    place: Place | None = None
    hint: str | None = None
    related: tuple[Related, ...] = ()
    subject: str | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """Order findings as a reader of the files meets them."""
        line, column = (self.place.line, self.place.column) if self.place else (0, 0)
        return (self.spot.path, line, column, self.rule, self.spot.pointer, self.message)


def pointer(parts: Iterable[str | int]) -> str:
    """Build a JSON Pointer (RFC 6901) from keys and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def pointer_parts(text: str) -> tuple[str, ...]:
    """Split a JSON Pointer into its keys and indexes, as text."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])

"""What a rule finds, before policy has judged how bad it is."""

from typing import NamedTuple

from gitsm.diagnostics import Related, Spot
from gitsm.snapshot import Entry


class Found(NamedTuple):
    """One thing a rule found in the record it was asked about.

    Attributes:
        pointer: JSON Pointer of the part that is wrong.
        message: one sentence, lower case, without a full stop.
        hint: what to do.
        related: other places that have to do with it.
        at_key: whether the key is meant rather than its value.
        words: what of a text is meant, where not all of it is.
    """

    pointer: str
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()
    at_key: bool = False
    words: str = ""


def related(message: str, entry: Entry | None, pointer: str = "", *, at_key: bool = False) -> tuple[Related, ...]:
    """Point at a part of another record; at nothing where there is no such record."""
    return (Related(message, Spot(entry.path, pointer, at_key)),) if entry else ()

"""What does not carry a promise, and why."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that does not carry a promise.

    Attributes:
        kind: what is the matter.
        ref: the record that falls short.
        why: the comparison, with its figures.
        remedy: what can be done.
    """

    kind: Literal["availability", "slower", "calendar_gap", "no_agreement", "term"]
    ref: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A promised length of time against what it stands on.

    Attributes:
        backed: the longest of what it stands on, in service time; None when one is missing.
        missing: the records that do not say.
        shortfalls: what does not carry it.
    """

    backed: timedelta | None
    missing: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()

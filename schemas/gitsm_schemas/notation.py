"""How durations and shares are written in a record, and what they mean; nothing here needs the models."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

_REFERENCE: Final = re.compile(r"\A(?:(?P<kind>[a-z][a-z_]*):)?(?P<id>[a-z0-9][a-z0-9_-]{1,62})\Z", re.ASCII)
_SHORT_DURATION: Final = re.compile(r"\A(?P<amount>[0-9]{1,6}(?:\.[0-9]{1,3})?)(?P<unit>s|min|h|d|w)\Z", re.ASCII)
_ISO_DURATION: Final = re.compile(
    r"\AP(?:(?P<w>[0-9]{1,4})W)?(?:(?P<d>[0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:(?P<h>[0-9]{1,6})H)?(?:(?P<min>[0-9]{1,6})M)?(?:(?P<s>[0-9]{1,6})S)?)?\Z",
    re.ASCII,
)
_PERCENT: Final = re.compile(r"\A(?P<number>[0-9]{1,3}(?:\.[0-9]{1,9})?) ?%\Z", re.ASCII)

SECONDS: Final = {"s": 1, "min": 60, "h": 3600}


class NotationError(ValueError):
    """A text that is not what it should be.

    Attributes:
        kind: what it should have been, in one word.
    """

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time; `working_days` count by a calendar, `seconds` do not."""

    working_days: Decimal
    seconds: int
    text: str = field(compare=False)

    def __str__(self) -> str:
        """Return the text it was written as."""
        return self.text

    @property
    def minutes(self) -> float:
        """The clock part, in minutes."""
        return self.seconds / 60


def duration(text: str) -> Duration:
    """Read `30min`, `4h`, `2d` (working days), `1w` (five working days) or ISO 8601 `PT4H`, `P2D`.

    Raises:
        NotationError: when the text is none of these, or no time at all.
    """
    if match := _SHORT_DURATION.match(text):
        amount, unit = Decimal(match["amount"]), match["unit"]
        if unit in SECONDS:
            return Duration(Decimal(0), int(amount * SECONDS[unit]), text)
        return Duration(amount * (5 if unit == "w" else 1), 0, text)
    match = _ISO_DURATION.match(text)
    if match and any(match.groups()):
        parts = {name: int(value or 0) for name, value in match.groupdict().items()}
        seconds = parts["h"] * 3600 + parts["min"] * 60 + parts["s"]
        return Duration(Decimal(parts["d"] + 5 * parts["w"]), seconds, text)
    raise NotationError("duration", f"{text!r} is no duration; write 30min, 4h, 2d (working days) or PT4H")


def fraction(value: object) -> Decimal:
    """Read `99.95%` or a number between 0 and 1 as a fraction.

    Raises:
        NotationError: when it is neither.
    """
    if isinstance(value, str) and (match := _PERCENT.match(value)):
        number = Decimal(match["number"]) / 100
    elif isinstance(value, Decimal):
        number = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(str(value))
    else:
        number = Decimal("NaN")
    if number.is_nan() or not 0 <= number <= 1:
        raise NotationError("percentage", f"{value!r} is no percentage from 0% to 100%; write it like 99.95%")
    return number


def is_share(text: str) -> bool:
    """Tell whether a text is written like a percentage."""
    return _PERCENT.match(text) is not None


def reference(text: object, kinds: tuple[str, ...]) -> str | None:
    """Read a reference as `kind:id`: it may leave the kind out where the field admits one only; None for what is none.

    Args:
        text: whatever stands in the YAML.
        kinds: the kinds the field admits.
    """
    match = _REFERENCE.match(text) if isinstance(text, str) else None
    if match is None:
        return None
    kind = match["kind"] or (kinds[0] if len(kinds) == 1 else None)
    return f"{kind}:{match['id']}" if kind in kinds else None

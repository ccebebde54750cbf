"""The scalar types that every record is written in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from gitsm_schemas import notation
from gitsm_schemas.notation import Duration, NotationError

T = TypeVar("T")

ID_PATTERN: Final = r"[a-z0-9][a-z0-9-]{1,62}"
CLASS_PATTERN: Final = r"[a-z0-9][a-z0-9_-]{1,62}"
# `\A…\z` rather than `^…$`: a `$` accepts a trailing newline in some engines (security.md Y16).
_ID: Final = re.compile(rf"\A{ID_PATTERN}\Z", re.ASCII)
_REFERENCE: Final = re.compile(rf"\A(?:(?P<kind>[a-z][a-z_]*):)?(?P<id>{CLASS_PATTERN})\Z", re.ASCII)
_INSTANT: Final = re.compile(
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})\Z",
    re.ASCII,
)
_DAY: Final = re.compile(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_CLOCK: Final = re.compile(r"\A(?:[01][0-9]|2[0-4]):[0-5][0-9]\Z", re.ASCII)
_URL: Final = re.compile(r"\A(?:https?://|mailto:|tel:)[!-~]{1,2000}\Z", re.ASCII)
_RRULE: Final = re.compile(
    r"\A(?:RRULE:)?FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]{2,10}=[A-Z0-9,+-]{1,200})*\Z", re.ASCII
)
_OFTEN: Final = re.compile(r"\A(?:RRULE:)?FREQ=(?:SECONDLY|MINUTELY|HOURLY)\b", re.ASCII)
_UNTIL: Final = re.compile(r"(?<=UNTIL=)([0-9]{8}T[0-9]{6})Z\b", re.ASCII)
MOST_A_DAY: Final = 24
"""How often a rule may recur on one day; a stranger's `BYSECOND` could ask for 86,400 times."""


def _refuse(kind: str, sentence: str) -> PydanticCustomError:
    # Braces would be read as placeholders by pydantic's template.
    return PydanticCustomError(kind, "{sentence}", {"sentence": sentence})


def _read(read: Callable[[Any], T], value: object) -> T:
    try:
        return read(value)
    except NotationError as error:
        raise _refuse(error.kind, str(error)) from None


def fraction(value: object) -> Decimal:
    """Read `99.95%` or a number between 0 and 1 as a fraction.

    Raises:
        PydanticCustomError: when it is neither.
    """
    return _read(notation.fraction, value)


def duration(text: str) -> Duration:
    """Read a duration as records write it.

    Raises:
        PydanticCustomError: when the text is none, or no time at all.
    """
    return _read(notation.duration, text)


@dataclass(frozen=True, slots=True)
class ReferenceTo:
    """Marks a field that names other records; the kinds it admits, in the order they are shown."""

    kinds: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read `kind:id`, or the bare id where one kind is admitted, as `kind:id`."""
        kinds, only = self.kinds, self.kinds[0] if len(self.kinds) == 1 else None
        prefixes = tuple(f"{kind}:" for kind in kinds)

        def canonical(value: str) -> str:
            if value.startswith(prefixes):
                return value
            if ":" not in value:
                if only is not None:
                    return f"{only}:{value}"
                raise _refuse("reference_kind", f"say which kind is meant: {' or '.join(prefixes)}{value}")
            raise _refuse("reference_kind", f"this field names {' or '.join(kinds)}, not {value.partition(':')[0]}")

        text = core_schema.str_schema(pattern=rf"^(?:[a-z][a-z_]*:)?{self._name}$", strict=True)
        return core_schema.no_info_after_validator_function(canonical, text)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:  # noqa: ANN401  # pydantic's own signature
        """Describe the text form; `x-gitsm-reference` lets a repository put its own ids there."""
        kinds = "|".join(self.kinds)
        prefix = f"(?:{kinds}):" if len(self.kinds) > 1 else f"(?:{kinds}:)?"
        return {"type": "string", "pattern": f"^{prefix}{self._name}$", "x-gitsm-reference": list(self.kinds)}

    @property
    def _name(self) -> str:
        # Classes are named in snake_case, as `class:` names them; every other id has hyphens only.
        return CLASS_PATTERN if "ci_class" in self.kinds else ID_PATTERN


def split_reference(text: str) -> tuple[str | None, str] | None:
    """Split `kind:id` or `id`; None where the text is neither."""
    match = _REFERENCE.match(text)
    return (match["kind"], match["id"]) if match else None


def instant(value: object) -> datetime:
    """Read a date and time that carries an offset or `Z`.

    Raises:
        PydanticCustomError: when it carries none, or names no moment.
    """
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    if isinstance(value, str) and _INSTANT.match(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise _refuse("instant", f"{value!r} names no moment: {error}") from None
    raise _refuse("instant", f"{value!r} is no moment; write it like 2026-11-22T14:00+01:00 or …Z")


def day(value: object) -> date:
    """Read a calendar day, `2026-11-22`.

    Raises:
        PydanticCustomError: when there is no such day.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _refuse("day", f"{value!r} is no day of the calendar: {error}") from None
    raise _refuse("day", f"{value!r} is no day; write it like 2026-11-22")


def hours(text: str) -> str:
    """Read a span of a day, `08:00-17:00`; `24:00` ends the day.

    Raises:
        PydanticCustomError: when it is no span, or ends before it starts.
    """
    start, dash, end = text.partition("-")
    if dash and _CLOCK.match(start) and _CLOCK.match(end):
        if start < end <= "24:00":
            return text
        raise _refuse("hours", f"{text!r} ends before it starts; split a night at 24:00")
    raise _refuse("hours", f"{text!r} is no span of a day; write it like 08:00-17:00")


def timezone(text: str) -> str:
    """Read an IANA time zone name, `Europe/Oslo`.

    Raises:
        PydanticCustomError: when this machine's time zone database has no such name.
    """
    from zoneinfo import available_timezones  # costs 10 ms, and few records name a zone

    if text in available_timezones():
        return text
    raise _refuse("timezone", f"{text!r} is no IANA time zone; write it like Europe/Oslo")


def url(text: str) -> str:
    """Read a web, mail or telephone address.

    Raises:
        PydanticCustomError: for any other scheme, and for text that is no address.
    """
    if _URL.match(text):
        return text
    raise _refuse("url", f"{text!r} is no address that may be linked; schemes are https, http, mailto and tel")


def recurrence(text: str) -> str:
    """Read an RFC 5545 recurrence rule, `FREQ=WEEKLY;BYDAY=SU`.

    Raises:
        PydanticCustomError: when it is none, or recurs by the hour or more often than 24 times a day.
    """
    if _OFTEN.match(text):
        raise _refuse(
            "rrule", f"{text!r} recurs within a day, unlike rules here; of RFC 5545 use FREQ=DAILY;BYHOUR=1,13"
        )
    if not _RRULE.match(text):
        raise _refuse("rrule", f"{text!r} is no recurrence rule of RFC 5545; write it like FREQ=WEEKLY;BYDAY=SU")
    from dateutil.rrule import rrulestr  # costs 30 ms, and few records recur

    parts = dict(part.split("=", 1) for part in text.removeprefix("RRULE:").split(";"))
    a_day = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        a_day *= len(parts.get(name, "").split(","))
    if a_day > MOST_A_DAY:
        raise _refuse("rrule", f"{text!r} recurs {a_day} times a day; {MOST_A_DAY} times are the most that is read")
    try:
        # The end may be given in UTC, as RFC 5545 has it where a zone is named beside the rule.
        rrulestr(_UNTIL.sub(r"\1", text), dtstart=datetime(2026, 1, 1))  # noqa: DTZ001  # a rule is checked without a zone
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _refuse("rrule", f"{text!r} is no recurrence rule of RFC 5545: {error}") from None
    return text


def at_least_one(value: object) -> object:
    """Pass a list on; a check for `min_up`, which is a count or a share.

    Raises:
        PydanticCustomError: when it is neither a count from 1 nor a share such as `50%`.
    """
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if isinstance(value, str) and notation.is_share(value):
        share = fraction(value)
        if share > 0:
            return value
    raise _refuse("min_up", f"{value!r} is neither a count from 1 nor a share such as 50%")


def _text(check: Callable[[str], object], pattern: str, example: str) -> tuple[object, ...]:
    return (
        BeforeValidator(_only_text(check)),
        WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]}),
    )


def _only_text(check: Callable[[str], object]) -> Callable[[object], object]:
    def validator(value: object) -> object:
        if isinstance(value, str):
            return check(value)
        raise _refuse("string_type", f"{value!r} is no text")

    return validator


Id = Annotated[
    str,
    StringConstraints(pattern=rf"^{ID_PATTERN}$", strict=True),
    Field(description="Lower-case letters, digits and hyphens; unique within its kind."),
]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200_000)]
Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
Handle = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62})$")]
Group = Annotated[
    str,
    StringConstraints(
        strict=True, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*$"
    ),
]
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,62}$")]

Percentage = Annotated[
    Decimal,
    BeforeValidator(fraction),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^(?:100(?:\.0{1,9})?|[0-9]{1,2}(?:\.[0-9]{1,9})?) ?%$"},
                {"type": "number", "minimum": 0, "maximum": 1},
            ],
            "examples": ["99.95%"],
        }
    ),
]
Instant = Annotated[
    datetime,
    BeforeValidator(instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-22T14:00:00+01:00"]}),
]
Day = Annotated[
    date,
    BeforeValidator(day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-22"]}),
]
Hours = Annotated[str, AfterValidator(hours), WithJsonSchema({"type": "string", "examples": ["08:00-17:00"]})]
Timezone = Annotated[str, AfterValidator(timezone), WithJsonSchema({"type": "string", "examples": ["Europe/Oslo"]})]
Url = Annotated[
    str, AfterValidator(url), WithJsonSchema({"type": "string", "pattern": "^(?:https?://|mailto:|tel:)[!-~]{1,2000}$"})
]
Recurrence = Annotated[
    str, AfterValidator(recurrence), WithJsonSchema({"type": "string", "examples": ["FREQ=WEEKLY;BYDAY=SU"]})
]
MinUp = Annotated[
    int | str,
    BeforeValidator(at_least_one),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": r"^(?:100|[0-9]{1,2}(?:\.[0-9]{1,9})?) ?%$"},
            ],
            "examples": [2, "50%"],
        }
    ),
]


def _duration_schema(source: object, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ARG001  # pydantic's signature
    def read(value: object) -> Duration:
        if isinstance(value, Duration):
            return value
        if isinstance(value, str):
            return duration(value)
        raise _refuse("duration", f"{value!r} is no duration; write 30min, 4h, 2d (working days) or PT4H")

    return core_schema.no_info_plain_validator_function(
        read, serialization=core_schema.plain_serializer_function_ser_schema(str)
    )


@dataclass(frozen=True, slots=True)
class _DurationMarker:
    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _duration_schema(source, handler)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:  # noqa: ANN401  # pydantic's own signature
        pattern = (
            r"^(?:[0-9]{1,6}(?:\.[0-9]{1,3})?(?:s|min|h|d|w)"
            r"|P(?=.)(?:[0-9]{1,4}W)?(?:[0-9]{1,6}D)?(?:T(?=.)(?:[0-9]{1,6}H)?(?:[0-9]{1,6}M)?(?:[0-9]{1,6}S)?)?)$"
        )
        return {"type": "string", "pattern": pattern, "examples": ["30min", "4h", "2d"]}


Span = Annotated[Duration, _DurationMarker()]

__all__ = [
    "ID_PATTERN",
    "Day",
    "Duration",
    "Group",
    "Handle",
    "Hours",
    "Id",
    "Instant",
    "Line",
    "MinUp",
    "Name",
    "Percentage",
    "Recurrence",
    "ReferenceTo",
    "Span",
    "Text",
    "Timezone",
    "Url",
    "day",
    "duration",
    "fraction",
    "instant",
    "split_reference",
]

"""Scalar types: what they read, what they refuse, and that JSON Schema and pydantic agree."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from gitsm_schemas.scalars import (
    Day,
    Hours,
    Id,
    Instant,
    MinUp,
    Percentage,
    Recurrence,
    ReferenceTo,
    Span,
    Timezone,
    Url,
    duration,
    fraction,
    split_reference,
)

OneKind = Annotated[str, ReferenceTo(("team",))]
TwoKinds = Annotated[str, ReferenceTo(("ci", "service"))]
CONFIG = ConfigDict(strict=True)


def read(annotation: object, value: object) -> object:
    class Holder(BaseModel):
        model_config = CONFIG
        it: annotation  # type: ignore[valid-type]

    return Holder.model_validate({"it": value}).it


@pytest.mark.parametrize(
    ("text", "days", "seconds"),
    [
        ("30min", 0, 1800),
        ("4h", 0, 14400),
        ("90s", 0, 90),
        ("1.5h", 0, 5400),
        ("2d", 2, 0),
        ("0.5d", Decimal("0.5"), 0),
        ("1w", 5, 0),
        ("PT4H", 0, 14400),
        ("PT1H30M", 0, 5400),
        ("P2D", 2, 0),
        ("P1W", 5, 0),
        ("P1DT2H", 1, 7200),
    ],
)
def test_durations_are_read(text: str, days: Decimal, seconds: int) -> None:
    length = duration(text)
    assert (length.working_days, length.seconds, str(length)) == (Decimal(days), seconds, text)
    assert length.minutes == seconds / 60


@pytest.mark.parametrize("text", ["", "P", "PT", "4", "4 h", "-4h", "4H", "1h30min", "four hours", "4h\n", "٤h", "P1Y"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="write 30min, 4h"):
        duration(text)


def test_durations_that_last_as_long_are_equal_however_they_are_written() -> None:
    assert duration("PT4H") == duration("4h") == duration("240min")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("99.95%", "0.9995"), ("100%", "1"), ("0%", "0"), (0.9995, "0.9995"), (1, "1"), ("99.95 %", "0.9995")],
)
def test_percentages_are_exact_fractions(value: object, expected: str) -> None:
    assert fraction(value) == Decimal(expected)


@pytest.mark.parametrize("value", ["101%", "-1%", 1.01, -0.1, True, "99,9%", "ninety", None, [], float("nan"), "9e1%"])
def test_what_is_no_percentage_is_refused(value: object) -> None:
    with pytest.raises(PydanticCustomError, match="99.95%"):
        fraction(value)


@given(st.decimals(min_value=0, max_value=100, places=9))
def test_every_percentage_is_read_as_its_hundredth(number: Decimal) -> None:
    assert fraction(f"{number:f}%") * 100 == number


def test_a_moment_needs_an_offset() -> None:
    moment = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
    for text in ("2026-11-22T13:00Z", "2026-11-22T14:00:00+01:00", "2026-11-22 13:00:00.000000Z"):
        assert read(Instant, text) == moment
    for value in ("2026-11-22T14:00", "2026-11-22", "2026-13-01T00:00Z", 1_700_000_000, "now"):
        with pytest.raises(ValidationError, match="moment"):
            read(Instant, value)


def test_days_are_days_of_the_calendar() -> None:
    assert read(Day, "2024-02-29") == date(2024, 2, 29)
    for value in ("2026-02-29", "2026-1-1", 20260101, "2026-01-01T00:00Z"):
        with pytest.raises(ValidationError, match="no day"):
            read(Day, value)


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_every_moment_is_read_back(naive: datetime, offset: int) -> None:
    from datetime import timezone

    moment = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert read(Instant, moment.isoformat()) == moment


def test_references_become_kind_and_id() -> None:
    assert read(OneKind, "payments-team") == "team:payments-team"
    assert read(OneKind, "team:payments-team") == "team:payments-team"
    assert read(TwoKinds, "service:booking") == "service:booking"


@pytest.mark.parametrize(
    ("annotation", "value", "sentence"),
    [
        (TwoKinds, "booking", "say which kind is meant: ci: or service:booking"),
        (TwoKinds, "team:booking", "names ci or service, not team"),
        (OneKind, "ci:x1", "names team, not ci"),
    ],
)
def test_a_reference_of_the_wrong_kind_says_which_are_right(annotation: object, value: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        read(annotation, value)


@pytest.mark.parametrize("value", ["../etc/passwd", "A", "a", "a b", "ab\n", "team:", "ü-team", "-ab", 3, "a" * 64])
def test_references_and_ids_are_plain(value: object) -> None:
    with pytest.raises(ValidationError):
        read(OneKind, value)
    with pytest.raises(ValidationError):
        read(Id, value)
    assert split_reference(str(value)) is None or value == 3


def test_references_split() -> None:
    assert split_reference("ci:pg-main") == ("ci", "pg-main")
    assert split_reference("pg-main") == (None, "pg-main")
    assert split_reference("Pg Main") is None


@pytest.mark.parametrize("text", ["08:00-17:00", "00:00-24:00", "22:00-24:00"])
def test_hours_are_spans_of_one_day(text: str) -> None:
    assert read(Hours, text) == text


@pytest.mark.parametrize("text", ["17:00-08:00", "8:00-17:00", "08:00", "08:00-24:30", "08:00-08:00", "25:00-26:00"])
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="span of a day|ends before"):
        read(Hours, text)


def test_time_zones_are_those_of_iana() -> None:
    assert read(Timezone, "Europe/Oslo") == "Europe/Oslo"
    for text in ("CEST+1", "../../etc/passwd", "Europe/Atlantis"):
        with pytest.raises(ValidationError, match="IANA"):
            read(Timezone, text)


@pytest.mark.parametrize("text", ["https://a.example/x", "http://a.example", "mailto:a@b.example", "tel:+4712"])
def test_addresses_that_may_be_linked(text: str) -> None:
    assert read(Url, text) == text


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "//a.example", "ftp://x", "https://", "https://a b", "data:x", ""]
)
def test_addresses_that_may_not(text: str) -> None:
    with pytest.raises(ValidationError, match="address"):
        read(Url, text)


def test_recurrences_are_those_of_rfc_5545() -> None:
    for text in ("FREQ=WEEKLY;BYDAY=SU", "RRULE:FREQ=MONTHLY;BYDAY=1SA;COUNT=4"):
        assert read(Recurrence, text) == text
    for text in ("every sunday", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;FOO=1", "FREQ=DAILY;UNTIL=x"):
        with pytest.raises(ValidationError, match="RFC 5545"):
            read(Recurrence, text)


def test_min_up_is_a_count_or_a_share() -> None:
    assert read(MinUp, 2) == 2
    assert read(MinUp, "50%") == "50%"
    for value in (0, -1, "0%", "101%", True, "two", 1.5):
        with pytest.raises(ValidationError):
            read(MinUp, value)


@pytest.mark.parametrize(
    ("annotation", "good", "bad"),
    [
        (Span, ["4h", "P2D", "PT4H", "0.5d"], ["4", "P", "PT", "P1DT", 4]),
        (Percentage, ["99.95%", "100%", 0.5, 1], ["101%", 2, "x", True]),
        (OneKind, ["a1", "team:a1"], ["ci:a1", "A"]),
        (TwoKinds, ["ci:a1", "service:a1"], ["a1", "team:a1"]),
        (MinUp, [1, "50%"], [0, "x"]),
        (Url, ["https://a"], ["ftp://a"]),
    ],
)
def test_the_json_schema_agrees(annotation: object, good: list[object], bad: list[object]) -> None:
    schema = Draft202012Validator(TypeAdapter[object](annotation).json_schema())  # type: ignore[arg-type]
    for value in good:
        read(annotation, value)
        assert schema.is_valid(value), value
    for value in bad:
        with pytest.raises(ValidationError):
            read(annotation, value)
        assert not schema.is_valid(value), value

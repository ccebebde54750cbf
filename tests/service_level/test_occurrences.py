"""When windows are open: expected moments are counted by hand, in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from gitsm.service_level.occurrences import next_opening, occurrences
from gitsm_schemas.changes import Window


def window(**fields: Any) -> Window:
    known = {"kind": "window", "id": "night", "type": "maintenance", "applies_to": {"all": True}, "reason": "Quiet."}
    return Window.model_validate({**known, **fields})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def shown(found: tuple[tuple[datetime, datetime], ...]) -> list[str]:
    assert all(moment.tzinfo is UTC for span in found for moment in span)
    return [f"{start:%m-%dT%H:%M}/{end:%m-%dT%H:%M}" for start, end in found]


SATURDAY = window(
    rrule="FREQ=WEEKLY;BYDAY=SA", starts="2026-01-03T22:00:00+01:00", duration="4h", timezone="Europe/Oslo"
)


def test_a_weekly_window_keeps_its_time_of_day_when_the_clock_changes() -> None:
    # Oslo is at +01:00 until Sunday 29 March 2026, 02:00, and at +02:00 from then on.
    found = occurrences(SATURDAY, at("2026-03-20T00:00Z"), at("2026-04-06T00:00Z"))
    assert shown(found) == ["03-21T21:00/03-22T01:00", "03-28T21:00/03-29T01:00", "04-04T20:00/04-05T00:00"]


def test_a_window_over_the_leap_of_spring_lasts_as_long_as_a_stopwatch_says() -> None:
    # Sunday 29 March, 01:00 +01:00 for 3 h: the clock shows 05:00 +02:00 at the end, which is 03:00 UTC.
    night = window(rrule="FREQ=DAILY", starts="2026-03-01T01:00:00+01:00", duration="3h", timezone="Europe/Oslo")
    assert shown(occurrences(night, at("2026-03-29T00:00Z"), at("2026-03-29T12:00Z"))) == ["03-29T00:00/03-29T03:00"]


def test_times_that_are_leapt_over_or_shown_twice_are_read_as_rfc_5545_does() -> None:
    half_past_two = window(
        rrule="FREQ=DAILY", starts="2026-01-01T02:30:00+01:00", duration="1h", timezone="Europe/Oslo"
    )
    spring = occurrences(half_past_two, at("2026-03-28T00:00Z"), at("2026-03-31T00:00Z"))
    # 02:30 is leapt over on the 29th: by the offset before, +01:00, it is 01:30 UTC.
    assert shown(spring) == ["03-28T01:30/03-28T02:30", "03-29T01:30/03-29T02:30", "03-30T00:30/03-30T01:30"]
    autumn = occurrences(half_past_two, at("2026-10-24T00:00Z"), at("2026-10-27T00:00Z"))
    # 02:30 comes twice on 25 October: the first time it is summer time still, 00:30 UTC.
    assert shown(autumn) == ["10-24T00:30/10-24T01:30", "10-25T00:30/10-25T01:30", "10-26T01:30/10-26T02:30"]


def test_times_are_half_open() -> None:
    assert occurrences(SATURDAY, at("2026-11-22T01:00Z"), at("2026-11-28T21:00Z")) == ()
    assert len(occurrences(SATURDAY, at("2026-11-22T00:59Z"), at("2026-11-28T21:01Z"))) == 2
    once = window(at={"start": "2026-12-18T00:00:00Z", "end": "2027-01-04T00:00:00Z"})
    assert occurrences(once, at("2026-12-17T22:00Z"), at("2026-12-18T00:00Z")) == ()
    assert len(occurrences(once, at("2026-12-17T22:00Z"), at("2026-12-18T00:01Z"))) == 1


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261205T220000", "12-05"),  # Oslo's clock; the moment itself belongs to it
        ("20261205T215959", "11-28"),
        ("20261205T210000Z", "12-05"),  # 22:00 in Oslo
        ("20261205T205959Z", "11-28"),
        ("20261205", "12-05"),  # a day, with its evening
    ],
)
def test_the_end_of_a_rule_is_read_by_the_clock_in_utc_or_as_a_day(until: str, last: str) -> None:
    ends = SATURDAY.model_copy(update={"rrule": f"FREQ=WEEKLY;BYDAY=SA;UNTIL={until}"})
    found = occurrences(ends, at("2026-11-20T00:00Z"), at("2027-02-01T00:00Z"))
    assert shown(found)[-1].startswith(last)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("9999-12-31T22:00:00-10:00", "9999-12-31T23:00:00-12:00"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T02:00:00+14:00"),
        ("0001-01-01T00:00:00+14:00", "0001-06-01T00:00:00Z"),
    ],
)
def test_the_ends_of_the_calendar_hold_no_window(start: str, end: str) -> None:
    assert occurrences(SATURDAY, at(start), at(end)) == ()
    ended = SATURDAY.model_copy(update={"rrule": "FREQ=WEEKLY;COUNT=3"})
    assert next_opening(ended, at("9999-12-31T22:00:00-10:00")) is None


def test_a_rule_without_a_start_goes_by_what_it_says() -> None:
    first = window(rrule="FREQ=MONTHLY;BYDAY=1SU;BYHOUR=3", duration="90min", timezone="UTC")
    found = occurrences(first, at("2026-11-01T00:00Z"), at("2027-01-01T00:00Z"))
    assert shown(found) == ["11-01T03:00/11-01T04:30", "12-06T03:00/12-06T04:30"]


def test_a_count_is_counted_from_the_start() -> None:
    four = SATURDAY.model_copy(update={"rrule": "RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=4"})
    found = occurrences(four, at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z"))
    assert [each[:5] for each in shown(found)] == ["01-03", "01-10", "01-17", "01-24"]


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_day_that_never_comes_is_given_up(rule: str) -> None:
    never = window(rrule=rule, duration="1h", timezone="UTC")
    assert occurrences(never, at("0001-01-02T00:00Z"), at("9999-12-30T00:00Z")) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rrule": "FREQ=HOURLY"}, "within a day"),
        ({"rrule": "FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,10,20,30,40"}, "25 times a day"),
        ({"duration": "2d"}, "write 48h"),
        ({"duration": "0h"}, "longer than nothing"),
        ({"starts": "0001-01-03T22:00:00+01:00"}, "from 1970"),
    ],
)
def test_rules_that_would_make_everybody_wait_are_refused(fields: dict[str, str], said: str) -> None:
    known = {"rrule": "FREQ=WEEKLY", "duration": "1h", "timezone": "UTC", "starts": "2026-01-03T22:00:00+01:00"}
    with pytest.raises(ValidationError, match=said):
        window(**{**known, **fields})


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 4 * 365 * 24 * 60),
    st.integers(1, 60),
    st.sampled_from(["SU", "MO", "TU", "WE", "TH", "FR", "SA"]),
    st.integers(0, 23),
)
def test_weekly_windows_are_those_that_counting_days_finds(minute: int, days: int, day: str, hour: int) -> None:
    begin = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    end = begin + timedelta(days=days)
    weekly = window(rrule=f"FREQ=WEEKLY;BYDAY={day};BYHOUR={hour}", duration="3h", timezone="UTC")
    number = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(day)
    midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)
    days_of = [midnight + timedelta(days=count) for count in range(days + 5)]
    opens = [each + timedelta(hours=hour) for each in days_of if each.weekday() == number]
    expected = tuple((each, each + timedelta(hours=3)) for each in opens)
    assert occurrences(weekly, begin, end) == tuple(each for each in expected if each[0] < end and begin < each[1])

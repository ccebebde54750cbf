"""Service time: the vectors of domain.md §8.3, and what holds for any calendar."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.service_level.calendars import (
    HORIZON,
    Hours,
    always,
    business_elapsed,
    deadline,
    gap,
    intervals,
    length,
    merged,
    shared,
    total,
    without,
)
from gitsm_schemas.notation import duration
from gitsm_schemas.organisation import Calendar

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def calendar(span: str = "08:00-17:00", zone: str = "UTC", **more: object) -> Hours:
    hours = {day: span.split() for day in WORKDAYS}
    return Hours.of(
        Calendar.model_validate({"kind": "calendar", "id": "office", "timezone": zone, "hours": hours, **more})
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def h(hours: float) -> timedelta:
    return timedelta(hours=hours)


@pytest.mark.parametrize(
    ("span", "start", "end", "expected"),
    [
        ("09:00-17:00", "2026-11-23 14:00", "2026-11-24 09:00", h(3)),
        ("08:00-17:00", "2014-12-12 21:00", "2014-12-15 09:30", h(1.5)),
        ("08:00-12:00 13:00-17:00", "2026-11-23 11:00", "2026-11-23 14:00", h(2)),
        ("08:00-17:00", "2026-11-23 17:00", "2026-11-24 08:00", h(0)),
        ("08:00-17:00", "2026-11-24 09:00", "2026-11-23 09:00", h(0)),
    ],
)
def test_service_time_that_passed(span: str, start: str, end: str, expected: timedelta) -> None:
    assert business_elapsed(calendar(span), at(start), at(end)) == expected


@pytest.mark.parametrize(
    ("span", "start", "amount", "expected"),
    [
        ("08:00-18:00", "2026-11-23 16:00", h(4), "2026-11-24 10:00"),
        ("08:00-17:00", "2026-11-23 16:00", h(8), "2026-11-24 15:00"),
        ("08:00-17:00", "2026-11-27 16:00", h(2), "2026-11-30 09:00"),
        ("08:00-17:00", "2026-11-23 08:00", h(9), "2026-11-23 17:00"),
        ("08:00-17:00", "2026-11-22 12:00", h(0), "2026-11-22 12:00"),
    ],
)
def test_when_it_is_due(span: str, start: str, amount: timedelta, expected: str) -> None:
    assert deadline(calendar(span), at(start), amount) == at(expected)


@pytest.mark.parametrize(
    ("zone", "start", "end", "minutes"),
    [
        ("Europe/Paris", "2026-03-29 01:30", "2026-03-29 03:30", 60),
        ("Europe/Paris", "2026-10-25 01:30", "2026-10-25 03:30", 180),
        ("Australia/Lord_Howe", "2026-10-04 01:00", "2026-10-04 03:00", 90),
        ("Europe/Paris", "2026-03-29 00:00", "2026-03-30 00:00", 23 * 60),
    ],
)
def test_the_clock_is_changed(zone: str, start: str, end: str, minutes: int) -> None:
    local = ZoneInfo(zone)
    begin = datetime.fromisoformat(start).replace(tzinfo=local)
    stop = datetime.fromisoformat(end).replace(tzinfo=local)
    assert business_elapsed(always(), begin, stop) == timedelta(minutes=minutes)
    # The same as hours of a day, not as the moments asked for.
    whole = calendar("00:00-24:00", zone, hours={"sun": ["00:00-24:00"], "mon": ["00:00-24:00"]})
    assert business_elapsed(whole, begin, stop) == timedelta(minutes=minutes)


def test_hours_that_begin_or_end_while_the_clock_leaps() -> None:
    night = calendar(zone="Europe/Oslo", hours={"sun": ["01:00-02:30", "02:45-05:00"]})
    day = datetime(2026, 3, 29, tzinfo=UTC)
    # 02:00 becomes 03:00 at 01:00 UTC: the first span ends there, and there the second begins.
    assert list(intervals(night, day, day + h(24))) == [(day, day + h(3))]
    fall = datetime(2026, 10, 25, tzinfo=UTC) - h(2)
    # 02:30 is shown twice, and the first counts: 01:00-02:30 is 23:00 to 00:30 UTC.
    assert next(intervals(night, fall, fall + h(24))) == (fall + h(1), fall + h(2.5))


def test_holidays_and_days_of_their_own() -> None:
    december = calendar(
        holidays=["2026-12-25", "2026-12-24"], overrides=[{"day": "2026-12-24", "hours": ["08:00-12:00"]}]
    )
    assert business_elapsed(december, at("2026-12-21"), at("2026-12-28")) == h(3 * 9 + 4)
    closed = Hours.of(
        Calendar.model_validate(
            {"kind": "calendar", "id": "all", "timezone": "UTC", "hours": "always", "holidays": ["2026-12-25"]}
        )
    )
    assert not closed.always
    assert business_elapsed(closed, at("2026-12-24"), at("2026-12-27")) == h(48)


def test_pauses_are_subtracted_once() -> None:
    pauses = [(at("2026-11-23 09:00"), at("2026-11-23 11:00")), (at("2026-11-23 10:00"), at("2026-11-23 12:00"))]
    assert business_elapsed(calendar(), at("2026-11-23 08:00"), at("2026-11-23 17:00"), pauses) == h(6)
    assert deadline(calendar(), at("2026-11-23 08:00"), h(2), pauses) == at("2026-11-23 13:00")


def test_a_working_day_is_what_a_weekday_has() -> None:
    office = calendar("08:00-16:00")
    assert length(office, duration("2d")) == h(16)
    assert length(office, duration("1w")) == h(40)
    assert length(office, duration("90min")) == h(1.5)
    assert length(always(), duration("1.5d")) == h(36)
    uneven = calendar(hours={"mon": ["08:00-16:00"], "fri": ["08:00-12:00"]})
    assert length(uneven, duration("1d")) == h(6)


def test_no_deadline_is_further_than_a_century() -> None:
    weekly = calendar(hours={"mon": ["08:00-09:00"]})
    assert deadline(weekly, at("2026-01-01"), h(999_999)) == at("2026-01-01") + HORIZON


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59+00:00"]
)
def test_the_ends_of_time_are_no_accident(text: str) -> None:
    moment = datetime.fromisoformat(text)
    assert business_elapsed(calendar(), moment, moment + h(0)) == h(0)
    assert deadline(calendar(), moment, h(1)).tzinfo is UTC


def test_a_gap_is_named_by_its_first_stretch() -> None:
    office, early = calendar("08:00-16:00"), calendar("09:00-16:00")
    week = at("2026-11-21"), at("2026-11-28")
    assert gap(office, early, *week) == (at("2026-11-23 08:00"), at("2026-11-23 09:00"))
    assert gap(early, office, *week) is None
    assert gap(office, always(), *week) is None


ZONES = st.sampled_from(("UTC", "Europe/Oslo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"))
EDGES = st.lists(st.sampled_from(("05:00", "08:30", "12:00", "13:15", "17:00", "24:00")), min_size=2, unique=True)


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    if draw(st.integers(0, 7)) == 0:
        return always()
    week = {}
    for day in draw(st.sets(st.sampled_from((*WORKDAYS, "sat", "sun")), min_size=1)):
        edges = sorted(draw(EDGES))
        week[day] = [f"{a}-{b}" for a, b in zip(edges[::2], edges[1::2], strict=False)]
    days = st.integers(0, 364).map(lambda number: (at("2026-01-01") + timedelta(number)).date().isoformat())
    return calendar(zone=draw(ZONES), hours=week, holidays=draw(st.lists(days, max_size=3)))


MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda minute: at("2026-01-01") + timedelta(minutes=minute))


@given(any_hours(), st.tuples(MOMENTS, MOMENTS, MOMENTS))
def test_service_time_adds_up_and_never_runs_back(hours: Hours, moments: tuple[datetime, ...]) -> None:
    first, middle, last = sorted(moments)
    whole = business_elapsed(hours, first, last)
    assert business_elapsed(hours, first, middle) + business_elapsed(hours, middle, last) == whole
    assert timedelta(0) <= whole <= last - first
    assert business_elapsed(hours, first, middle) <= whole


@given(any_hours(), MOMENTS, st.integers(1, 30_000), st.lists(st.tuples(MOMENTS, MOMENTS), max_size=2))
def test_the_deadline_is_the_inverse_of_what_passed(
    hours: Hours, start: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]
) -> None:
    amount = timedelta(minutes=minutes)
    due = deadline(hours, start, amount, pauses)
    assert business_elapsed(hours, start, due, pauses) == amount
    # It is the first such moment: a minute earlier something is left.
    assert business_elapsed(hours, start, due - timedelta(minutes=1), pauses) < amount


@given(any_hours(), MOMENTS, st.integers(0, 5_000))
def test_it_is_what_a_clock_on_the_wall_counts(hours: Hours, start: datetime, minutes: int) -> None:
    def counts(moment: datetime) -> bool:
        local = moment.astimezone(hours.zone)
        minute = local.hour * 60 + local.minute
        return any(a <= minute < b for a, b in hours.special.get(local.date(), hours.week[local.weekday()]))

    ticked = sum(counts(start + timedelta(minutes=each)) for each in range(minutes))
    assert business_elapsed(hours, start, start + timedelta(minutes=minutes)) == timedelta(minutes=ticked)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


def spans(pairs: list[tuple[int, int]]) -> tuple[tuple[datetime, datetime], ...]:
    day = datetime.combine(at("2026-01-01"), time(0), UTC)
    return merged((day + timedelta(minutes=a), day + timedelta(minutes=b)) for a, b in pairs)


@given(SPANS, SPANS)
def test_what_is_cut_out_and_what_is_shared_make_the_whole(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    one, other = spans(ours), spans(theirs)
    kept, common = tuple(without(one, other)), tuple(shared(one, other))
    assert total(kept) + total(common) == total(one)
    assert set(common) == set(shared(other, one))
    assert list(shared(kept, other)) == []
    minutes = {m for a, b in ours for m in range(a, b)} & {m for a, b in theirs for m in range(a, b)}
    assert total(common) == timedelta(minutes=len(minutes))

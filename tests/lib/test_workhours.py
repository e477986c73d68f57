"""Working time: examples a person can check by hand, and properties that must hold for every calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.lib.workhours import (
    DayKind,
    Hours,
    NoWorkingTime,
    Schedule,
    add_working_time,
    closing_after,
    resume,
    working_time_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Hours(date(2000, 1, 1), frozenset({1, 2, 3, 4, 5}), time(9), time(17, 30), SHANGHAI, "CN")
HOUR = timedelta(hours=1)


def schedule(*holidays: date, made_up: tuple[date, ...] = (), hours: tuple[Hours, ...] = (OFFICE,)) -> Schedule:
    return Schedule(hours, lambda _calendar, day: DayKind(off=day in holidays, made_up=day in made_up))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23T09:00", 2, "2026-11-23T11:00"),
        ("2026-11-23T16:30", 2, "2026-11-24T10:00"),
        ("2026-11-23T15:30", 2, "2026-11-23T17:30"),
        ("2026-11-27T17:00", 2, "2026-11-30T10:30"),
        ("2026-11-28T12:00", 2, "2026-11-30T11:00"),
        ("2026-11-23T03:00", 2, "2026-11-23T11:00"),
    ],
)
def test_hours_are_counted_only_while_the_centre_is_open(start: str, hours: int, due: str) -> None:
    assert add_working_time(schedule(), at(start), hours * HOUR).at == at(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23T10:00", 0, "2026-11-23T17:30"),
        ("2026-11-23T18:00", 0, "2026-11-24T17:30"),
        ("2026-11-28T10:00", 0, "2026-11-30T17:30"),
        ("2026-11-23T10:00", 2, "2026-11-25T17:30"),
        ("2026-11-26T10:00", 2, "2026-11-30T17:30"),
        ("2026-11-23T10:00", 5, "2026-11-30T17:30"),
    ],
)
def test_working_days_end_at_closing_time(start: str, days: int, due: str) -> None:
    assert closing_after(schedule(), at(start), days).at == at(due)


def test_a_make_up_saturday_counts_as_a_working_day() -> None:
    saturday = date(2026, 11, 28)
    assert closing_after(schedule(made_up=(saturday,)), at("2026-11-27T10:00"), 1).at == at("2026-11-28T17:30")


def test_a_holiday_is_passed_over() -> None:
    assert add_working_time(schedule(date(2026, 11, 24)), at("2026-11-23T17:00"), HOUR).at == at("2026-11-25T09:30")


def test_hours_may_change_in_the_middle() -> None:
    short = Hours(date(2026, 11, 24), frozenset({1, 2, 3, 4, 5}), time(10), time(12), SHANGHAI, "CN")
    due = add_working_time(schedule(hours=(OFFICE, short)), at("2026-11-23T16:30"), 4 * HOUR)
    assert due.at == at("2026-11-25T11:00")


def test_the_years_behind_an_answer_are_named() -> None:
    due = closing_after(schedule(date(2027, 1, 1)), at("2026-12-31T10:00"), 1)
    assert due.years == {("CN", 2026), ("CN", 2027)}


def test_a_centre_that_never_opens_is_an_error_not_a_loop() -> None:
    never = Hours(date(2000, 1, 1), frozenset(), time(9), time(17), SHANGHAI, "CN")
    with pytest.raises(NoWorkingTime):
        add_working_time(schedule(hours=(never,)), at("2026-11-23T09:00"), HOUR)


def test_hours_that_close_before_they_open_are_refused() -> None:
    with pytest.raises(ValueError, match="close after"):
        Hours(date(2000, 1, 1), frozenset({1}), time(17), time(9), SHANGHAI, "CN")


def test_a_pause_moves_the_due_time_by_the_working_time_that_was_left() -> None:
    moved = resume(
        schedule(),
        due=at("2026-11-23T11:00"),
        paused_at=at("2026-11-23T10:00"),
        resumed_at=at("2026-11-25T17:00"),
    )
    assert moved.at == at("2026-11-26T09:30")


def test_a_pause_does_not_forgive_a_due_time_already_missed() -> None:
    due = at("2026-11-23T11:00")
    moved = resume(schedule(), due=due, paused_at=at("2026-11-23T12:00"), resumed_at=at("2026-11-25T17:00"))
    assert moved.at == due


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
holidays = st.lists(days, max_size=20)
YEAR_START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 364 * 24 * 60).map(lambda minutes: YEAR_START + timedelta(minutes=minutes))
amounts = st.integers(0, 60 * 8 * 20).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=60, deadline=None)
@given(start=moments, amount=amounts, off=holidays, extra=days)
def test_excluding_a_holiday_never_makes_a_due_time_earlier(
    start: datetime, amount: timedelta, off: list[date], extra: date
) -> None:
    assert (
        add_working_time(schedule(*off, extra), start, amount).at >= add_working_time(schedule(*off), start, amount).at
    )
    assert closing_after(schedule(*off, extra), start, 3).at >= closing_after(schedule(*off), start, 3).at


@settings(max_examples=60, deadline=None)
@given(start=moments, amount=amounts, off=holidays)
def test_the_working_time_up_to_the_due_time_is_what_was_added(
    start: datetime, amount: timedelta, off: list[date]
) -> None:
    calendar = schedule(*off)
    assert working_time_between(calendar, start, add_working_time(calendar, start, amount).at) == amount


@settings(max_examples=60, deadline=None)
@given(start=moments, amount=amounts, off=holidays, to_pause=st.integers(0, 20_000), length=st.integers(0, 20_000))
def test_pause_and_resume_add_up(
    start: datetime, amount: timedelta, off: list[date], to_pause: int, length: int
) -> None:
    calendar = schedule(*off)
    due = add_working_time(calendar, start, amount).at
    paused_at = start + timedelta(minutes=to_pause)
    resumed_at = paused_at + timedelta(minutes=length)
    moved = resume(calendar, due=due, paused_at=paused_at, resumed_at=resumed_at).at
    worked = working_time_between(calendar, start, min(paused_at, due))
    if due > paused_at:
        worked += working_time_between(calendar, resumed_at, moved)
    assert worked == amount
    assert moved >= due


@settings(max_examples=60, deadline=None)
@given(first=moments, later=st.integers(0, 20_000), amount=amounts, off=holidays)
def test_who_comes_later_is_never_due_earlier(first: datetime, later: int, amount: timedelta, off: list[date]) -> None:
    calendar = schedule(*off)
    second = first + timedelta(minutes=later)
    assert add_working_time(calendar, second, amount).at >= add_working_time(calendar, first, amount).at
    assert closing_after(calendar, second, 2).at >= closing_after(calendar, first, 2).at

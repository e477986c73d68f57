"""Every hour of a clock is accounted for: what the days count is what was promised, whatever happens in between."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from disputes.explaining import (
    NOTHING,
    Day,
    Why,
    account,
    around_the_clock,
    as_data,
    counted_until,
    days_from,
    days_of,
    windows,
)
from portal.lib.workhours import (
    DayKind,
    Hours,
    KeptSchedule,
    Schedule,
    add_working_time,
    closing_after,
    resume,
    working_time_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
YEAR = [date(2026, 11, 1) + timedelta(days=number) for number in range(120)]


def office(opens: int = 9, closes: int = 17, weekdays: str = "12345") -> Hours:
    return Hours(date(2000, 1, 1), frozenset(map(int, weekdays)), time(opens), time(closes, 30), SHANGHAI, "CN")


def schedule(off: Iterable[date] = (), made_up: Iterable[date] = (), hours: Hours | None = None) -> Schedule:
    off, made_up = frozenset(off), frozenset(made_up)
    return Schedule([hours or office()], lambda _c, day: DayKind(off=day in off, made_up=day in made_up))


schedules = st.builds(
    schedule,
    st.sets(st.sampled_from(YEAR), max_size=25),
    st.sets(st.sampled_from(YEAR), max_size=5),
    st.builds(office, st.integers(6, 11), st.integers(12, 20), st.sampled_from(["12345", "1234567", "24", "6"])),
)
moments = st.integers(0, 48 * 24 * 60).map(lambda minutes: datetime(2026, 11, 2, tzinfo=SHANGHAI) + minutes * MINUTE)
lengths = st.one_of(st.tuples(st.just("hours"), st.integers(1, 40)), st.tuples(st.just("days"), st.integers(0, 10)))
# When a pause begins, as a part of the time that is left, and how long it lasts.
pauses = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60 * 24 * 12)), max_size=4)


class Clock:
    """A clock as `disputes.servicetimes` keeps it, without its database."""

    def __init__(self, over: Schedule, start: datetime, length: tuple[str, int]) -> None:
        unit, count = length
        moment = add_working_time(over, start, count * HOUR) if unit == "hours" else closing_after(over, start, count)
        self.start, self.due = start, moment.at
        self.days = days_of(over, start, moment.at)
        self.pauses: list[tuple[datetime, datetime]] = []

    def pause(self, over: Schedule, begin: datetime, end: datetime) -> None:
        kept = KeptSchedule(windows(self.days), over)
        self.due = resume(kept, due=self.due, paused_at=begin, resumed_at=end).at
        self.days = days_of(kept, self.start, self.due, self.days)
        self.pauses.append((begin, end))

    @property
    def counted(self) -> timedelta:
        return counted_until(self.days, start=self.start, end=self.due, pauses=self.pauses)


def played(clock: Clock, over: Schedule, stops: list[tuple[float, int]]) -> None:
    """Stop the clock at moments between the last one and its due time."""
    last = clock.start
    for part, minutes in stops:
        begin = last + (clock.due - last) * part
        end = begin + timedelta(minutes=minutes)
        clock.pause(over, begin, end)
        last = max(end, begin)


@settings(max_examples=150, deadline=None)
@given(schedules, moments, lengths)
def test_the_days_count_exactly_what_was_promised(over: Schedule, start: datetime, length: tuple[str, int]) -> None:
    clock = Clock(over, start, length)
    assert clock.counted == working_time_between(over, start, clock.due)
    unit, count = length
    if unit == "hours":
        assert clock.counted == count * HOUR
    else:
        working = [line for line in account(clock.days, start=start, end=clock.due) if line.counted]
        assert len(working) in {count, count + 1}, "the day of arrival may have closed at that very moment"


@settings(max_examples=150, deadline=None)
@given(schedules, moments, lengths, pauses)
def test_pauses_add_up_however_many_there_are(
    over: Schedule, start: datetime, length: tuple[str, int], stops: list[tuple[float, int]]
) -> None:
    clock = Clock(over, start, length)
    promised = clock.counted
    played(clock, over, stops)
    lines = account(clock.days, start=clock.start, end=clock.due, pauses=clock.pauses)
    assert clock.counted == promised
    elapsed = working_time_between(KeptSchedule(windows(clock.days), over), clock.start, clock.due)
    assert sum((line.counted + line.paused for line in lines), NOTHING) == elapsed
    assert [line.total for line in lines] == sorted(line.total for line in lines)


@settings(max_examples=100, deadline=None)
@given(schedules, schedules, moments, lengths, pauses)
def test_other_hours_and_holidays_published_later_change_nothing_that_was_promised(
    over: Schedule, later: Schedule, start: datetime, length: tuple[str, int], stops: list[tuple[float, int]]
) -> None:
    clock = Clock(over, start, length)
    promised, due = clock.counted, clock.due
    assert days_from({"days": as_data(clock.days)}) == clock.days
    assert counted_until(clock.days, start=start, end=due) == promised
    before = {row.day: row for row in clock.days}
    played(clock, later, stops)
    assert clock.counted == promised
    assert all(before[row.day] == row for row in clock.days if row.day in before)


@settings(max_examples=150, deadline=None)
@given(st.sets(st.sampled_from(YEAR), max_size=20), st.sampled_from(YEAR), moments, lengths)
def test_one_more_holiday_never_makes_anything_due_earlier(
    off: set[date], extra: date, start: datetime, length: tuple[str, int]
) -> None:
    assert Clock(schedule({*off, extra}), start, length).due >= Clock(schedule(off), start, length).due


def test_a_person_can_check_the_account_by_hand() -> None:
    over = schedule(off={date(2026, 11, 25)}, made_up={date(2026, 11, 28)})
    clock = Clock(over, datetime(2026, 11, 24, 16, tzinfo=SHANGHAI), ("hours", 12))
    lines = account(clock.days, start=clock.start, end=clock.due)
    assert [(line.day.day, line.why, line.counted / HOUR, line.total / HOUR) for line in lines] == [
        (24, Why.OPEN, 1.5, 1.5),
        (25, Why.HOLIDAY, 0, 1.5),
        (26, Why.OPEN, 8.5, 10),
        (27, Why.OPEN, 2, 12),
    ]


def test_plain_hours_count_day_and_night() -> None:
    days = around_the_clock(MONDAY, MONDAY + 24 * HOUR)
    lines = account(days, start=MONDAY, end=MONDAY + 24 * HOUR)
    assert [(line.day.day, line.counted / HOUR) for line in lines] == [(23, 14), (24, 10)]


def test_nothing_is_counted_before_the_start_or_without_days() -> None:
    assert counted_until([], start=MONDAY, end=MONDAY) == NOTHING
    day = Day(MONDAY.date(), MONDAY, MONDAY + HOUR)
    assert counted_until([day], start=MONDAY, end=MONDAY - HOUR) == NOTHING

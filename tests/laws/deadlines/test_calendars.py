"""The calendars that legal periods are counted on: every forum's, the weekends of the Gulf, and a person's corrections.

The federal holidays of the United States are written down here a second time, from 5 USC 6103, so that counting is
measured against something that the program does not use.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.deadlines.arithmetic import MonthRule, Span, Unit
from laws.deadlines.computing import Basis, Counting, Period, compute
from portal.reference.calendars import Calendars, ForumDays
from portal.reference.models import CalendarYear
from tests.laws.deadlines.matters import all_forums

pytestmark = pytest.mark.django_db

DAY = timedelta(1)
CALENDARS = sorted({row["calendar"] for row in all_forums().values()})
SURE = Counting(MonthRule.CLIP, "verified")


def days_of(calendar: str) -> ForumDays:
    return Calendars().of(calendar)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The `number`-th such weekday of a month; -1 for the last one."""
    days = [date(year, month, 1) + n * DAY for n in range(31)]
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    return found[number if number < 0 else number - 1]


def observed(day: date) -> date:
    """A holiday on a Saturday is kept on Friday, one on a Sunday on Monday."""
    return day + {5: -DAY, 6: DAY}.get(day.weekday(), timedelta(0))


def federal_holidays(year: int) -> set[date]:
    fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    moving = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    kept = {observed(date(year, month, day)) for month, day in fixed}
    next_new_year = observed(date(year + 1, 1, 1))
    return kept | {nth(year, *one) for one in moving} | {next_new_year}


FEDERAL = frozenset(day for year in range(2025, 2041) for day in federal_holidays(year))


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in FEDERAL


@pytest.mark.parametrize("year", range(2026, 2041))
def test_american_working_days_are_those_of_the_statute(year: int) -> None:
    days = days_of("US")
    whole = [date(year, 1, 1) + number * DAY for number in range(366 if year % 4 == 0 else 365)]
    assert [day for day in whole if (days.why_off(day) is None) != is_open(day)] == []


def test_working_days_and_rolls_agree_with_a_loop_over_the_statute() -> None:
    days = days_of("US")

    @given(trigger=st.dates(date(2026, 1, 1), date(2038, 12, 31)), quantity=st.integers(1, 120))
    def check(trigger: date, quantity: int) -> None:
        ten = compute(Period(Span(quantity, Unit.WORKING_DAY), "none", "verified"), SURE, trigger, days)
        open_days = (trigger + number * DAY for number in range(1, 400) if is_open(trigger + number * DAY))
        assert ten.raw == [next(open_days) for _ in range(quantity)][-1]

        rolled = compute(Period(Span(quantity, Unit.CALENDAR_DAY), "next_working_day", "verified"), SURE, trigger, days)
        end = trigger + quantity * DAY
        assert rolled.rolled == next(end + n * DAY for n in range(10) if is_open(end + n * DAY))
        unsure = compute(Period(Span(quantity, Unit.CALENDAR_DAY), "unknown", "verified"), SURE, trigger, days)
        before = next(end - n * DAY for n in range(10) if is_open(end - n * DAY))
        assert unsure.act_by == max(before, trigger)

    check()


@pytest.mark.parametrize("calendar", [name for name in CALENDARS if name])
def test_the_calendar_of_every_forum_covers_the_years_that_periods_run_through(calendar: str) -> None:
    """Warnings are errors here: a calendar that is only in part there would fail as well."""
    days = days_of(calendar)
    covered = range(2010, 2036) if calendar == "IN" else range(2010, 2061)
    assert [year for year in covered if not days.knows(year)] == []
    november = [day for day in (date(2026, 11, 1) + n * DAY for n in range(30)) if days.why_off(day) is None]
    assert 17 <= len(november) <= 26


@pytest.mark.parametrize(("code", "row"), sorted(all_forums().items()))
def test_a_forum_without_a_calendar_says_so_for_every_year(code: str, row: dict[str, str]) -> None:
    days = days_of(row["calendar"])
    assert all(days.knows(year) is bool(row["calendar"]) for year in (2025, 2026, 2027)), code
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    if not row["calendar"]:
        assert days.why_off(saturday) is not None
        assert days.why_off(monday) is None


@pytest.mark.parametrize("year", [2000, 2036, 2100])
def test_the_years_for_which_the_indian_calendar_is_in_part_only_count_as_unknown(year: int) -> None:
    assert not days_of("IN").knows(year)
    republic_day = date(year, 1, 26)
    assert (days_of("IN").why_off(republic_day) is not None) is (republic_day.weekday() > 4)


@pytest.mark.parametrize("year", [1700, 2101, 2150, 9999])
@pytest.mark.parametrize("calendar", ["US", "CN", "JP", "SA", "IL"])
def test_a_year_far_away_has_no_calendar_and_does_not_crash(calendar: str, year: int) -> None:
    days = days_of(calendar)
    assert not days.knows(year)
    assert [days.why_off(date(year, 6, day)) is not None for day in range(1, 8)].count(True) == 2  # a weekend


@pytest.mark.parametrize(
    ("calendar", "friday", "saturday", "sunday"),
    [
        ("SA", True, True, False),
        ("KW", True, True, False),
        ("EG", True, True, False),
        ("IL", True, True, False),
        ("BN", True, False, True),
        ("AE", False, True, True),
        ("DE:BY", False, True, True),
    ],
)
def test_weekends_are_those_of_the_country(calendar: str, friday: bool, saturday: bool, sunday: bool) -> None:
    days = days_of(calendar)
    off = [days.why_off(date(2026, 11, day)) is not None for day in (13, 14, 15)]
    assert off == [friday, saturday, sunday]


def test_the_emirates_changed_their_weekend_with_the_year_2022() -> None:
    days = days_of("AE")
    assert days.why_off(date(2021, 11, 12)) is not None  # a Friday
    assert days.why_off(date(2021, 11, 14)) is None
    assert days.why_off(date(2022, 11, 11)) is None
    assert days.why_off(date(2022, 11, 13)) is not None


def test_a_chinese_make_up_saturday_is_no_day_to_wait_for() -> None:
    """The State Council moved work to a Saturday: whoever acts before it is in time by either reading."""
    saturday = date(2026, 2, 14)
    assert Calendars().day_kind("CN", saturday).made_up
    off = days_of("CN").why_off(saturday)
    assert off is not None
    assert (off.en, off.zh) == ("Saturday", "周六")
    unsure = compute(Period(Span(1, Unit.MONTH), "unknown", "verified"), SURE, date(2026, 1, 14), days_of("CN"))
    assert unsure.act_by == date(2026, 2, 13)


def test_a_day_off_added_by_a_person_moves_the_end_and_says_so_in_both_languages() -> None:
    month = Period(Span(1, Unit.MONTH), "next_working_day", "verified")
    before = compute(month, SURE, date(2026, 10, 23), days_of("US"))
    CalendarYear.objects.create(calendar="US", year=2026, extra_holidays=["2026-11-23"], confirmed_on="2026-11-01")

    after = compute(month, SURE, date(2026, 10, 23), days_of("US"))

    assert (before.rolled, before.unconfirmed) == (date(2026, 11, 23), (2026,))
    assert (after.rolled, after.unconfirmed) == (date(2026, 11, 24), ())
    assert [(off.en, off.zh) for off in after.rolled_over] == [("Day off added by hand", "人工补录的休息日")]


def test_a_holiday_struck_out_by_a_person_is_worked_and_a_sunday_stays_a_sunday() -> None:
    thanksgiving, sunday = date(2026, 11, 26), date(2026, 11, 29)
    assert days_of("US").why_off(thanksgiving) is not None
    CalendarYear.objects.create(calendar="US", year=2026, extra_workdays=[thanksgiving.isoformat(), sunday.isoformat()])
    assert days_of("US").why_off(thanksgiving) is None
    assert days_of("US").why_off(sunday) is not None
    assert not days_of("US").is_confirmed(2026)  # a row without a day of confirmation confirms nothing


def test_a_correction_holds_for_its_calendar_and_year_alone() -> None:
    CalendarYear.objects.create(calendar="US", year=2026, extra_holidays=["2026-11-23"], confirmed_on="2026-11-01")
    assert days_of("CA").why_off(date(2026, 11, 23)) is None
    assert days_of("US").why_off(date(2027, 11, 23)) is None
    assert not days_of("US").is_confirmed(2027)


def test_a_calendar_that_nobody_knows_rolls_nothing() -> None:
    found = compute(
        Period(Span(1, Unit.MONTH), "next_working_day", "verified"), SURE, date(2026, 10, 22), days_of("ZZ")
    )
    assert (found.raw, found.rolled, found.act_by) == (date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 20))
    assert (found.basis, found.unknown_years) == (Basis.DAY_BEFORE, (2026,))

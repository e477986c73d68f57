"""Counting a period: properties that hold for every day, and arithmetic done another way as the measure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.deadlines.arithmetic import MonthRule, Span, Unit, add_months, extended, last_day
from tests.laws.deadlines.matters import CALENDARS, SPANS, TRIGGERS, MadeDays

DAY = timedelta(1)


def months_on(day: date, months: int) -> date:
    """The day of that number, months later, or the last day that the month has: found by trying."""
    first = day.replace(day=1)
    for _month in range(months):
        first = (first + 31 * DAY).replace(day=1)
    return max(other for number in range(day.day) if (other := first + number * DAY).month == first.month)


RULES, MONTHS = st.sampled_from(MonthRule), st.integers(1, 60)


@given(trigger=TRIGGERS, months=MONTHS)
def test_clipped_months_end_on_the_day_of_the_same_number_or_the_last(trigger: date, months: int) -> None:
    assert add_months(trigger, months, MonthRule.CLIP) == months_on(trigger, months)


@given(trigger=TRIGGERS, months=MONTHS)
def test_months_from_the_next_day_end_before_its_corresponding_day(trigger: date, months: int) -> None:
    """Civil Code of Japan art. 143: the day before the corresponding one; without one, the last day of the month."""
    first = trigger + DAY
    corresponding = months_on(first, months)
    is_clipped = corresponding.day != first.day
    assert add_months(trigger, months, MonthRule.NEXT_DAY) == (corresponding if is_clipped else corresponding - DAY)


@given(trigger=TRIGGERS, months=MONTHS)
def test_counting_the_first_day_gives_what_counting_from_the_day_before_gives(trigger: date, months: int) -> None:
    inclusive = add_months(trigger, months, MonthRule.INCLUSIVE)
    assert inclusive == add_months(trigger - DAY, months, MonthRule.NEXT_DAY)


@given(trigger=TRIGGERS, span=SPANS, rule=RULES, days=CALENDARS)
def test_a_period_never_ends_before_the_day_it_is_counted_from(
    trigger: date, span: Span, rule: MonthRule, days: MadeDays
) -> None:
    end = last_day(trigger, span, rule, lambda day: days.why_off(day) is not None)
    assert end >= trigger
    assert end > trigger or rule is MonthRule.INCLUSIVE


@given(a=TRIGGERS, b=TRIGGERS, span=SPANS, rule=RULES, days=CALENDARS)
def test_a_later_trigger_never_ends_a_period_earlier(
    a: date, b: date, span: Span, rule: MonthRule, days: MadeDays
) -> None:
    def is_off(day: date) -> bool:
        return days.why_off(day) is not None

    first, second = sorted((a, b))
    assert last_day(first, span, rule, is_off) <= last_day(second, span, rule, is_off)


@given(trigger=TRIGGERS, rule=RULES, years=st.integers(1, 20))
def test_a_year_is_twelve_months(trigger: date, rule: MonthRule, years: int) -> None:
    as_years = last_day(trigger, Span(years, Unit.YEAR), rule, lambda day: False)
    assert as_years == add_months(trigger, 12 * years, rule)


@given(trigger=TRIGGERS, quantity=st.integers(1, 90), days=CALENDARS)
def test_working_days_are_counted_as_a_finger_counts_them(trigger: date, quantity: int, days: MadeDays) -> None:
    end = last_day(trigger, Span(quantity, Unit.WORKING_DAY), MonthRule.CLIP, lambda day: bool(days.why_off(day)))
    between = [trigger + number * DAY for number in range(1, (end - trigger).days + 1)]
    worked = [day for day in between if day.weekday() not in days.weekend and day not in days.holidays]
    assert len(worked) == quantity
    assert worked[-1] == end


@given(trigger=TRIGGERS, span=SPANS, extension=SPANS, rule=RULES, days=CALENDARS)
def test_an_extension_ends_after_the_period_and_never_after_either_reading(
    trigger: date, span: Span, extension: Span, rule: MonthRule, days: MadeDays
) -> None:
    def is_off(day: date) -> bool:
        return days.why_off(day) is not None

    end = extended(trigger, span, extension, rule, is_off)
    assert end > last_day(trigger, span, rule, is_off)
    if span.months and extension.months:
        assert end <= add_months(trigger, span.months + extension.months, rule)


@pytest.mark.parametrize(
    ("trigger", "in_all"),
    [
        (date(2026, 12, 30), date(2027, 3, 29)),
        (date(2026, 12, 31), date(2027, 3, 30)),
        (date(2026, 1, 2), date(2026, 4, 1)),
    ],
)
def test_three_months_in_all_of_the_uk_do_not_grow_over_a_short_february(trigger: date, in_all: date) -> None:
    """Rule 17(3): three months beginning with the date of publication, also where two of them end in February."""
    two, one = Span(2, Unit.MONTH), Span(1, Unit.MONTH)
    assert extended(trigger, two, one, MonthRule.INCLUSIVE, lambda day: False) == in_all


@pytest.mark.parametrize(
    ("trigger", "rule", "end"),
    [
        (date(2024, 2, 29), MonthRule.CLIP, date(2025, 2, 28)),
        (date(2024, 2, 29), MonthRule.NEXT_DAY, date(2025, 2, 28)),
        (date(2024, 2, 29), MonthRule.INCLUSIVE, date(2025, 2, 28)),
        (date(2027, 2, 28), MonthRule.CLIP, date(2028, 2, 28)),
        (date(2027, 2, 28), MonthRule.NEXT_DAY, date(2028, 2, 29)),
        (date(2027, 2, 28), MonthRule.INCLUSIVE, date(2028, 2, 27)),
    ],
)
def test_a_year_from_and_into_a_leap_february(trigger: date, rule: MonthRule, end: date) -> None:
    assert last_day(trigger, Span(1, Unit.YEAR), rule, lambda day: False) == end

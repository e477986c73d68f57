"""Raw, rolled and act by: what holds for every rule, forum, calendar and trigger."""

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.deadlines.arithmetic import MonthRule, Span, Unit
from laws.deadlines.computing import Basis, Computed, Counting, NoDate, Period, compute, earliest, roll_status_of
from laws.deadlines.cutoffs import Cutoff
from laws.deadlines.snapshots import from_data, to_data
from tests.laws.deadlines.matters import GULF, MATTERS, TRIGGERS, MadeDays, Matter

DAY = timedelta(1)
MONTH = Period(Span(1, Unit.MONTH), "next_working_day", "verified")
SURE = Counting(MonthRule.CLIP, "verified")
ORDERS = st.none() | st.integers(0, 900)


def is_sure(matter: Matter) -> bool:
    return matter.period.text_status == roll_status_of(matter.period, matter.counting) == "verified"


@given(matter=MATTERS, trigger=TRIGGERS)
def test_no_date_lies_before_the_trigger_and_none_rolls_back(matter: Matter, trigger: date) -> None:
    found = matter.at(trigger)
    assert trigger <= found.raw <= found.rolled
    assert trigger <= found.act_by <= found.rolled


@given(matter=MATTERS, a=TRIGGERS, b=TRIGGERS)
def test_a_later_trigger_makes_no_date_earlier(matter: Matter, a: date, b: date) -> None:
    first, second = (matter.at(day) for day in sorted((a, b)))
    assert first.raw <= second.raw
    assert first.rolled <= second.rolled
    assert first.act_by <= second.act_by


@given(matter=MATTERS, trigger=TRIGGERS)
def test_act_by_passes_the_raw_date_only_where_text_and_roll_were_checked(matter: Matter, trigger: date) -> None:
    found = matter.at(trigger)
    if is_sure(matter):
        assert (found.basis, found.act_by) == (Basis.ROLLED, found.rolled)
    else:
        assert found.basis is Basis.DAY_BEFORE
        assert found.act_by <= found.raw


@given(matter=MATTERS, trigger=TRIGGERS)
def test_an_unsure_act_by_is_the_last_working_day_and_every_day_passed_over_is_told(
    matter: Matter, trigger: date
) -> None:
    found = matter.at(trigger)
    if found.basis is Basis.DAY_BEFORE:
        after = [found.act_by + number * DAY for number in range(1, (found.raw - found.act_by).days + 1)]
        assert sorted(off.day for off in found.stepped_over) == after
        assert matter.days.why_off(found.act_by) is None or found.act_by == trigger


@given(matter=MATTERS, trigger=TRIGGERS)
def test_only_a_rule_that_says_so_rolls_and_then_to_the_next_working_day(matter: Matter, trigger: date) -> None:
    found = matter.at(trigger)
    if matter.period.roll_rule != "next_working_day":
        assert found.rolled == found.raw
    else:
        assert matter.days.why_off(found.rolled) is None
        assert [off.day for off in found.rolled_over] == [
            found.raw + number * DAY for number in range((found.rolled - found.raw).days)
        ]


@given(matter=MATTERS, trigger=TRIGGERS, later=st.integers(0, 900))
def test_an_order_decides_and_is_never_passed(matter: Matter, trigger: date, later: int) -> None:
    order_on = trigger + later * DAY
    plain, found = matter.at(trigger), matter.at(trigger, order_on)
    assert found.basis is Basis.ORDER
    assert trigger <= found.act_by <= order_on
    assert (found.raw, found.rolled) == (plain.raw, plain.rolled)  # what the statute says stays to be seen


@given(matter=MATTERS, trigger=TRIGGERS, later=ORDERS)
def test_whatever_is_computed_comes_back_from_its_snapshot(matter: Matter, trigger: date, later: int | None) -> None:
    cutoff = Cutoff("Asia/Tokyo", time(23, 59), "memory")
    found = replace(matter, counting=replace(matter.counting, cutoff=cutoff)).at(
        trigger, None if later is None else trigger + later * DAY
    )
    again = from_data(json.loads(json.dumps(to_data(found))))
    assert again == found
    assert again.cutoff == cutoff


@given(found=st.lists(st.builds(lambda matter, day: matter.at(day), MATTERS, TRIGGERS), min_size=1, max_size=5))
def test_of_several_dates_the_safe_one_is_the_first_to_act_on(found: list[Computed]) -> None:
    assert earliest(found).act_by == min(one.act_by for one in found)


def test_an_unsure_end_on_a_friday_of_the_gulf_steps_back_to_thursday() -> None:
    found = compute(MONTH, replace(SURE, roll_status="memory"), date(2026, 10, 20), MadeDays(weekend=GULF))
    assert found.raw == date(2026, 11, 20)  # a Friday
    assert (found.rolled, found.act_by) == (date(2026, 11, 22), date(2026, 11, 19))


def test_a_period_within_a_long_closure_is_acted_on_at_the_latest_on_its_first_day() -> None:
    closed = frozenset(date(2026, 10, day) for day in range(1, 10))
    week = Period(Span(3, Unit.CALENDAR_DAY), "unknown", "verified")
    found = compute(week, SURE, date(2026, 10, 3), MadeDays(holidays=closed))
    assert (found.raw, found.act_by) == (date(2026, 10, 6), date(2026, 10, 3))
    assert [off.day.day for off in found.stepped_over] == [6, 5, 4]  # the day to act on is not told as passed over


@pytest.mark.parametrize("years", [range(2026, 2027), range(2027, 2028), range(0)])
def test_without_the_calendar_of_the_end_or_of_the_day_it_rolls_to_nothing_rolls(years: range) -> None:
    holidays = frozenset({date(2026, 12, 31), date(2027, 1, 1)})
    found = compute(MONTH, SURE, date(2026, 11, 30), MadeDays(years=range(2026, 2028)))
    assert found.unknown_years == ()
    found = compute(
        replace(MONTH, span=Span(31, Unit.CALENDAR_DAY)),
        SURE,
        date(2026, 11, 30),
        MadeDays(holidays=holidays, years=years),
    )
    assert found.raw == found.rolled == date(2026, 12, 31)
    assert (found.basis, found.act_by) == (Basis.DAY_BEFORE, date(2026, 12, 30))
    assert found.unknown_years


def test_working_days_need_the_calendar_of_every_year_they_run_through() -> None:
    ten = Period(Span(10, Unit.WORKING_DAY), "none", "verified")
    with pytest.raises(NoDate, match="2027") as refused:
        compute(ten, SURE, date(2026, 12, 28), MadeDays(years=range(2026, 2027)))
    assert refused.value.code == "no_calendar"


def test_an_unconfirmed_year_is_named_and_moves_nothing() -> None:
    days = MadeDays(confirmed=range(2026, 2027))
    unsure = compute(MONTH, SURE, date(2026, 12, 6), days)
    sure = compute(MONTH, SURE, date(2026, 12, 6), replace(days, confirmed=range(2026, 2028)))
    assert (unsure.unconfirmed, sure.unconfirmed) == ((2027,), ())
    assert (unsure.raw, unsure.rolled, unsure.act_by) == (sure.raw, sure.rolled, sure.act_by)


@pytest.mark.parametrize("trigger", [date.min, date(1899, 12, 31), date(2151, 1, 1), date.max])
def test_a_day_out_of_all_reason_is_refused(trigger: date) -> None:
    with pytest.raises(NoDate) as refused:
        compute(MONTH, SURE, trigger, MadeDays())
    assert (refused.value.code, set(refused.value.fields)) == ("out_of_range", {"trigger"})


@pytest.mark.parametrize(
    "span", [Span(32767, Unit.YEAR), Span(7974, Unit.YEAR), Span(7973, Unit.YEAR), Span(32767 * 12, Unit.MONTH)]
)
@pytest.mark.parametrize("rule", MonthRule)
def test_a_period_past_the_end_of_time_is_refused_and_does_not_crash(span: Span, rule: MonthRule) -> None:
    with pytest.raises(NoDate) as refused:
        compute(
            Period(span, "next_working_day", "verified"), replace(SURE, month_rule=rule), date(2026, 11, 22), MadeDays()
        )
    assert refused.value.code == "out_of_range"


@pytest.mark.parametrize(
    ("order_on", "code"), [(date(205, 11, 1), "out_of_range"), (date(2026, 11, 21), "order_before_trigger")]
)
def test_an_ordered_day_that_cannot_be_meant_is_refused(order_on: date, code: str) -> None:
    with pytest.raises(NoDate) as refused:
        compute(MONTH, SURE, date(2026, 11, 22), MadeDays(), order_on=order_on)
    assert (refused.value.code, set(refused.value.fields)) == (code, {"order_on"})


def test_a_rule_without_a_length_gives_no_date() -> None:
    with pytest.raises(NoDate) as refused:
        compute(replace(MONTH, span=Span(0, Unit.MONTH)), SURE, date(2026, 11, 22), MadeDays())
    assert refused.value.code == "no_length"


def test_the_last_year_that_is_computed_still_has_a_last_minute_in_beijing() -> None:
    cutoff = Cutoff("America/New_York", time(23, 59))
    found = compute(
        replace(MONTH, span=Span(7972, Unit.YEAR)), replace(SURE, cutoff=cutoff), date(2026, 12, 31), MadeDays()
    )
    assert found.raw.year == 9998
    assert cutoff.beijing(found.act_by).year >= 9998

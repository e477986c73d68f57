"""What a page says beside a date: days left on the forum's clock, cut-offs on both, marks that need no colour."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import translation

from laws.deadlines.arithmetic import Span, Unit
from laws.deadlines.computing import Basis, Computed
from laws.deadlines.cutoffs import Cutoff
from laws.deadlines.showing import Standing, last_minute_of, left_of, mark_of, notes_of
from portal.lib import clock, icons

Clock = Callable[[str], datetime]
DAY = date(2026, 3, 20)
AUCKLAND = Cutoff("Pacific/Auckland", time(23, 59), "memory")
NEW_YORK = Cutoff("America/New_York", time(17, 15), "secondary")


def a_date(**changes: object) -> Computed:
    plain = Computed(date(2026, 3, 2), date(2026, 3, 22), date(2026, 3, 23), DAY, Basis.DAY_BEFORE, "memory")
    return replace(plain, **{"cutoff": NEW_YORK, **changes})  # type: ignore[arg-type]  # named as the columns are


def drawn(computed: Computed, **more: object) -> str:
    page = Template(
        "{% load deadlines %}{% legal_date found status=status reviewed_by=by reviewed_on=on brief=brief %}"
    )
    context = {"found": computed, "status": "verified", "by": None, "on": None, "brief": False, **more}
    with translation.override("en"):
        return page.render(Context(context))


@pytest.mark.parametrize(
    ("now", "standing", "days"),
    [
        ("2026-03-18T09:00-04:00", Standing.AHEAD, 2),
        ("2026-03-20T00:01-04:00", Standing.TODAY, 0),
        ("2026-03-20T17:15-04:00", Standing.TODAY, 0),  # the last minute still counts; in Beijing it is tomorrow
        ("2026-03-20T17:16-04:00", Standing.OVER_THERE, 0),
        ("2026-03-23T09:00-04:00", Standing.LATE, 3),
    ],
)
def test_days_are_counted_on_the_clock_of_the_forum(now: str, standing: Standing, days: int) -> None:
    left = left_of(DAY, NEW_YORK, datetime.fromisoformat(now))
    assert (left.standing, left.days) == (standing, days)


def test_a_day_that_is_over_there_is_said_to_be_over_though_it_is_still_today_here() -> None:
    now = datetime.fromisoformat("2026-03-20T20:00+08:00")
    assert left_of(DAY, AUCKLAND, now).standing is Standing.OVER_THERE
    assert left_of(DAY, AUCKLAND, now).there == date(2026, 3, 21)
    assert left_of(DAY, NEW_YORK, now).standing is Standing.TODAY


def test_without_a_zone_beijings_days_are_counted_and_the_gap_is_said(clock_at: Clock) -> None:
    clock_at("2026-03-19T12:00+08:00")
    assert left_of(DAY, None).days == 1
    assert [note.code for note in notes_of(a_date(cutoff=None))] == ["roll", "no_zone"]


def test_the_cut_off_is_told_on_both_clocks_with_weekdays() -> None:
    with translation.override("en"):
        last = last_minute_of(DAY, NEW_YORK)
    assert last is not None
    assert last.local == "2026-03-20 (Fri) 17:15"
    assert last.beijing == "2026-03-21 (Sat) 05:15"
    assert last.zone == "America/New_York (UTC-04:00)"


def test_every_status_has_an_icon_a_word_and_a_border_of_its_own() -> None:
    marks = [mark_of(status) for status in ("verified", "secondary", "memory", "disputed")]
    assert len({mark.kind for mark in marks}) == len({mark.icon for mark in marks}) == 4
    assert len({mark.word for mark in marks}) == 4
    assert {mark.icon for mark in marks} <= set(icons.PATHS)
    assert mark_of("").kind is mark_of("unknown").kind is mark_of("memory").kind


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unconfirmed": (2027,)}, "unconfirmed"),
        ({"unknown_years": (2120,)}, "no_calendar"),
        ({"extension": Span(4, Unit.CALENDAR_DAY)}, "extended"),
        ({"order_on": date(2026, 3, 9), "basis": Basis.ORDER}, "order"),
        ({"order_on": date(2026, 4, 9), "basis": Basis.ORDER}, "order"),
    ],
)
def test_what_a_date_rests_on_is_said_beside_it(changes: dict[str, object], code: str) -> None:
    assert code not in [note.code for note in notes_of(a_date())]
    assert code in [note.code for note in notes_of(a_date(**changes))]


def test_a_trigger_that_lies_ahead_makes_a_forecast(clock_at: Clock) -> None:
    clock_at("2026-03-01T12:00+08:00")
    assert notes_of(a_date())[0].code == "forecast"
    clock_at("2026-03-02T12:00+08:00")
    assert notes_of(a_date())[0].code != "forecast"


def test_the_component_shows_the_three_dates_and_the_marks(clock_at: Clock) -> None:
    clock_at("2026-03-10T12:00+08:00")
    html = drawn(a_date())
    for said in ("2026-03-20 (Fri)", "2026-03-22 (Sun)", "2026-03-23 (Mon)", "2026-03-21 (Sat) 05:15", "10 days left"):
        assert said in html
    assert "legal-date-checked" in html
    assert "not reviewed by a named person" in html
    assert "Verified by" not in html


def test_only_a_named_persons_review_reads_verified() -> None:
    html = drawn(a_date(), by="Li Ming", on=clock.today())
    assert "Verified by Li Ming on" in html


def test_the_brief_form_keeps_the_date_to_act_on_and_the_marks() -> None:
    html = drawn(a_date(unconfirmed=(2026,)), brief=True, status="memory")
    assert "2026-03-20 (Fri)" in html
    assert "2026-03-22" not in html
    assert "legal-date-memory" in html
    assert "calendar not confirmed" in html

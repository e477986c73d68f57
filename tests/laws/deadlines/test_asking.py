"""One question over the rows of the library: what is refused, what overrides, and what it costs."""

from collections.abc import Callable
from datetime import date, datetime
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from laws.deadlines.asking import Question, ask, extension_of
from laws.deadlines.calculator import Matter, calculate
from laws.deadlines.computing import Basis, Computed, NoDate
from laws.models import DeadlineRule
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.reference.calendars import Calendars
from tests.laws.deadlines.matters import all_rules, forum_of_file, rule_of_file

pytestmark = pytest.mark.django_db

SERVED = date(2026, 11, 2)


def test_a_withdrawn_rule_says_why_and_names_the_one_in_its_place() -> None:
    new = rule_of_file("kr-tm-opposition-new")
    rule = rule_of_file(
        "us-frcp-answer", withdrawn_on=date(2026, 11, 1), withdrawn_why="Wrong article", replaced_by=new
    )
    with pytest.raises(NoDate) as refused:
        ask(Question(rule, SERVED))
    assert refused.value.code == "withdrawn"
    assert "Wrong article" in str(refused.value)
    assert "kr-tm-opposition-new" in str(refused.value)


def test_a_court_under_the_rules_forum_gives_the_zone_and_the_calendar() -> None:
    rule = rule_of_file("us-frcp-answer")
    general = ask(Question(rule, SERVED))
    concrete = ask(Question(rule, SERVED, forum=forum_of_file("us-d-ilnd")))
    assert general.computed.cutoff is None  # which court decides the zone
    assert concrete.computed.cutoff is not None
    assert f"{concrete.computed.cutoff.beijing(date(2026, 11, 23)):%m-%d %H:%M}" == "11-24 13:59"
    assert general.computed == concrete.computed


@pytest.mark.parametrize("code", ["jp-jpo", "up-cfi-munich", "us-itc"])
def test_a_forum_that_is_not_of_the_rule_is_refused(code: str) -> None:
    rule = rule_of_file("us-frcp-answer")
    with pytest.raises(Invalid) as refused:
        ask(Question(rule, SERVED, forum=forum_of_file(code)))
    assert set(refused.value.fields) == {"forum"}


def test_a_unit_that_nobody_knows_gives_no_date() -> None:
    with pytest.raises(NoDate, match="fortnight") as refused:
        ask(Question(rule_of_file("us-frcp-answer", unit="fortnight"), SERVED))
    assert refused.value.code == "unknown_unit"


def test_an_order_earlier_than_the_statute_is_the_day_to_act_on() -> None:
    rule = rule_of_file("us-frcp-answer")
    plain = ask(Question(rule, SERVED)).computed
    found = ask(Question(rule, SERVED, order_on=date(2026, 11, 15))).computed  # a Sunday
    assert (found.basis, found.act_by, found.raw) == (Basis.ORDER, date(2026, 11, 13), plain.raw)
    assert found.act_by < plain.act_by


def test_an_order_later_than_the_statute_overrides_it_too() -> None:
    found = ask(Question(rule_of_file("us-frcp-answer"), SERVED, order_on=date(2027, 1, 15))).computed
    assert (found.basis, found.act_by) == (Basis.ORDER, date(2027, 1, 15))
    assert found.raw == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule_id", "plain", "extended"),
    [
        ("us-tm-opposition", "2026-12-02", "2027-01-01"),
        ("gb-tm-opposition", "2027-01-01", "2027-02-01"),
        ("pct-national-phase", "2029-05-02", "2029-06-02"),
        ("us-itc-teo-determination", "2027-01-31", "2027-04-01"),
        ("pe-tm-opposition", "2026-12-02", "2027-01-01"),
    ],
)
def test_an_extension_that_was_granted_is_added(rule_id: str, plain: str, extended: str) -> None:
    rule = rule_of_file(rule_id)
    assert ask(Question(rule, SERVED)).computed.raw.isoformat() == plain
    assert ask(Question(rule, SERVED, is_extended=True)).computed.raw.isoformat() == extended


def test_a_length_that_is_not_an_extension_is_never_added() -> None:
    alternatives = [row["rule_id"] for row in all_rules().values() if row["extension_kind"] == "alternative"]
    assert "us-itc-teo-response" in alternatives
    for rule_id in ("us-frcp-answer", *alternatives):
        with pytest.raises(Invalid) as refused:
            ask(Question(rule_of_file(rule_id), SERVED, is_extended=True))
        assert set(refused.value.fields) == {"is_extended"}


def test_every_second_length_of_the_file_says_how_it_is_meant() -> None:
    for row in all_rules().values():
        assert bool(row["extension_kind"]) == bool(row["extension_quantity"]), row["rule_id"]


def test_what_the_file_calls_the_longer_of_two_is_never_added() -> None:
    """So that a new row of this kind cannot slip in as an extension."""
    told = [row for row in all_rules().values() if "whichever is longer" in row["extension_condition"]]
    assert told
    assert {row["extension_kind"] for row in told} == {"alternative"}


def test_where_practice_and_text_count_an_extension_differently_the_shorter_holds() -> None:
    rule = rule_of_file("co-tm-opposition")
    assert rule.extension_unit == "working_day"
    found = ask(Question(rule, SERVED, is_extended=True)).computed
    assert found.raw == date(2027, 1, 1)  # thirty days and thirty days


def test_a_rule_without_an_extension_has_none() -> None:
    assert extension_of(rule_of_file("us-frcp-answer")) is None


def test_among_several_rules_those_without_an_extension_are_counted_without_it() -> None:
    extended, alternative = rule_of_file("us-tm-opposition"), rule_of_file("fr-saisie-sue")
    found = calculate([extended, alternative], Matter([SERVED], is_extended=True))
    assert found.undated == []
    ends = {row.answer.rule: row.answer.computed.raw for row in found.dated}
    assert ends == {extended: date(2027, 1, 1), alternative: date(2026, 12, 3)}


def test_the_day_may_be_over_there_while_it_lasts_in_beijing(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2026-11-23T20:00+08:00")
    rule = rule_of_file("nz-tm-opposition")
    cutoff = ask(Question(rule, SERVED)).computed.cutoff
    assert cutoff is not None
    assert clock.today() == date(2026, 11, 23)
    assert clock.today(ZoneInfo(cutoff.zone)) == date(2026, 11, 24)
    assert cutoff.beijing(date(2026, 11, 23)) < clock.now() < cutoff.beijing(date(2026, 11, 24))


def test_the_last_minute_follows_the_summer_time_of_the_forum() -> None:
    cutoff = ask(Question(rule_of_file("us-itc-response"), SERVED)).computed.cutoff
    assert cutoff is not None
    assert f"{cutoff.beijing(date(2026, 10, 30)):%d %H:%M}" == "31 05:15"
    assert f"{cutoff.beijing(date(2026, 11, 2)):%d %H:%M}" == "03 06:15"


def answer(rule: DeadlineRule, trigger: date) -> Computed | NoDate:
    try:
        return ask(Question(rule, trigger)).computed
    except NoDate as refused:
        return refused


@pytest.mark.parametrize("trigger", [date(2024, 2, 29), date(2026, 12, 31)])
@pytest.mark.parametrize("rule_id", sorted(all_rules()))
def test_every_rule_of_the_file_answers_or_says_why_not(rule_id: str, trigger: date) -> None:
    row, rule = all_rules()[rule_id], rule_of_file(rule_id)
    found = answer(rule, trigger)
    if isinstance(found, NoDate):
        assert str(found)
        reasons = {
            "no_length": row["quantity"] == "0",
            "not_in_force": bool(row["effective_from"] or row["effective_to"]),
            "no_calendar": row["unit"] == "working_day" and not rule.forum.calendar,
        }
        assert reasons[found.code]
    else:
        assert row["quantity"] != "0"
        assert trigger <= found.act_by <= found.rolled
        assert row["status"] == "verified" or found.act_by <= found.raw


def test_asking_with_the_calendars_at_hand_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    rule = DeadlineRule.objects.select_related("forum").get(pk=rule_of_file("us-itc-response").pk)
    calendars = Calendars()
    with django_assert_num_queries(0):
        ask(Question(rule, SERVED), calendars)
    with django_assert_num_queries(1):
        ask(Question(rule, SERVED))


def test_a_warm_answer_takes_about_a_millisecond() -> None:
    calendars = Calendars()
    for rule_id in ("us-itc-response", "kr-tm-opposition-new", "ec-tm-opposition"):
        rule, took = rule_of_file(rule_id), []
        for _round in range(6):
            began = process_time()
            ask(Question(rule, SERVED), calendars)
            took.append(process_time() - began)
        assert min(took) < 0.01, rule_id  # ten times what it takes: only another order of magnitude should fail

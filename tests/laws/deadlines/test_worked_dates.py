"""The worked dates beside the rules: two implementations agreed on them before this one was written."""

import csv
import json
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from laws.deadlines.arithmetic import MonthRule, Span, Unit
from laws.deadlines.computing import Counting, Period, compute, roll_status_of
from laws.deadlines.cutoffs import Cutoff
from laws.deadlines.snapshots import from_data, to_data
from portal.lib.clock import SHANGHAI
from portal.reference.calendars import Calendars


def rows(path: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RULES = {row["rule_id"]: row for row in rows("laws/reference/deadline_rules.csv")}
FORUMS = {row["code"]: row for row in rows("portal/reference/data/forums.csv")}
TESTS = rows("laws/reference/deadline_tests.csv")


def period_of(test: dict[str, str]) -> Period:
    """The rule as the row wants it counted: with its own length, unless the row takes another one."""
    rule = RULES[test["rule_id"]]
    return Period(
        Span(int(test["override_quantity"] or rule["quantity"]), Unit(test["override_unit"] or rule["unit"])),
        test["override_roll"] or rule["roll_rule"],
        test["as_of_status"] or rule["status"],
    )


def counting_of(test: dict[str, str]) -> Counting:
    forum = FORUMS[test["forum"]]
    cutoff = Cutoff(forum["time_zone"], time.fromisoformat(forum["filing_cutoff_local"]))
    return Counting(MonthRule(forum["month_rule"]), test["as_of_status"] or forum["status"], cutoff)


def minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.django_db
@pytest.mark.parametrize("test", TESTS, ids=lambda test: f"{test['test_id']} {test['rule_id']}")
def test_a_worked_date_comes_out_as_it_was_worked(test: dict[str, str]) -> None:
    forum = FORUMS[test["forum"]]
    trigger = date.fromisoformat(test["trigger_date"])
    counting = counting_of(test)

    found = compute(period_of(test), counting, trigger, Calendars().of(forum["calendar"]))

    assert found.raw.isoformat() == test["raw_date"]
    assert found.rolled.isoformat() == test["rolled_date"]
    assert " > ".join(off.en for off in found.rolled_over) == test["roll_reason"]
    assert found.act_by.isoformat() == test["act_by"]
    assert counting.cutoff is not None
    assert (counting.cutoff.zone, counting.cutoff.at.isoformat("minutes")) == (test["time_zone"], test["local_cutoff"])
    assert minute(counting.cutoff.beijing(found.rolled)) == test["cutoff_beijing"]
    assert minute(counting.cutoff.beijing(found.act_by)) == test["act_by_cutoff_beijing"]
    assert counting.cutoff.local(found.act_by).astimezone(SHANGHAI).tzinfo == ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test["test_id"])
def test_the_status_of_a_row_is_the_one_of_its_rule_and_forum(test: dict[str, str]) -> None:
    plain = {**test, "override_roll": "", "as_of_status": ""}
    assert period_of(plain).text_status == test["rule_status"]
    assert roll_status_of(period_of(plain), counting_of(plain)) == test["roll_status"]


@pytest.mark.django_db
def test_an_unchecked_text_never_moves_act_by_past_the_raw_date() -> None:
    test = next(test for test in TESTS if test["rolled_date"] != test["raw_date"])
    days = Calendars().of(FORUMS[test["forum"]]["calendar"])
    trigger = date.fromisoformat(test["trigger_date"])
    for status in ("secondary", "memory", "disputed", ""):
        found = compute(replace(period_of(test), text_status=status), counting_of(test), trigger, days)
        assert found.act_by <= found.raw < found.rolled


@pytest.mark.django_db
def test_a_computed_date_comes_back_from_its_snapshot() -> None:
    for test in TESTS:
        days = Calendars().of(FORUMS[test["forum"]]["calendar"])
        trigger = date.fromisoformat(test["trigger_date"])
        found = compute(period_of(test), counting_of(test), trigger, days, extension=Span(2, Unit.WORKING_DAY))

        again = from_data(json.loads(json.dumps(to_data(found))))

        assert again == found
        assert again.cutoff == found.cutoff

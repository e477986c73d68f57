"""Which deadlines follow from the facts of an intake."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from disputes.duedates import Missing, Why, suggestions, today_at
from laws.deadlines.asking import Answer
from portal.lib import clock
from portal.reference.calendars import Calendars
from portal.reference.models import GroupMember, JurisdictionGroup
from tests.factories.laws import DeadlineRuleFactory, DisputeTypeFactory
from tests.factories.reference import ForumFactory, JurisdictionFactory

SERVED = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def a_rule(rule_id: str = "us-frcp-answer", *, kind: str = "us_court", **columns: Any) -> Any:
    columns = {
        "role": "respondent",
        "trigger_kind": "service",
        "quantity": 21,
        "roll_rule": "next_working_day",
        **columns,
    }
    return DeadlineRuleFactory.create(
        rule_id=rule_id,
        dispute_type=DisputeTypeFactory.create(code=kind, name_zh=kind, name_en=kind),
        **columns,
    )


def asked(
    received_on: date | None = date(2026, 3, 2),
    *,
    place: str = "US",
    kind: str = "us_court",
    role: str = "accused",
    **more: Any,
) -> tuple[list[Answer], list[Missing]]:
    return suggestions(place, kind, role, received_on, Calendars(), **more)


def test_papers_that_came_set_off_the_rules_that_count_from_a_service() -> None:
    rule = a_rule()
    answers, missing = asked()
    assert [(one.rule, one.computed.raw) for one in answers] == [(rule, date(2026, 3, 23))]
    assert missing == []


def test_the_earliest_stands_first() -> None:
    a_rule()
    a_rule("us-sooner", quantity=7)
    assert [one.rule.rule_id for one in asked()[0]] == ["us-sooner", "us-frcp-answer"]


@pytest.mark.parametrize("role", ["right_holder", "squatted", "third_party", "prevention", "", "nonsense"])
def test_a_rule_for_the_accused_is_nobody_elses(role: str) -> None:
    a_rule()
    assert asked(role=role) == ([], [])


def test_the_date_of_another_trigger_is_asked_for() -> None:
    rule = a_rule(trigger_kind="judgment_entered")
    assert asked() == ([], [Missing(rule, Why.TRIGGER)])


def test_without_a_day_or_with_one_in_the_future_nothing_is_computed() -> None:
    rule = a_rule()
    assert asked(None) == ([], [Missing(rule, Why.TRIGGER)])
    assert asked(clock.today() + timedelta(days=3)) == ([], [Missing(rule, Why.TRIGGER)])


def test_a_day_that_has_begun_at_the_forum_is_not_in_the_future(clock_at: Any) -> None:
    auckland = ForumFactory.create(code="nz-iponz", time_zone="Pacific/Auckland")
    clock_at("2026-03-02T22:00+08:00")
    assert today_at(auckland) == date(2026, 3, 3)
    assert today_at(ForumFactory.create()) == date(2026, 3, 2)


def test_a_rule_of_one_platform_waits_until_that_platform_is_named() -> None:
    walmart = ForumFactory.create(
        code="us-walmart", kind="platform", name_en="Walmart Marketplace", name_zh="沃尔玛平台"
    )
    rule = a_rule("plat-walmart-counter", kind="platform", forum=walmart, trigger_kind="complaint_notice", quantity=7)
    assert asked(kind="platform") == ([], [Missing(rule, Why.FORUM)])
    assert asked(kind="platform", forum_name="亚马逊")[1] == [Missing(rule, Why.FORUM)]
    answers, missing = asked(kind="platform", forum_name="沃尔玛平台美国站")
    assert [one.rule for one in answers] == [rule]
    assert missing == []


def test_the_court_that_was_named_decides_about_the_clock() -> None:
    rule = a_rule(forum=ForumFactory.create(time_zone=""))
    chicago = ForumFactory.create(
        code="us-d-ilnd", name_en="Northern District of Illinois", parent=rule.forum, time_zone="America/Chicago",
        filing_cutoff_local="23:59",
    )  # fmt: skip
    answers, _missing = asked(forum_name="N.D. Ill. (Northern District of Illinois)")
    assert answers[0].forum == chicago
    assert asked()[0][0].forum == rule.forum


def test_union_law_counts_for_a_member_state() -> None:
    union = JurisdictionFactory.create(code="EU", kind="organisation")
    group = JurisdictionGroup.objects.create(code="EU", jurisdiction=union)
    germany = JurisdictionFactory.create(code="DE")
    GroupMember.objects.create(group=group, jurisdiction=germany)
    rule = a_rule(
        "eu-customs-destruction", kind="customs", jurisdiction=union, trigger_kind="detention_notice",
        forum=ForumFactory.create(code="eu-customs", kind="customs", calendar="XECB"), unit="working_day", quantity=10,
    )  # fmt: skip
    assert [one.rule for one in asked(place="DE", kind="customs")[0]] == [rule]
    assert asked(place="FR", kind="customs") == ([], [])


def test_a_rule_under_a_condition_waits_for_a_person_and_names_it() -> None:
    rule = a_rule(
        "us-under-a-condition", kind="itc_337", only_if_zh="货物为易腐品", only_if_en="the goods are perishable"
    )
    answers, missing = asked(kind="itc_337")
    assert answers == []
    assert [(one.rule, one.why) for one in missing] == [(rule, Why.CONDITION)]
    with translation.override("en"):
        assert "the goods are perishable" in asked(kind="itc_337")[1][0].reason


def test_a_rule_without_a_length_says_so_and_one_not_in_force_is_left_out() -> None:
    lengthless = a_rule("us-none", quantity=0)
    a_rule("us-later", effective_from=date(2026, 6, 1), effective_keyed_on="service")
    answers, missing = asked()
    assert answers == []
    assert [(one.rule, one.why) for one in missing] == [(lengthless, Why.NO_DATE)]
    with translation.override("en"):
        assert "no fixed length" in asked()[1][0].reason


def test_where_old_and_new_law_differ_the_deciding_date_is_asked_for() -> None:
    rule = a_rule("us-new", effective_from=date(2026, 1, 1), effective_keyed_on="filing")
    assert asked() == ([], [Missing(rule, Why.KEY)])


def test_a_withdrawn_rule_is_not_offered() -> None:
    a_rule(withdrawn_on=date(2026, 1, 1), withdrawn_why="wrong")
    assert asked() == ([], [])


def test_the_number_of_queries_does_not_grow_with_the_rules(django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        a_rule(f"us-rule-{number}")
    calendars = Calendars()
    with django_assert_max_num_queries(3):
        suggestions("US", "us_court", "accused", date(2026, 3, 2), calendars, forum_name="US district court")

"""Why this date: the lines say how it was counted, from a fresh answer and from a stored one alike."""

import json
from datetime import date

import pytest
from django.utils import translation

from laws.deadlines.asking import Question, ask
from laws.deadlines.explaining import Part, explain, public_name
from laws.deadlines.quotes import language_of
from laws.deadlines.snapshots import from_data, to_data
from laws.models import DeadlineRule
from tests.factories.accounts import UserFactory
from tests.factories.laws import DeadlineRuleFactory

pytestmark = pytest.mark.django_db


def a_rule(month_rule: str = "clip", **columns: object) -> DeadlineRule:
    rule = DeadlineRuleFactory.create(roll_rule="next_working_day", **columns)
    forum = rule.forum
    forum.calendar, forum.month_rule, forum.fact_status, forum.filing_cutoff_local = (
        "US",
        month_rule,
        "verified",
        "23:59",
    )
    forum.save()
    return rule


def why(rule: DeadlineRule, trigger: date, **known: object) -> dict[str, Part]:
    answer = ask(Question(rule, trigger, **known))  # type: ignore[arg-type]  # named as the fields are
    with translation.override("en"):
        return {part.key: part for part in explain(rule, answer.forum, answer.computed, keys=answer.question.keys)}


def said(part: Part) -> str:
    return " | ".join(f"{line.label} {line.value}" for line in part.lines)


@pytest.mark.parametrize(
    ("month_rule", "sentence"),
    [
        ("clip", "ends on the day of the same number as 2026-03-10 (Tue)"),
        ("jp", "Counting begins with the day after 2026-03-10 (Tue)"),
        ("inclusive", "2026-03-10 (Tue) is the first day of the period"),
    ],
)
def test_each_way_of_counting_months_is_told(month_rule: str, sentence: str) -> None:
    steps = why(a_rule(month_rule, unit="month", quantity=2), date(2026, 3, 10))["steps"]
    assert steps.is_steps
    assert sentence in said(steps)


def test_days_left_out_of_working_days_are_named_once() -> None:
    parts = why(a_rule(unit="working_day", quantity=5), date(2026, 11, 23))
    assert "5 working days are counted; 3 days off in between are not." in said(parts["steps"])
    assert [line.label for line in parts["skipped"].lines] == [
        "2026-11-26 (Thu)",
        "2026-11-28 (Sat)",
        "2026-11-29 (Sun)",
    ]
    assert "Thanksgiving Day (not counted)" in said(parts["skipped"])


def test_inputs_name_order_extension_and_key_dates() -> None:
    rule = a_rule(extension_quantity=30, extension_unit="calendar_day")
    parts = why(
        rule,
        date(2026, 11, 2),
        is_extended=True,
        order_on=date(2026, 12, 24),
        keys={"filing": date(2024, 1, 5)},
    )
    assert "Filing date 2024-01-05 (Fri)" in said(parts["inputs"])
    assert "Extension granted 30 calendar days" in said(parts["inputs"])
    assert "2026-12-24 (Thu)" in said(parts["inputs"])
    assert "An order sets the day." in said(parts["steps"])


def test_an_unchecked_rule_says_so_among_its_limits() -> None:
    parts = why(a_rule(fact_status="memory"), date(2026, 11, 2))
    assert "may be wrong or out of date" in said(parts["limits"])
    assert "Not everything was checked" in said(parts["steps"])
    assert "may be wrong" not in said(why(a_rule(), date(2026, 11, 2))["limits"])


def test_a_stored_answer_is_explained_like_a_fresh_one() -> None:
    rule = a_rule(effective_from=date(2020, 1, 1), effective_keyed_on="publication", source_quote="in 30 Tagen")
    answer = ask(Question(rule, date(2026, 12, 2)))
    stored = from_data(json.loads(json.dumps(to_data(answer.computed))))
    assert explain(rule, answer.forum, stored) == explain(rule, answer.forum, answer.computed)


@pytest.mark.parametrize(
    ("quote", "place", "tag"),
    [
        ("within thirty days after the publication", "OM", "en"),
        ("Innerhalb einer Frist von drei Monaten", "DE", "de"),
        ("商標掲載公報の発行の日から二月以内に限り", "JP", "ja"),
        ("任何人得自商標註冊公告日後三個月內", "TW", "zh-Hant"),
        ("自公告之日起三个月内", "CN", "zh-Hans"),
        ("심결 또는 결정의 등본", "KR", "ko"),
        ("intra tres menses", "VA", ""),
    ],
)
def test_a_quote_is_marked_with_its_language(quote: str, place: str, tag: str) -> None:
    assert language_of(quote, place) == tag


def test_no_address_is_shown_for_a_person_without_a_name() -> None:
    person = UserFactory.create(name="", email="someone@centre.example")
    assert "@" not in public_name(person)
    assert public_name(UserFactory.create(name="Li Ming")) == "Li Ming"
    assert public_name(None) == ""

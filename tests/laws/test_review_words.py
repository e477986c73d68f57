"""How far a rule can be relied on, in words and icons: only a named person's review reads 已核实."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import override

from laws.models import DeadlineRule
from laws.words import review_words
from tests.factories.accounts import UserFactory
from tests.factories.laws import DeadlineRuleFactory

pytestmark = pytest.mark.django_db


def shown(rule: DeadlineRule) -> str:
    return Template("{% load library %}{% review_mark rule %}").render(Context({"rule": rule}))


def reviewed(status: str) -> DeadlineRule:
    rule: DeadlineRule = DeadlineRuleFactory.create(
        fact_status=status, reviewed_by=UserFactory.create(), reviewed_on=date(2026, 11, 2)
    )
    return rule


def test_a_persons_review_reads_verified_with_its_day() -> None:
    with override("zh-hans"):
        assert "已核实 2026-11-02" in shown(reviewed("verified"))


@pytest.mark.parametrize("status", ["verified", "secondary", "memory", "disputed", ""])
def test_nothing_else_reads_verified(status: str) -> None:
    with override("zh-hans"):
        assert "已核实" not in shown(DeadlineRuleFactory.create(fact_status=status))


@pytest.mark.parametrize("status", ["secondary", "memory", "disputed"])
def test_a_review_cannot_make_up_for_a_text_that_nobody_found(status: str) -> None:
    assert review_words(reviewed(status)).kind != "reviewed"


def test_the_kinds_are_told_apart_without_colour() -> None:
    marks = [
        review_words(rule)
        for rule in (
            reviewed("verified"),
            DeadlineRuleFactory.create(fact_status="verified"),
            DeadlineRuleFactory.create(fact_status="secondary"),
            DeadlineRuleFactory.create(fact_status="disputed"),
        )
    ]
    assert len({mark.icon for mark in marks}) == len({mark.label for mark in marks}) == 4

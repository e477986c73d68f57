"""The receipts of the emergency door name what is due and what was told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from disputes.privatelinks import token_of
from portal.lib import clock
from portal.lib.formats import day_with_weekday
from tests.clients import as_user
from tests.factories.accounts import UserFactory
from tests.factories.disputes import DisputeTypeFactory
from tests.factories.emergencies import a_filing, a_waiting_filing, case_of, the_ground
from tests.factories.laws import DeadlineRuleFactory

pytestmark = pytest.mark.django_db
STORY = "亚马逊店铺十七个链接被下架。"


@pytest.fixture(autouse=True)
def now(clock_at: Callable[[str], Any]) -> None:
    """A Sunday; the rule counts seven days from the service."""
    the_ground()
    clock_at("2026-11-22T12:00+08:00")
    DeadlineRuleFactory.create(
        rule_id="us-sooner",
        dispute_type=DisputeTypeFactory.create(code="schedule_a"),
        role="respondent",
        trigger_kind="service",
        quantity=7,
        roll_rule="none",
    )


def known() -> dict[str, Any]:
    return {"what_happened": STORY, "received_on": clock.today(), "next_date": date(2026, 11, 24), "docket": "26-cv-7"}


@pytest.mark.parametrize("make", [a_filing, a_waiting_filing])
def test_the_receipt_names_the_dates_the_story_and_the_ways_on(client: Client, make: Callable[..., Any]) -> None:
    page = client.get(f"/en/emergency/receipt/{token_of(make(**known()))}/").text
    due = page[page.index('id="due"') : page.index('id="told"')]
    assert day_with_weekday(date(2026, 11, 24)) in due or "2026-11-24" in due, "the printed date"
    assert "2026-11-29" in due
    assert "7 days left" in due
    assert "/deadlines/rules/us-sooner/why/?trigger=2026-11-22" in due
    assert "/deadlines/?jurisdiction=US&amp;dispute_type=schedule_a&amp;trigger=2026-11-22" in due
    assert STORY in page[page.index('id="told"') :]
    assert "26-cv-7" in page


def test_the_receipt_of_who_is_logged_in_names_them_too() -> None:
    person = UserFactory.create()
    case = case_of(a_filing(by=person, **known()))
    page = as_user(person).get(f"/en/cases/{case.reference}/receipt/").text
    due = page[page.index('id="due"') : page.index('id="told"')]
    assert "2026-11-24" in due
    assert "2026-11-29" in due
    assert STORY in page


def test_without_any_day_the_receipt_asks_for_it(client: Client) -> None:
    page = client.get(f"/en/emergency/receipt/{token_of(a_filing())}/").text
    assert "Tell us when the papers arrived." in page

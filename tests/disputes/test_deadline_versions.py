"""The page of a deadline while, and after, its rule or its date became another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.actions.recounting import recount_due
from disputes.choices import CaseKind
from disputes.models import Deadline
from disputes.states import CaseState
from laws.deadlines.versions import record_versions
from laws.models import DeadlineRule
from portal.accounts.models import User
from portal.lib import clock
from tests.factories.deadlines import a_deadline, a_rule
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, our_role="accused")


def counted(cast: Cast) -> Deadline:
    """One that rests on version 1 of its rule: 21 days, text checked."""
    rule = a_rule(fact_status="verified", citation="FRCP 12(a)")
    record_versions([rule])
    return a_deadline(cast, rule=rule, trigger=clock.today() - timedelta(days=2))


def rewritten(row: Deadline, **columns: Any) -> None:
    DeadlineRule.objects.filter(case_deadlines=row).update(**columns)
    record_versions()


def why(cast: Cast, as_user: As, row: Deadline) -> str:
    url = f"/en/cases/{cast.case.reference}/deadlines/{row.pk}/"
    return as_user(cast.owner).get(url).content.decode()


def test_until_it_is_counted_again_the_page_says_what_the_date_was_counted_from(cast: Cast, as_user: As) -> None:
    row = counted(cast)
    rewritten(row, quantity=60, citation="FRCP 99", fact_status="memory")
    page = why(cast, as_user, row)
    assert "version 1" in page
    assert "21 calendar days" in page
    assert "FRCP 12(a)" in page
    assert "60 calendar days" not in page
    assert "FRCP 99" not in page
    assert "being counted again" in page


def test_a_date_that_the_rule_no_longer_gives_keeps_the_words_it_was_counted_from(cast: Cast, as_user: As) -> None:
    row = counted(cast)
    rewritten(row, quantity=0)
    assert recount_due()["to_look_at"] == 1
    assert recount_due()["to_look_at"] == 0
    page = why(cast, as_user, row)
    assert "21 calendar days" in page
    assert "no fixed number" not in page
    assert "being counted again" not in page


def test_a_rule_that_did_not_change_says_nothing_of_versions_to_come(cast: Cast, as_user: As) -> None:
    assert "The rule has changed since" not in why(cast, as_user, counted(cast))


def test_a_replaced_date_counts_no_days_and_leads_to_the_one_that_counts(cast: Cast, as_user: As) -> None:
    row = counted(cast)
    assert "days left" in why(cast, as_user, row)
    rewritten(row, quantity=60)
    recount_due()
    rewritten(row, quantity=90)
    recount_due()
    newest = Deadline.objects.get(case=cast.case, state="running")
    page = why(cast, as_user, row)
    assert f"/en/cases/{cast.case.reference}/deadlines/{newest.pk}/" in page
    assert newest.act_by.isoformat() in page
    assert "days left" not in page
    assert "21 calendar days" in page


def test_the_day_the_papers_came_starts_only_what_counts_from_papers(cast: Cast, as_user: As) -> None:
    cast.case.received_on = clock.today() - timedelta(days=3)
    cast.case.save()
    a_rule("us-appeal", trigger_kind="judgment_entered")
    a_rule("us-answer", trigger_kind="service")
    user = as_user(cast.owner)
    new = f"/en/cases/{cast.case.reference}/deadlines/new/"
    appeal = user.get(f"{new}?rule=us-appeal")
    assert appeal.context["form"]["trigger"].value() is None
    assert "Counted from: judgment entered" in appeal.content.decode()
    answer = user.get(f"{new}?rule=us-answer")
    assert answer.context["form"]["trigger"].value() == cast.case.received_on
    assert "Counted from: service" in answer.content.decode()

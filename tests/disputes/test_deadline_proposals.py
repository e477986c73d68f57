"""What the portal adds by itself when a case is filed, whichever way."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.actions.deadlines import confirm_deadline, drop_deadline
from disputes.actions.proposing import propose_at_filing, still_missing
from disputes.choices import Priority
from disputes.models import Case, CaseEvent, Deadline
from portal.lib import clock
from portal.lib.errors import Conflict
from portal.reference.calendars import Calendars
from tests.clients import as_user
from tests.factories.accounts import UserFactory, a_member
from tests.factories.deadlines import a_rule
from tests.factories.disputes import DisputeTypeFactory

pytestmark = pytest.mark.django_db


def filed(intake_data: dict[str, Any], **typed: Any) -> tuple[Case, Client]:
    client = as_user(UserFactory.create())
    kind = DisputeTypeFactory.create(code="us_court", name_en="US court")
    data = {**intake_data, "key": str(uuid.uuid4()), "our_role": "accused", "dispute_type": kind.pk, **typed}
    response = client.post("/cases/new/", data)
    assert response.status_code == 302, response.context["form"].errors
    return Case.objects.get(idempotency_key=data["key"]), client


def test_a_filed_case_has_the_deadlines_that_follow_from_the_day_the_papers_came(intake_data: dict[str, Any]) -> None:
    rule = a_rule()
    received = clock.today() - timedelta(days=3)
    case, client = filed(intake_data, received_on=received.isoformat())
    row = Deadline.objects.get(case=case)
    assert (row.rule, row.added_by, row.is_unconfirmed) == (rule, None, True)
    assert row.inputs["used"] == received.isoformat()
    assert (case.next_deadline, case.next_act_by) == (row, row.act_by)
    assert CaseEvent.objects.get(subject=case, kind="deadlines_computed").actor_id is None
    page = client.get(f"/en/cases/{case.reference}/deadlines/").content.decode()
    assert "Computed by the portal, not confirmed by a person" in page


def test_a_printed_date_becomes_a_deadline_of_its_own(intake_data: dict[str, Any]) -> None:
    day = clock.today() + timedelta(days=2)
    case, _client = filed(intake_data, next_date=day.isoformat(), next_date_what="开庭")
    row = Deadline.objects.get(case=case)
    assert (row.rule, row.act, row.raw_on, row.added_by) == (None, "开庭", day, case.filer)
    assert case.priority == Priority.P0


def test_a_computed_date_that_is_near_decides_about_the_priority(intake_data: dict[str, Any]) -> None:
    a_rule(quantity=4)
    case, _client = filed(intake_data, received_on=(clock.today() - timedelta(days=3)).isoformat())
    assert (case.priority, case.priority_reasons) == (Priority.P0, ["act_3"])


def test_a_rule_that_counts_from_something_else_is_asked_about(intake_data: dict[str, Any]) -> None:
    rule = a_rule(trigger_kind="judgment_entered")
    case, _client = filed(intake_data, received_on=clock.today().isoformat())
    assert not Deadline.objects.exists()
    assert [one.rule for one in still_missing(case, Calendars())] == [rule]


def test_proposing_again_adds_nothing_not_even_what_was_dropped(intake_data: dict[str, Any]) -> None:
    a_rule()
    case, _client = filed(
        intake_data,
        received_on=(clock.today() - timedelta(days=3)).isoformat(),
        next_date=(clock.today() + timedelta(days=40)).isoformat(),
    )
    assert Deadline.objects.count() == 2
    assert propose_at_filing(case) == []
    filer = case.filer
    assert filer is not None
    for row in Deadline.objects.all():
        drop_deadline(deadline=row, by=filer, reason="无关")
    case.refresh_from_db()
    assert propose_at_filing(case) == []
    assert still_missing(case, Calendars()) == []


def test_whoever_holds_the_case_confirms_once(intake_data: dict[str, Any]) -> None:
    a_rule()
    case, _client = filed(intake_data, received_on=(clock.today() - timedelta(days=3)).isoformat())
    officer = a_member("centre_officer", centre=case.centre)
    Case.objects.filter(pk=case.pk).update(holder=officer)
    row = Deadline.objects.get()
    confirm_deadline(deadline=row, by=officer)
    assert (row.is_unconfirmed, row.confirmed_by) == (False, officer)
    with pytest.raises(Conflict):
        confirm_deadline(deadline=row, by=officer)


def test_without_a_day_nothing_is_added(intake_data: dict[str, Any]) -> None:
    a_rule()
    case, _client = filed(intake_data)
    assert not Deadline.objects.exists()
    assert case.next_deadline is None
    assert not CaseEvent.objects.filter(kind__startswith="deadline").exists()

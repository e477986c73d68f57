"""Deadlines outside their own pages: the queue, the API, the archived file, a person's own data."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from disputes.choices import CaseKind
from disputes.models import Case, Deadline, Look
from disputes.papers.casefile import deadlines_export, parts_of
from disputes.states import CaseState
from portal.accounts.models import TokenScope, User
from tests.clients import Program
from tests.factories.deadlines import a_deadline, a_forum, a_rule, due_in
from tests.factories.disputes import CaseFactory, Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE)


def another(cast: Cast) -> Case:
    case: Case = CaseFactory.create(claim=None, enterprise=cast.enterprise, centre=cast.centre, filer=cast.owner)
    return case


def listed(client: Client, query: str) -> list[Any]:
    return [case.pk for case in client.get(f"/en/triage/?{query}").context["page"].object_list]


def test_the_queue_shows_the_next_deadline_of_each_case(cast: Cast, as_user: As) -> None:
    row = due_in(cast.case, 5)
    page = as_user(cast.officer).get("/en/triage/").content.decode()
    assert row.act_by.isoformat() in page
    assert "5 days left" in page


def test_an_enterprise_reads_the_legal_date_in_its_list_of_cases(cast: Cast, as_user: As) -> None:
    row = due_in(cast.case, 5)
    page = as_user(cast.owner).get("/en/cases/").content.decode()
    assert "Legal deadline" in page
    assert "Handling due" in page
    assert row.act_by.isoformat() in page


def test_the_day_the_papers_came_is_told_without_their_kind(cast: Cast, as_user: As) -> None:
    Case.objects.filter(pk=cast.case.pk).update(received_on=date(2025, 3, 4), papers="", service_channel="")
    assert "2025-03-04" in as_user(cast.officer).get(f"/en/triage/{cast.case.reference}/").content.decode()


def test_the_queue_is_sorted_and_narrowed_by_the_deadline(cast: Cast, as_user: As) -> None:
    near, far, passed, none = cast.case, another(cast), another(cast), another(cast)
    due_in(near, 2)
    due_in(far, 9)
    marked = due_in(passed, -2)
    officer = as_user(cast.officer)
    assert listed(officer, "order=deadline") == [passed.pk, near.pk, far.pk, none.pk]
    assert listed(officer, "deadline=3") == [near.pk]
    assert set(listed(officer, "deadline=10")) == {near.pk, far.pk}
    assert listed(officer, "deadline=passed") == [passed.pk]
    assert listed(officer, "deadline=look") == []
    Deadline.objects.filter(pk=marked.pk).update(look=Look.WITHDRAWN)
    assert listed(officer, "deadline=look") == [passed.pk]


@pytest.mark.parametrize("rows", [2, 9])
def test_the_queue_costs_the_same_with_deadlines(
    cast: Cast, rows: int, as_user: As, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    rule = a_rule()
    for number in range(rows):
        cast.case = another(cast)
        a_deadline(cast, rule=rule, trigger=date(2026, 3, 2) + timedelta(days=number))
    officer = as_user(cast.officer)
    officer.get("/en/triage/")
    with django_assert_max_num_queries(13):
        officer.get("/en/triage/")


def test_the_api_tells_them_with_rule_and_version(cast: Cast) -> None:
    row = a_deadline(cast, trigger=date(2026, 3, 2))
    body = Program(cast.owner, TokenScope.CASES_READ).get(f"/api/v1/me/cases/{cast.case.reference}/").json()
    (told,) = body["deadlines"]
    assert (told["rule"], told["rule_version"], told["act_by"]) == ("us-frcp-answer", 1, "2026-03-23")
    assert (told["id"], told["confirmed"], told["state"]) == (row.pk, True, "running")
    assert body["next_act_by"] == "2026-03-23"


def test_the_archived_file_lists_them_with_their_inputs(cast: Cast) -> None:
    assert "deadlines.json" not in [part.name for part in parts_of(cast.case, log_upto=0)]
    a_deadline(cast, trigger=date(2026, 3, 2))
    assert "deadlines.json" in [part.name for part in parts_of(cast.case, log_upto=0)]
    (row,) = json.loads(deadlines_export(cast.case))
    assert row["inputs"]["triggers"] == ["2026-03-02"]
    assert (row["rule"], row["act_by"], row["added_by"]) == ("us-frcp-answer", "2026-03-23", cast.owner.pk)


def test_a_deadline_says_where_it_is_counted(cast: Cast, as_user: As) -> None:
    rule = a_rule(forum=a_forum("us-district", time_zone=""))
    chicago = a_forum("us-d-ilnd", parent=rule.forum, time_zone="America/Chicago")
    row = a_deadline(cast, rule=rule, trigger=date(2026, 3, 2), forum=chicago)
    assert row.forum == chicago
    page = as_user(cast.owner).get(f"/en/cases/{cast.case.reference}/deadlines/{row.pk}/").content.decode()
    assert "America/Chicago" in page

"""A person's deadlines as a calendar behind a secret address."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from disputes.actions.calendarlinks import make_calendar_link, revoke_calendar_link
from disputes.actions.deadlines import mark_done
from disputes.choices import CaseKind
from disputes.models import CalendarLink
from disputes.states import CaseState
from portal.accounts.models import Membership, User
from portal.lib import clock
from tests.factories.deadlines import a_deadline, due_in
from tests.factories.disputes import Cast

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def events(secret: str) -> list[Any]:
    response = Client().get(f"/calendar/{secret}.ics")
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def summaries(user: User) -> list[str]:
    return [str(event["summary"]) for event in events(make_calendar_link(by=user))]


@pytest.fixture
def cast() -> Cast:
    return Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE)


def test_one_event_a_deadline_on_the_day_to_act_by(cast: Cast) -> None:
    row = a_deadline(cast, trigger=date(2026, 3, 2))
    (event,) = events(make_calendar_link(by=cast.owner))
    assert event["dtstart"].dt == row.act_by
    assert event["dtend"].dt == row.act_by + timedelta(days=1)
    assert str(event["uid"]).startswith(f"deadline-{row.pk}@")
    assert event["sequence"] == row.version
    assert str(cast.case.reference) in event["summary"]
    for said in ("2026-03-23", "23:59", "America/New_York"):
        assert said in event["description"]
    assert not event.walk("VALARM")


def test_enterprise_counsel_and_holder_have_it_and_nobody_else(cast: Cast) -> None:
    due_in(cast.case, 9)
    for person in (cast.owner, cast.member, cast.counsel, cast.officer):
        assert len(summaries(person)) == 1
    for person in (cast.colleague, cast.head, cast.stranger, cast.other_officer, cast.supervisor):
        assert summaries(person) == []


def test_of_a_restricted_case_neither_number_nor_act_is_told() -> None:
    cast = Cast(held=True, kind=CaseKind.GUIDANCE, state=CaseState.IN_GUIDANCE, restricted=True)
    due_in(cast.case, 9, act_zh="答辩")
    secret = make_calendar_link(by=cast.owner)
    (event,) = events(secret)
    content = Client().get(f"/calendar/{secret}.ics").content.decode()
    assert str(cast.case.reference) not in content
    assert "答辩" not in content
    assert "description" not in event


def test_what_ended_is_gone_at_the_next_update(cast: Cast) -> None:
    secret = make_calendar_link(by=cast.owner)
    row = due_in(cast.case, 9)
    assert len(events(secret)) == 1
    mark_done(deadline=row, by=cast.owner)
    assert events(secret) == []


def test_rights_are_looked_up_at_each_reading(cast: Cast) -> None:
    due_in(cast.case, 9)
    secret = make_calendar_link(by=cast.member)
    assert len(events(secret)) == 1
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.filter(user=cast.member).update(valid_from=yesterday, valid_to=yesterday)
    assert events(secret) == []


def test_an_unknown_a_revoked_and_a_replaced_address_answer_alike(cast: Cast) -> None:
    first = make_calendar_link(by=cast.owner)
    second = make_calendar_link(by=cast.owner)
    assert Client().get(f"/calendar/{first}.ics").status_code == 404
    assert Client().get(f"/calendar/{second}.ics").status_code == 200
    assert revoke_calendar_link(by=cast.owner)
    assert not revoke_calendar_link(by=cast.owner)
    for secret in (second, "unknown", "x" * 500):
        assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_a_person_who_left_the_portal_has_no_calendar(cast: Cast) -> None:
    secret = make_calendar_link(by=cast.owner)
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_no_cache_keeps_it_and_no_search_engine_lists_it(cast: Cast) -> None:
    response = Client().get(f"/calendar/{make_calendar_link(by=cast.owner)}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_the_page_shows_the_address_once_and_stores_only_its_hash(cast: Cast, as_user: As) -> None:
    owner = as_user(cast.owner)
    page = owner.post("/en/cases/calendar/")
    address = page.context["address"]
    assert address in page.content.decode()
    assert Client().get("/" + address.split("/", 3)[3]).status_code == 200
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in str(CalendarLink.objects.values())
    again = owner.get("/en/cases/calendar/")
    assert address not in again.content.decode()
    assert owner.post("/en/cases/calendar/", {"act": "revoke"}).status_code == 302
    assert Client().get("/" + address.split("/", 3)[3]).status_code == 404


def test_the_feed_costs_the_same_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(9):
        due_in(cast.case, number)
    secret = make_calendar_link(by=cast.owner)
    events(secret)
    with django_assert_max_num_queries(4):
        assert len(events(secret)) == 9

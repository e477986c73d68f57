"""The pages that explain and publish times."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import F

from disputes.actions.answering import ask_back
from disputes.actions.ending import reopen_case
from disputes.choices import CaseKind, ClockKind
from disputes.models import Case, CaseClock, ServiceTime
from disputes.promises import published
from disputes.servicetimes import promised
from disputes.states import CaseState
from portal.accounts.models import AuditEvent
from tests.clients import as_user
from tests.disputes.test_clocks import with_clocks
from tests.factories.disputes import CaseFactory, Cast

pytestmark = pytest.mark.django_db
SetClock = Callable[[str], datetime]
MONDAY = "2026-11-23T10:00+08:00"


def test_both_sides_see_every_hour_that_was_counted(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(state=CaseState.IN_CONSULTATION, held=True)
    case = with_clocks(cast)
    clock_at("2026-11-24T11:00+08:00")
    ask_back(case=case, by=cast.officer, text="请补充")
    for person, path in ((cast.owner, "cases"), (cast.officer, "triage")):
        page = as_user(person).get(f"/en/{path}/{case.reference}/clock/").content.decode()
        for words in (
            "within 5 working days",
            "the network&#x27;s standard",
            "Closed: no working day",
            "9 h 30 min of 50 h used",
            "since 2026-11-24 11:00",
            "Calendar not confirmed",
        ):
            assert words in page, words
    assert (
        f"/triage/{case.reference}/clock/" in as_user(cast.officer).get(f"/triage/{case.reference}/").content.decode()
    )


def test_each_side_has_its_own_page_and_a_stranger_none() -> None:
    cast = Cast()
    case = cast.case
    assert as_user(cast.officer).get(f"/cases/{case.reference}/clock/").status_code == 404
    assert as_user(cast.owner).get(f"/triage/{case.reference}/clock/").status_code == 404
    assert as_user(cast.stranger).get(f"/cases/{case.reference}/clock/").status_code == 404


def test_a_clock_written_before_days_were_kept_is_explained_as_such(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast()
    case = with_clocks(cast)
    row = CaseClock.objects.get(case=case)
    CaseClock.objects.filter(pk=row.pk).update(snapshot={"unit": "working_day"})
    page = as_user(cast.officer).get(f"/en/triage/{case.reference}/clock/").content.decode()
    assert "before its days were kept" in page


def test_the_clock_page_asks_few_questions(django_assert_max_num_queries: Any, clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(kind=CaseKind.GUIDANCE)
    case = with_clocks(cast, *ClockKind)
    officer = as_user(cast.officer)
    with django_assert_max_num_queries(9):
        assert officer.get(f"/triage/{case.reference}/clock/").status_code == 200


def judged(cast: Cast, *, in_time: bool, **case: object) -> None:
    row = CaseFactory.create(centre=cast.centre, **case)
    CaseClock.objects.filter(case=row).update(ended_at=F("started_at"), paused_at=None, in_time=in_time)


def test_the_public_page_shows_times_and_how_often_they_were_kept(client: Any) -> None:
    cast = Cast()
    assert "nothing to count yet" in client.get("/en/centres/service-times/").content.decode()
    for in_time in (True, True, False):
        judged(cast, in_time=in_time)
    judged(cast, in_time=False, is_demo=True)
    judged(cast, in_time=False, restricted=True)
    page = client.get("/en/centres/service-times/").content.decode()
    assert "67 % (2 of 3)" in page
    assert "within 2 working hours" in page
    assert cast.centre.name_en in page
    assert client.get(f"/centres/{cast.centre.slug}/service-times/").status_code == 200
    assert client.get("/centres/no-such/service-times/").status_code == 404


def typed(**changes: object) -> dict[str, object]:
    return {
        "kind": "first_answer",
        "priority": "P3",
        "quantity": "3",
        "unit": "working_day",
        "valid_from": "2026-12-01",
        **changes,
    }


def test_the_head_publishes_from_a_later_day_on(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast()
    head = as_user(cast.head)
    page = f"/triage/people/{cast.centre.slug}/service-times/"
    case = with_clocks(cast)
    before = case.due_at
    assert head.post(page, typed()).status_code == 302
    row = ServiceTime.objects.get()
    assert (row.centre, row.valid_from, row.quantity) == (cast.centre, date(2026, 12, 1), 3)
    assert AuditEvent.objects.filter(verb="service_time.published", actor_id=cast.head.pk).exists()
    assert "2026-12-01" in head.get(page).content.decode()
    assert "2026-12-01" in as_user(cast.stranger).get(f"/centres/{cast.centre.slug}/service-times/").content.decode()
    case.refresh_from_db()
    assert case.due_at == before
    assert head.post(page, typed(quantity="2")).status_code == 302, "a day that is to come may be corrected"
    assert ServiceTime.objects.get().quantity == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2026-11-23"}, "valid_from"),
        ({"valid_from": "2026-11-01"}, "valid_from"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "61"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"unit": "fortnight"}, "unit"),
        ({"priority": "P9"}, "priority"),
        ({"priority": ""}, "priority"),
    ],
)
def test_what_cannot_be_promised_is_refused(clock_at: SetClock, changes: dict[str, object], field: str) -> None:
    clock_at(MONDAY)
    cast = Cast()
    response = as_user(cast.head).post(f"/triage/people/{cast.centre.slug}/service-times/", typed(**changes))
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not ServiceTime.objects.exists()


def test_only_the_administrator_publishes_for_the_network(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast()
    assert as_user(cast.head).post("/accounts/admin/service-times/", typed()).status_code == 403
    assert as_user(cast.administrator).post("/accounts/admin/service-times/", typed()).status_code == 302
    assert ServiceTime.objects.get().centre is None


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 12, 24)])
def test_the_page_shows_what_the_clocks_use(day: date) -> None:
    centre = Cast().centre
    rows = [
        (None, "first_answer", "P3", 4),
        (centre, "first_answer", "", 3),
        (None, "opinion", "", 9),
        (centre, "opinion", "P0", 1),
        (centre, "decision", "", 2),
    ]
    for number, (place, kind, priority, quantity) in enumerate(rows):
        ServiceTime.objects.create(
            centre=place,
            kind=kind,
            priority=priority,
            quantity=quantity,
            unit="working_day",
            valid_from=date(2026, 12, 1 + number),
        )
    for place in (None, centre):
        for line in published(place, day):
            used = promised(line.kind, line.priority, centre_id=place.pk if place else None, on=day)
            assert line.promise == used


def test_a_time_for_all_priorities_does_not_lengthen_an_emergency() -> None:
    day = date(2026, 12, 24)
    ServiceTime.objects.create(kind="opinion", quantity=30, unit="working_day", valid_from=date(2026, 12, 1))
    assert promised("opinion", "P0", centre_id=None, on=day).unit == "hour"
    assert promised("opinion", "P1", centre_id=None, on=day).quantity == 30


def test_the_queue_shows_the_weekday_and_what_is_left(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast()
    with_clocks(cast)
    officer = as_user(cast.officer)
    page = officer.get("/en/triage/").content.decode()
    assert "2026-11-30 (Mon)" in page
    assert "7 days left" in page
    clock_at("2026-11-30T15:00+08:00")
    assert "2 h 30 min left" in officer.get("/en/triage/").content.decode()
    clock_at("2026-12-02T15:00+08:00")
    assert "2 days late" in officer.get("/en/triage/").content.decode()


def test_a_reopened_consultation_shows_its_new_due_time(clock_at: SetClock) -> None:
    clock_at(MONDAY)
    cast = Cast(state=CaseState.CLOSED)
    reopen_case(case=cast.case, by=cast.owner, reason="又出现了")
    case = Case.objects.get(pk=cast.case.pk)
    assert case.due_at is not None
    for person, path in ((cast.officer, "/en/triage/"), (cast.owner, f"/en/cases/{case.reference}/")):
        assert "2026-11-30" in as_user(person).get(path).content.decode(), path

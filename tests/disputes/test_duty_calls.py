"""An emergency calls the people on duty until somebody acknowledges it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from disputes import emails
from disputes.actions.answering import answer_case, reply
from disputes.actions.calling import acknowledge_call, ring_due
from disputes.actions.ending import withdraw_case
from disputes.actions.holding import take_case
from disputes.actions.priority import set_priority
from disputes.choices import Priority
from disputes.models import Case, CaseEvent, DutyCall
from disputes.people import centre_staff
from disputes.tasks import ring_duty
from portal.lib.errors import Conflict, NotAllowed
from portal.notices.delivery import deliver_due
from portal.notices.duty import OnDuty
from portal.notices.models import Channel, Notice
from tests.clients import as_user
from tests.factories.disputes import CaseFactory, Cast
from tests.factories.webhooks import DutyShiftFactory, WebhookEndpointFactory

pytestmark = pytest.mark.django_db
SetClock = Callable[[str], datetime]
NIGHT = "2026-11-22T02:00+08:00"  # a Sunday


def emergency(cast: Cast) -> Case:
    set_priority(case=cast.case, by=cast.colleague, priority=Priority.P0, reason="账户被冻结")
    return cast.case


def called(rings: int) -> set[str]:
    """The addresses that the `rings`-th call reached by mail."""
    rows = Notice.objects.filter(key__contains=f":{rings}:", channel=Channel.EMAIL, key__startswith="duty:")
    return set(rows.values_list("address", flat=True))


def everybody(cast: Cast) -> set[str]:
    found = set(centre_staff(cast.case).values_list("email", flat=True))
    assert len(found) >= 3
    return found


def test_the_duty_roster_is_called_at_any_hour_until_somebody_acknowledges(cast: Cast, clock_at: SetClock) -> None:
    begin = clock_at(NIGHT)
    DutyShiftFactory.create(
        centre=cast.centre, person=cast.officer, starts_at=begin, ends_at=begin + timedelta(hours=9)
    )
    case = emergency(cast)
    assert called(1) == {cast.officer.email}
    assert ring_duty() == 0, "it is not yet time"
    for repeat in range(1, 4):
        clock_at((begin + timedelta(minutes=15 * repeat)).isoformat())
        assert ring_due() == 1
        assert ring_due() == 0
        assert called(repeat + 1) == {cast.officer.email}
    clock_at((begin + timedelta(minutes=60)).isoformat())
    assert ring_due() == 1
    assert called(5) == {cast.officer.email, cast.head.email}
    clock_at((begin + timedelta(minutes=75)).isoformat())
    assert ring_due() == 1
    assert called(6) == everybody(cast)
    acknowledge_call(case=case, by=cast.officer)
    clock_at((begin + timedelta(hours=5)).isoformat())
    assert ring_due() == 0
    call = DutyCall.objects.get()
    assert (call.rings, call.acknowledged_by) == (6, cast.officer)
    event = CaseEvent.objects.filter(subject=case).latest("seq")
    assert (event.kind, event.actor_id, event.data["rings"]) == ("call_acknowledged", cast.officer.pk, 6)


def test_without_a_roster_everybody_is_called_at_once(cast: Cast) -> None:
    emergency(cast)
    assert called(1) == everybody(cast)


def test_the_machines_of_the_centre_are_rung_with_names_and_numbers(cast: Cast) -> None:
    endpoint = WebhookEndpointFactory.create(centre=cast.centre, topics=["calls"])
    DutyShiftFactory.create(centre=cast.centre, person=cast.officer, phone="13900000007")
    case = emergency(cast)
    row = Notice.objects.get(endpoint=endpoint)
    assert row.kind == "disputes.duty_call"
    assert row.payload["on_duty"] == [{"name": str(cast.officer), "phone": "13900000007"}]
    assert row.payload["reference"] == case.reference


def test_of_a_restricted_case_the_call_says_only_that_there_is_a_message(cast: Cast) -> None:
    Case.objects.filter(pk=cast.case.pk).update(restricted=True)
    cast.case.refresh_from_db()
    endpoint = WebhookEndpointFactory.create(centre=cast.centre)
    DutyShiftFactory.create(centre=cast.centre, person=cast.officer)
    set_priority(case=cast.case, by=cast.head, priority=Priority.P0, reason="歧视性措施")
    assert called(1) == {cast.head.email}, "the officer on duty may not see it"
    rows = Notice.objects.filter(endpoint=endpoint)
    assert rows
    for row in [*rows, *Notice.objects.filter(key__startswith="duty:")]:
        assert row.kind == "disputes.restricted"
        assert str(cast.case.reference) not in f"{row.payload}{row.key}"
        assert str(cast.case.pk) not in f"{row.payload}{row.key}"


def test_taking_the_case_acknowledges_the_call(cast: Cast, clock_at: SetClock) -> None:
    begin = clock_at(NIGHT)
    case = emergency(cast)
    take_case(case=case, by=cast.officer)
    call = DutyCall.objects.get()
    assert (call.acknowledged_by, call.ended_at) == (cast.officer, begin), "at once, not with the next ringing"
    page = as_user(cast.officer).get(f"/triage/{case.reference}/")
    assert f"/triage/{case.reference}/call/" not in page.text
    clock_at((begin + timedelta(hours=1)).isoformat())
    assert ring_due() == 0


@pytest.mark.parametrize("way", ["lowered", "withdrawn"])
def test_a_case_that_is_no_emergency_any_more_rings_nobody(cast: Cast, clock_at: SetClock, way: str) -> None:
    begin = clock_at(NIGHT)
    case = emergency(cast)
    if way == "lowered":
        set_priority(case=case, by=cast.head, priority=Priority.P2, reason="已解冻")
    else:
        withdraw_case(case=case, by=cast.owner)
    clock_at((begin + timedelta(hours=1)).isoformat())
    assert ring_due() == 0
    call = DutyCall.objects.get()
    assert call.ended_at is not None
    assert call.acknowledged_by is None


def test_a_demonstration_case_is_called_once_and_not_again(clock_at: SetClock) -> None:
    begin = clock_at(NIGHT)
    emergency(Cast(is_demo=True))
    clock_at((begin + timedelta(hours=1)).isoformat())
    assert ring_due() == 0


def test_a_second_raise_begins_no_second_call(cast: Cast) -> None:
    case = emergency(cast)
    set_priority(case=case, by=cast.head, priority=Priority.P1, reason="x")
    set_priority(case=case, by=cast.head, priority=Priority.P0, reason="x")
    assert DutyCall.objects.count() == 1


def test_only_who_works_on_the_case_acknowledges_and_only_once(cast: Cast) -> None:
    case = emergency(cast)
    for person in (cast.owner, cast.hotline, cast.other_officer, cast.administrator):
        with pytest.raises(NotAllowed):
            acknowledge_call(case=case, by=person)
    acknowledge_call(case=case, by=cast.officer)
    with pytest.raises(Conflict, match=str(cast.officer)):
        acknowledge_call(case=case, by=cast.head)


def test_the_link_of_the_mail_asks_and_only_the_button_acknowledges(cast: Cast, clock_at: SetClock) -> None:
    clock_at(NIGHT)
    case = emergency(cast)
    page = f"/triage/{case.reference}/call/"
    row = Notice.objects.get(key__startswith="duty:", recipient=cast.officer)
    assert row.payload["url"].endswith(page)
    officer = as_user(cast.officer)
    assert 'action="' + page in officer.get(page).content.decode()
    assert DutyCall.objects.get().ended_at is None
    assert page in officer.get(f"/triage/{case.reference}/").content.decode(), "the officer's page asks as well"
    assert officer.post(page).status_code == 302
    assert as_user(cast.head).post(page).status_code == 409
    assert str(cast.officer) in as_user(cast.head).get(page).content.decode()
    assert page not in officer.get(f"/triage/{case.reference}/").content.decode()


def test_a_case_that_called_nobody_has_no_such_page(cast: Cast) -> None:
    assert as_user(cast.officer).get(f"/triage/{cast.case.reference}/call/").status_code == 404


def test_one_call_that_cannot_be_rung_silences_no_other(
    cast: Cast, clock_at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = clock_at(NIGHT)
    broken = emergency(cast)
    other = CaseFactory.create(centre=cast.centre)
    set_priority(case=other, by=cast.colleague, priority=Priority.P0, reason="x")
    ring = emails.ring

    def fails(case: Case, people: Sequence[OnDuty], *, key: str, times: int) -> None:
        if case.pk == broken.pk:
            raise RuntimeError("broken")
        ring(case, people, key=key, times=times)

    monkeypatch.setattr(emails, "ring", fails)
    clock_at((begin + timedelta(hours=1)).isoformat())
    assert ring_due() == 1
    assert DutyCall.objects.get(case=other).rings == 2
    assert DutyCall.objects.get(case=broken).rings == 1


def test_news_of_a_case_go_to_the_machines_of_both_sides(cast: Cast) -> None:
    centre = WebhookEndpointFactory.create(centre=cast.centre, topics=["cases"])
    enterprise = WebhookEndpointFactory.create(centre=None, enterprise=cast.enterprise, topics=["cases"], language="en")
    WebhookEndpointFactory.create(centre=cast.other_centre)
    take_case(case=cast.case, by=cast.officer)
    answer_case(case=cast.case, by=cast.officer, text="答复")
    reply(case=cast.case, by=cast.owner, text="谢谢")
    told = set(Notice.objects.filter(channel=Channel.WEBHOOK).values_list("endpoint", "kind", "language"))
    assert told == {
        (enterprise.pk, "disputes.answered", "en"),
        (centre.pk, "disputes.replied", "zh-hans"),
    }
    assert deliver_due()

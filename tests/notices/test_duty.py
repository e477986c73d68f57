"""The duty roster: who is called, and how the head keeps it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from portal.accounts.models import Membership
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.notices.duty import add_shift, copy_week, on_duty, remove_shift
from portal.notices.models import DutyShift
from tests.clients import as_user
from tests.factories.accounts import GuidanceCentreFactory, a_member
from tests.factories.webhooks import DutyShiftFactory

pytestmark = pytest.mark.django_db
SetClock = Callable[[str], datetime]


def test_who_is_on_the_roster_is_called_with_the_number_in_it() -> None:
    centre = GuidanceCentreFactory.create()
    officer = a_member("centre_officer", centre=centre)
    a_member("centre_head", centre=centre)
    shift = DutyShiftFactory.create(centre=centre, person=officer, phone="13900000001")
    assert [(duty.person, duty.phone) for duty in on_duty(centre.pk, clock.now())] == [(officer, "13900000001")]
    assert [duty.person for duty in on_duty(centre.pk, shift.starts_at)] == [officer]
    assert len(on_duty(centre.pk, shift.ends_at)) == 2, "the end of a shift is no part of it"


def test_without_a_roster_everybody_who_works_there_is_called() -> None:
    centre = GuidanceCentreFactory.create()
    people = {a_member("centre_officer", centre=centre), a_member("centre_head", centre=centre)}
    a_member("hotline_officer", centre=centre)
    a_member("centre_officer", centre=GuidanceCentreFactory.create())
    assert {duty.person for duty in on_duty(centre.pk, clock.now())} == people


def test_a_shift_of_somebody_who_has_left_counts_for_nothing() -> None:
    centre = GuidanceCentreFactory.create()
    left = a_member("centre_officer", centre=centre)
    head = a_member("centre_head", centre=centre)
    DutyShiftFactory.create(centre=centre, person=left)
    Membership.objects.filter(user=left).update(ended_at=clock.now())
    assert [duty.person for duty in on_duty(centre.pk, clock.now())] == [head]


def test_a_week_is_copied_once(clock_at: SetClock) -> None:
    clock_at("2026-11-25T10:00+08:00")  # a Wednesday
    centre = GuidanceCentreFactory.create()
    head = a_member("centre_head", centre=centre)
    monday = datetime.fromisoformat("2026-11-23T18:00+08:00")
    DutyShiftFactory.create(centre=centre, person=head, starts_at=monday)
    DutyShiftFactory.create(centre=centre, person=head, starts_at=monday - timedelta(days=1))
    assert copy_week(centre=centre, by=head) == 1
    assert copy_week(centre=centre, by=head) == 0
    assert DutyShift.objects.filter(starts_at=monday + timedelta(days=7)).count() == 1


def test_a_shift_that_cannot_be_is_refused(clock_at: SetClock) -> None:
    now = clock_at("2026-11-25T10:00+08:00")
    centre = GuidanceCentreFactory.create()
    head = a_member("centre_head", centre=centre)
    stranger = a_member("centre_officer", centre=GuidanceCentreFactory.create())
    hour = timedelta(hours=1)
    for person, start, end, field in (
        (head, now + hour, now, "ends_at"),
        (head, now - 3 * hour, now - hour, "ends_at"),
        (head, now, now + timedelta(days=15), "ends_at"),
        (stranger, now, now + hour, "person"),
    ):
        with pytest.raises(Invalid) as refused:
            add_shift(centre=centre, by=head, person=person, starts_at=start, ends_at=end)
        assert field in refused.value.fields


def test_a_shift_that_is_over_stays_on_record(clock_at: SetClock) -> None:
    now = clock_at("2026-11-25T10:00+08:00")
    centre = GuidanceCentreFactory.create()
    head = a_member("centre_head", centre=centre)
    shift = DutyShiftFactory.create(centre=centre, person=head, starts_at=now - timedelta(days=1))
    with pytest.raises(Conflict):
        remove_shift(shift=shift, by=head)
    assert DutyShift.objects.exists()


def test_the_head_keeps_the_roster_and_colleagues_read_it(clock_at: SetClock) -> None:
    clock_at("2026-11-25T10:00+08:00")
    centre = GuidanceCentreFactory.create()
    officer = a_member("centre_officer", centre=centre)
    head = as_user(a_member("centre_head", centre=centre))
    page = f"/triage/people/{centre.slug}/duty/"
    data = {"person": officer.pk, "starts_at": "2026-11-25T18:00", "ends_at": "2026-11-26T09:00", "phone": "139"}
    assert head.post(page, data).status_code == 302
    shift = DutyShift.objects.get()
    assert shift.starts_at == datetime.fromisoformat("2026-11-25T18:00+08:00")
    reading = as_user(officer).get(page)
    assert "2026-11-25" in reading.content.decode()
    assert "<form class" not in reading.content.decode()
    assert as_user(officer).post(page, data).status_code == 403
    assert as_user(officer).post(f"{page}{shift.pk}/remove/").status_code == 403
    refused = head.post(page, {**data, "ends_at": "2026-11-25T17:00"})
    assert refused.status_code == 400
    assert "2026-11-25T17:00" in refused.content.decode()
    assert head.post(f"{page}{shift.pk}/remove/").status_code == 302
    assert not DutyShift.objects.exists()

"""The duty roster of a centre: who is called when a case cannot wait."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.access import people_with
from portal.accounts.actions.audit import record
from portal.accounts.models import GuidanceCentre, User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text
from portal.notices.access import need_channels
from portal.notices.models import DutyShift

LONGEST = timedelta(days=14)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class OnDuty:
    """Somebody to call, and the number that stands in the roster."""

    person: User
    phone: str = ""


def on_duty(centre_id: int, at: datetime) -> list[OnDuty]:
    """Who is on duty at a moment; when nobody is, everybody who works on the centre's cases, the head included.

    A shift of somebody who has left the centre counts for nothing.
    """
    staff = people_with(Permission.WORK_ON_CASES, centre=centre_id)
    shifts = DutyShift.objects.filter(
        centre=centre_id, starts_at__lte=at, ends_at__gt=at, person__in=staff.values("pk")
    ).select_related("person")
    by_person = {shift.person_id: OnDuty(shift.person, shift.phone) for shift in shifts}
    return list(by_person.values()) or [OnDuty(person) for person in staff]


@transaction.atomic
def add_shift(
    *, centre: GuidanceCentre, by: User, person: User, starts_at: datetime, ends_at: datetime, phone: str = ""
) -> DutyShift:
    """Put somebody on the roster. The same person and start again is the same shift, with the new end and number.

    Raises Invalid for times that cannot be and for somebody who does not work at the centre.
    """
    need_channels(by, centre=centre.pk)
    if ends_at <= starts_at:
        raise Invalid(_("A shift ends after it begins."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Invalid(_("A shift is not longer than %(days)s days.") % {"days": LONGEST.days}, field="ends_at")
    if ends_at <= clock.now():
        raise Invalid(_("This shift is over already. Choose a later time."), field="ends_at")
    if not people_with(Permission.WORK_ON_CASES, centre=centre.pk).filter(pk=person.pk).exists():
        raise Invalid(_("Choose somebody who works at this centre."), field="person")
    shift, _created = DutyShift.objects.update_or_create(
        centre=centre,
        person=person,
        starts_at=starts_at,
        defaults={"ends_at": ends_at, "phone": clean_text(phone)[:40], "added_by": by},
    )
    record("duty.added", centre, by=by, shift=shift.pk, person=person.pk)
    return shift


@transaction.atomic
def remove_shift(*, shift: DutyShift, by: User) -> None:
    """Take a shift off the roster. Raises Conflict for one that is over: who was called stays to be seen."""
    need_channels(by, centre=shift.centre_id)
    if shift.ends_at <= clock.now():
        raise Conflict(_("This shift is over; it stays on record."))
    record("duty.removed", shift.centre, by=by, shift=shift.pk, person=shift.person_id)
    shift.delete()


def week_of(moment: datetime) -> tuple[datetime, datetime]:
    """Monday 00:00 to the next Monday of the week around `moment`, by the clock of its zone."""
    monday = moment.date() - timedelta(days=moment.weekday())
    start = datetime.combine(monday, time(), moment.tzinfo)
    return start, start + WEEK


@transaction.atomic
def copy_week(*, centre: GuidanceCentre, by: User) -> int:
    """Repeat the shifts that begin in this Shanghai week a week later; how many were new. Harmless when repeated."""
    need_channels(by, centre=centre.pk)
    start, end = week_of(clock.now().astimezone(clock.SHANGHAI))
    staff = set(people_with(Permission.WORK_ON_CASES, centre=centre.pk).values_list("pk", flat=True))
    copied = 0
    for shift in DutyShift.objects.filter(centre=centre, starts_at__gte=start, starts_at__lt=end, person__in=staff):
        _shift, created = DutyShift.objects.get_or_create(
            centre=centre,
            person_id=shift.person_id,
            starts_at=shift.starts_at + WEEK,
            defaults={"ends_at": shift.ends_at + WEEK, "phone": shift.phone, "added_by": by},
        )
        copied += created
    if copied:
        record("duty.week_copied", centre, by=by, count=copied)
    return copied

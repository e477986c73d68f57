"""Duty calls: a P0 case rings whoever is on duty until somebody acknowledges it.

    1st to 4th call    the duty roster (everybody, when nobody is on it), and the holder
    5th                the head as well
    from the 6th on    everybody who works on the centre's cases

The task `disputes.ring_duty` rings every minute what is due, at any hour: an emergency keeps no office hours. Each
ringing has its own keys in the ledger, so that two tasks at once ring once. Taking the case acknowledges the call.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from disputes import emails
from disputes.access import standing_of
from disputes.actions.changing import change, lock
from disputes.acts import NO_ROLE
from disputes.choices import Priority
from disputes.models import Case, CaseEvent, DutyCall
from disputes.people import centre_staff
from disputes.states import AWAITING_ANSWER
from portal.accounts.access import people_with
from portal.accounts.models import User
from portal.accounts.permissions import Permission
from portal.lib import clock
from portal.lib.errors import Conflict, NotAllowed
from portal.lib.states import guarded_update
from portal.notices.duty import OnDuty, on_duty

log = logging.getLogger(__name__)

# The first call and three repeats go to the roster, the next to the head too, all later ones to everybody.
ROSTER_ONLY = 4


def interval() -> timedelta:
    return timedelta(minutes=settings.DUTY_CALL_MINUTES)


def call_duty(case: Case, event: CaseEvent) -> None:
    """Ring for a case that `event` made an emergency; nothing for another, or when the duty is being called already.

    Runs in the transaction of the act.
    """
    if case.priority != Priority.P0 or case.state not in AWAITING_ANSWER:
        return
    now = clock.now()
    call, created = DutyCall.objects.get_or_create(
        case=case, ended_at=None, defaults={"event_seq": event.seq, "raised_at": now, "next_at": now}
    )
    if created:
        _ring(call, case)


def people_to_ring(case: Case, rings: int) -> list[OnDuty]:
    """Whom the `rings`-th call reaches. On a restricted matter only those who may see it."""
    if case.centre_id is None:
        return []
    now = clock.now()
    staff = {person.pk: person for person in centre_staff(case)}
    on_roster = on_duty(case.centre_id, now)
    found = {duty.person.pk: duty for duty in on_roster if duty.person.pk in staff}
    also: list[User] = [staff[case.holder_id]] if case.holder_id in staff else []
    if rings > ROSTER_ONLY:
        also += people_with(Permission.EDIT_CENTRE, centre=case.centre_id)
    if rings > ROSTER_ONLY + 1 or not (found or also):
        also += staff.values()
    for person in also:
        found.setdefault(person.pk, OnDuty(person))
    return list(found.values())


def _ring(call: DutyCall, case: Case) -> None:
    """Raises Conflict when another task rang at this moment."""
    rings = call.rings + 1
    guarded_update(
        call, expected={"rings": call.rings, "ended_at": None}, rings=rings, next_at=clock.now() + interval()
    )
    emails.ring(case, people_to_ring(case, rings), key=f"duty:{call.pk}:{rings}", times=rings)


def ring_due() -> int:
    """Ring every open call that is due, and end those that need no more. How many rang. Harmless when repeated."""
    rang = 0
    due = DutyCall.objects.filter(ended_at__isnull=True, next_at__lte=clock.now(), case__is_demo=False)
    for call in due.select_related("case").order_by("next_at"):
        try:
            rang += _ring_or_end(call)
        except Conflict:
            log.info("duty call %s was dealt with at this moment", call.pk)
        except Exception:
            # One call that cannot be rung must not silence the others.
            log.exception("duty call %s could not be rung", call.pk)
    return rang


def _ring_or_end(call: DutyCall) -> bool:
    with transaction.atomic():
        case = call.case
        lock(case)
        taken = CaseEvent.objects.filter(subject=case, kind="taken", seq__gt=call.event_seq).order_by("seq").first()
        if taken is not None:
            _end(call, by=User.objects.filter(pk=taken.actor_id or 0).first())
        elif case.priority != Priority.P0 or case.state not in AWAITING_ANSWER:
            _end(call, by=None)
        else:
            _ring(call, case)
            return True
    return False


def _end(call: DutyCall, *, by: User | None) -> None:
    guarded_update(call, expected={"ended_at": None}, ended_at=clock.now(), acknowledged_by=by)


def end_call(case: Case, *, by: User) -> None:
    """Whoever takes the case sees to it: nobody is called any more. Runs in the transaction of the act."""
    call = open_call(case)
    if call is not None:
        _end(call, by=by)


def open_call(case: Case) -> DutyCall | None:
    """The call that nobody has acknowledged yet."""
    return DutyCall.objects.filter(case=case, ended_at__isnull=True).first()


def acknowledge_call(*, case: Case, by: User) -> None:
    """Somebody of the centre says: I have seen it and I see to it. The calls end.

    Raises NotAllowed for everybody who does not work on the case, Conflict when nobody is called any more.
    """
    with transaction.atomic():
        lock(case)
        if not standing_of(by, case).works:
            raise NotAllowed(NO_ROLE)
        call = open_call(case)
        if call is None:
            last = DutyCall.objects.filter(case=case).select_related("acknowledged_by").first()
            if last is not None and last.acknowledged_by is not None:
                raise Conflict(_("%(who)s has acknowledged it already.") % {"who": last.acknowledged_by})
            raise Conflict(_("Nobody is being called for this case any more."))
        _end(call, by=by)
        change(case, by=by, kind="call_acknowledged", data={"call": call.pk, "rings": call.rings})

"""The work on an accepted guidance case: begin, write, wait, follow up."""

import uuid
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need
from disputes.actions.changing import change, check_fresh, lock
from disputes.actions.writing import sent_before, write
from disputes.choices import ClockKind, MessageKind, Side
from disputes.models import Case, CaseMessage
from disputes.states import PAUSING, CaseState, WaitingOn
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Invalid


def begin_guidance(*, case: Case, by: User, version: int | None = None) -> None:
    """The officer begins the work on an accepted case."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.BEGIN, case, by)
        change(case, by=by, kind="guidance_begun", to=CaseState.IN_GUIDANCE)


def write_message(*, case: Case, by: User, text: str, form_key: uuid.UUID | None = None) -> CaseMessage:
    """A message of the centre's holder, of counsel or of the expert that asks for nothing: no clock moves.

    The centre's first one is its first answer. The same `form_key` sent again is the same message.
    """
    with transaction.atomic():
        lock(case)
        sent = sent_before(CaseMessage, case, by, form_key)
        if sent is not None:
            return sent
        standing = need(Act.WRITE, case, by)
        side = standing.side
        message = write(case, by=by, kind=MessageKind.PLAIN, side=side, text=text, form_key=form_key)
        columns = clocks.kept(case, ClockKind.FIRST_ANSWER) if side == Side.CENTRE else {}
        event = change(case, by=by, kind="message_written", data={"message": message.pk}, **columns)
        if side != Side.ENTERPRISE:
            emails.tell_enterprise(case, event, "message")
        if side != Side.CENTRE:
            emails.tell_holder(case, event, "replied")
    return message


def set_waiting(*, case: Case, by: User, waiting_on: WaitingOn, version: int | None = None) -> None:
    """Say for whom the case waits. For somebody outside the clock stands; for an expert it runs on; none: it goes on.

    Raises Invalid for the enterprise: that is asked with a question or a request to supplement.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.WAIT, case, by)
        if waiting_on not in WaitingOn.values or waiting_on == WaitingOn.ENTERPRISE:
            raise Invalid(_("To wait for the enterprise, ask it a question."), field="waiting_on")
        if waiting_on in PAUSING:
            columns = clocks.stopped(case, waiting_on)
        else:
            columns = {**clocks.going_on(case), "waiting_on": waiting_on}
        change(case, by=by, kind="waiting_set", data={"waiting_on": str(waiting_on)}, **columns)


def follow_up(
    *, case: Case, by: User, text: str, next_on: date | None = None, version: int | None = None
) -> CaseMessage:
    """What the court or office did since, and when to look again: at least monthly (domain rules of the life cycle).

    The first follow-up after the opinion begins the tracking. Raises Invalid for a day in the past.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.FOLLOW_UP, case, by)
        today = clock.today()
        if next_on is not None and next_on <= today:
            raise Invalid(_("Choose a day after today."), field="next_on")
        message = write(case, by=by, kind=MessageKind.FOLLOW_UP, side=Side.CENTRE, text=text)
        event = change(
            case,
            by=by,
            kind="followed_up",
            to=CaseState.TRACKING if case.state == CaseState.OPINION_ISSUED else None,
            data={"message": message.pk, "next_on": next_on.isoformat() if next_on else ""},
            next_follow_up=next_on,
        )
        emails.tell_enterprise(case, event, "message")
    return message

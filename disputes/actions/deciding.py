"""Whether a guidance case is accepted: ask for a supplement (form B), accept (D); refusing (C) is `answering`.

Source: the life cycle of DB34/T 5367-2026 and DB3402/T 75-2024; a supplement that does not come in time counts as a
withdrawal. The lengths of all clocks are published settings.
"""

import uuid
from collections.abc import Sequence

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need
from disputes.actions.changing import change, check_fresh, lock
from disputes.actions.documents import keep_file, one_transaction
from disputes.actions.papers import issue_form
from disputes.actions.writing import sent_before, write
from disputes.choices import ClockKind, FormKind, MessageKind, Side
from disputes.models import Case, CaseClock, CaseMessage
from disputes.states import CaseState, WaitingOn
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict


def request_supplement(*, case: Case, by: User, text: str, version: int | None = None) -> CaseMessage:
    """Ask the applicant to complete the application: its own clock runs, the centre's stand still (form B)."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.REQUEST_SUPPLEMENT, case, by)
        message = write(case, by=by, kind=MessageKind.SUPPLEMENT_REQUEST, side=Side.CENTRE, text=text)
        columns = clocks.kept(case, ClockKind.FIRST_ANSWER)
        columns |= clocks.stopped(case, WaitingOn.ENTERPRISE)
        columns |= clocks.started(case, ClockKind.SUPPLEMENT)
        event = change(
            case,
            by=by,
            kind="supplement_requested",
            to=CaseState.SUPPLEMENT_REQUESTED,
            data={"message": message.pk},
            **columns,
        )
        issue_form(case, kind=FormKind.B, by=by, event=event)
        emails.tell_enterprise(case, event, "supplement_requested")
    return message


def supplement_case(
    *,
    case: Case,
    by: User,
    text: str,
    files: "Sequence[File[bytes]]" = (),
    form_key: uuid.UUID | None = None,
) -> CaseMessage:
    """The applicant completes the application; the centre's clocks run again. All of it is kept or nothing.

    The same `form_key` sent again is the same message. Raises Conflict once the case was deemed withdrawn.
    """
    with one_transaction() as stored:
        lock(case)
        sent = sent_before(CaseMessage, case, by, form_key)
        if sent is not None:
            return sent
        if case.state == CaseState.DEEMED_WITHDRAWN:
            raise Conflict(
                _("The time for the supplement is over and the case counts as withdrawn. Please file a new case.")
            )
        need(Act.SUPPLEMENT, case, by)
        for file in files:
            keep_file(case, by=by, file=file, stored=stored)
        message = write(
            case,
            by=by,
            kind=MessageKind.REPLY,
            side=Side.ENTERPRISE,
            text=text,
            documents=stored,  # the same bytes as an earlier document stay where that one stands
            form_key=form_key,
        )
        event = change(
            case,
            by=by,
            kind="supplemented",
            to=CaseState.SUBMITTED,
            data={"message": message.pk},
            **clocks.kept(case, ClockKind.SUPPLEMENT) | clocks.going_on(case),
        )
        emails.tell_holder(case, event, "supplemented")
    return message


def deem_withdrawn(*, case: Case) -> bool:
    """The portal's own act when the time for a supplement is over; says whether it was. Repeating it is harmless."""
    with transaction.atomic():
        lock(case)
        late = CaseClock.objects.filter(
            case=case, kind=ClockKind.SUPPLEMENT, ended_at__isnull=True, due_at__lt=clock.now()
        )
        if case.state != CaseState.SUPPLEMENT_REQUESTED or not late.exists():
            return False
        columns = clocks.kept(case, ClockKind.SUPPLEMENT) | clocks.dropped(case)
        event = change(
            case, by=None, kind="deemed_withdrawn", to=CaseState.DEEMED_WITHDRAWN, **columns, closed_at=clock.now()
        )
        emails.tell_enterprise(case, event, "deemed_withdrawn")
        emails.tell_holder(case, event, "deemed_withdrawn")
    return True


def accept_case(*, case: Case, by: User, text: str, version: int | None = None) -> CaseMessage:
    """Accept the case for guidance (form D): the time for the opinion begins. Its holder, if any, stays."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.ACCEPT, case, by)
        message = write(case, by=by, kind=MessageKind.ACCEPTANCE, side=Side.CENTRE, text=text)
        columns = clocks.kept(case, ClockKind.FIRST_ANSWER, ClockKind.DECISION)
        columns |= clocks.started(case, ClockKind.OPINION)
        event = change(
            case,
            by=by,
            kind="accepted",
            to=CaseState.ACCEPTED,
            data={"message": message.pk},
            **columns,
            accepted_at=clock.now(),
        )
        issue_form(case, kind=FormKind.D, by=by, event=event)
        emails.tell_enterprise(case, event, "accepted")
        emails.tell_holder(case, event, "accepted")
    return message

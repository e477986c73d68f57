"""Ways a case ends, and begins again: withdraw, close, reopen, terminate."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, get_draft, need
from disputes.actions.changing import change, check_fresh
from disputes.actions.engaging import end_all, not_waiting
from disputes.actions.papers import issue_form
from disputes.actions.rating import ask_to_rate
from disputes.actions.writing import write
from disputes.choices import CaseKind, ClockKind, FormKind, MessageKind, Side, TerminationReason
from disputes.models import Case, CaseMessage, Outcome
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid
from portal.lib.fields import clean_text

REOPEN_WITHIN = timedelta(days=180)
# Where a reopened case goes on, and what is promised anew.
REOPENED = {
    CaseKind.CONSULTATION: (CaseState.IN_CONSULTATION, ClockKind.FIRST_ANSWER),
    CaseKind.GUIDANCE: (CaseState.IN_GUIDANCE, ClockKind.OPINION),
}


def withdraw_case(*, case: Case, by: User, reason: str = "", version: int | None = None) -> None:
    """The enterprise gives the case up. A draft is given up without a word to anybody."""
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.WITHDRAW, case, by)
        if case.is_draft:
            get_draft(by, case.pk)
            change(case, by=by, kind="withdrawn", to=CaseState.WITHDRAWN, draft_data={})
            return
        if clean_text(reason):
            write(case, by=by, kind=MessageKind.WITHDRAWAL, side=Side.ENTERPRISE, text=reason, field="reason")
        event = change(
            case, by=by, kind="withdrawn", to=CaseState.WITHDRAWN, **clocks.dropped(case), closed_at=clock.now()
        )
        end_all(case, by=by)
        emails.tell_holder(case, event, "withdrawn")


def close_case(*, case: Case, by: User, version: int | None = None) -> None:
    """Either side closes an answered consultation; the centre closes a guidance case that it followed to its end.

    A guidance case needs its outcome first: raises Conflict without one. The enterprise is then asked for its rating.
    """
    with transaction.atomic():
        check_fresh(case, version)
        need(Act.CLOSE, case, by)
        if case.is_guidance and not Outcome.objects.filter(case=case).exists():
            raise Conflict(_("Record the outcome before you close: what came of the case, and when."))
        ended: dict[str, Any] = {"closed_at": clock.now(), "next_follow_up": None, **not_waiting(case)}
        event = change(case, by=by, kind="closed", to=CaseState.CLOSED, **ended)
        end_all(case, by=by)
        if case.is_guidance:
            ask_to_rate(case, event)


def reopen_case(*, case: Case, by: User, reason: str, version: int | None = None) -> None:
    """Open a closed case again under its number, with a new promise. Raises Conflict after `REOPEN_WITHIN`."""
    with transaction.atomic():
        check_fresh(case, version)
        standing = need(Act.REOPEN, case, by)
        now = clock.now()
        if case.closed_at is not None and now > case.closed_at + REOPEN_WITHIN:
            raise Conflict(
                _("A case can be opened again within %(days)s days of closing. Please file a new one.")
                % {"days": REOPEN_WITHIN.days}
            )
        side = Side.ENTERPRISE if standing.acts_for_enterprise else Side.CENTRE
        write(case, by=by, kind=MessageKind.REOPENING, side=side, text=reason, field="reason")
        to, promise = REOPENED[CaseKind(case.kind)]
        event = change(case, by=by, kind="reopened", to=to, closed_at=None, **clocks.started(case, promise))
        emails.tell_holder(case, event, "replied")


def terminate_case(
    *, case: Case, by: User, reason: TerminationReason, text: str, version: int | None = None
) -> CaseMessage:
    """End a guidance case before its time (form E), by the centre or the enterprise, with a reason both can read.

    Raises Invalid for a reason that is not on the list or an empty text.
    """
    with transaction.atomic():
        check_fresh(case, version)
        standing = need(Act.TERMINATE, case, by)
        if reason not in TerminationReason.values:
            raise Invalid(_("Choose a reason."), field="reason")
        side = Side.ENTERPRISE if standing.acts_for_enterprise else Side.CENTRE
        message = write(case, by=by, kind=MessageKind.TERMINATION, side=side, text=text)
        event = change(
            case,
            by=by,
            kind="terminated",
            to=CaseState.TERMINATED,
            data={"message": message.pk, "reason": str(reason)},
            **clocks.dropped(case),
            termination_reason=reason,
            next_follow_up=None,
            closed_at=clock.now(),
        )
        end_all(case, by=by)
        issue_form(case, kind=FormKind.E, by=by, event=event)
        if side == Side.ENTERPRISE:
            emails.tell_holder(case, event, "terminated")
        else:
            emails.tell_enterprise(case, event, "terminated")
    return message

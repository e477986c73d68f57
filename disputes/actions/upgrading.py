"""A consultation becomes a guidance case: same row, same number, nothing typed again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need
from disputes.actions.applying import Answer, keep_application
from disputes.actions.changing import change, check_fresh
from disputes.actions.papers import issue_form
from disputes.choices import CaseKind, ClockKind, FormKind
from disputes.models import Case
from disputes.states import CaseState
from portal.accounts.models import User
from portal.lib.errors import Invalid


def upgrade_case(
    *,
    case: Case,
    by: User,
    application: Mapping[str, Any],
    answers: Sequence[Answer] = (),
    agreed: bool = False,
    version: int | None = None,
) -> None:
    """Apply for guidance with what the consultation holds already and what form A still needs.

    The case waits to be accepted; whoever holds it keeps it. A first answer that is still owed stays owed: an upgrade
    takes no promise back. Raises Invalid when the holder does it and the enterprise has not agreed, or something does
    not fit; NotAllowed and Conflict as the table of acts says.
    """
    with transaction.atomic():
        check_fresh(case, version)
        standing = need(Act.UPGRADE, case, by)
        if not standing.acts_for_enterprise and not agreed:
            raise Invalid(_("Ask the enterprise first, and record here that it agreed."), field="agreed")
        columns = {**clocks.going_on(case), **clocks.started(case, ClockKind.DECISION)}
        event = change(
            case,
            by=by,
            kind="upgraded",
            to=CaseState.SUBMITTED,
            case_kind=CaseKind.GUIDANCE,
            data={"from": case.state, "agreed": agreed},
            **columns,
        )
        keep_application(case, values=application, answers=answers)
        issue_form(case, kind=FormKind.A, by=by, event=event)
        if standing.acts_for_enterprise:
            emails.tell_holder(case, event, "arrived")
        else:
            emails.tell_receipt(case, event)
